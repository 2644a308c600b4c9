//! Facts about starts cut out of spans.

use proptest::prelude::*;
use shared::money::{Currency, Money};
use shared::party::Attendees;
use shared::payment::PaymentKind;

use super::*;
use crate::test_support::fourspaces::{offering_of, service};

fn vienna() -> TimeZone {
    TimeZone::parse("Europe/Vienna").unwrap()
}

fn friday() -> Day {
    Day::parse("2026-11-27").unwrap()
}

/// The moment of this time of the Friday.
fn at(minutes: i64) -> Instant {
    let minutes = Minutes::parse(minutes).unwrap();
    vienna().resolve(friday(), minutes).instant().unwrap()
}

fn span(from: i64, to: i64, is_free: bool) -> Span {
    Span {
        from: Some(at(from)),
        to: Some(at(to)),
        is_free,
    }
}

fn evening() -> Offering {
    let mut offering = offering_of(service());
    offering.schedule = Schedule {
        first: 1_080,
        last: 1_260,
        interval: 60,
        duration: 120,
    };
    offering
}

fn open(spaces: &[Vec<Span>]) -> Vec<(u16, bool)> {
    let day = day(&evening(), spaces, friday(), &vienna(), (at(0), &Paying::There));
    day.slots
        .iter()
        .map(|one| (one.slot.minutes.get(), one.slot.status == SlotStatus::Open))
        .collect()
}

#[test]
fn a_start_is_open_where_one_space_is_free_for_the_whole_stay() {
    let hall = vec![
        span(0, 1_200, true),
        span(1_200, 1_320, false),
        span(1_320, 1_440, true),
    ];
    assert_eq!(
        open(std::slice::from_ref(&hall)),
        [(1_080, true), (1_140, false), (1_200, false), (1_260, false)]
    );
    let garden = vec![span(1_140, 1_260, true)];
    assert_eq!(
        open(&[hall, garden]),
        [(1_080, true), (1_140, true), (1_200, false), (1_260, false)]
    );
}

#[test]
fn a_moment_that_no_span_is_about_is_no_slot() {
    assert_eq!(
        open(&[vec![span(1_100, 1_300, true)]]),
        [(1_140, true), (1_200, false), (1_260, false)]
    );
    assert!(open(&[vec![]]).is_empty());
    assert!(open(&[]).is_empty());
}

#[test]
fn free_spans_that_meet_are_one_and_those_without_an_end_go_on() {
    let parts = vec![span(1_080, 1_140, true), span(1_140, 1_200, true)];
    assert!(is_free(&parts, at(1_080), at(1_200)));
    assert!(!is_free(&parts, at(1_080), at(1_201)));
    let endless = vec![Span {
        from: None,
        to: None,
        is_free: true,
    }];
    assert!(is_free(&endless, at(0), at(2_000)));
    let taken = Span {
        from: Some(at(1_150)),
        to: None,
        is_free: false,
    };
    assert!(is_free(&[endless[0], taken], at(1_080), at(1_150)));
    assert!(!is_free(&[endless[0], taken], at(1_080), at(1_151)));
}

#[test]
fn what_has_passed_and_what_has_to_be_paid_is_closed_and_says_so() {
    let free = [vec![span(0, 1_440, true)]];
    let late = day(
        &evening(),
        &free,
        friday(),
        &vienna(),
        (at(1_100), &Paying::There),
    );
    assert_eq!(late.slots[0].slot.reasons, [Reason::IN_THE_PAST]);
    assert!(late.slots[0].open_to.is_empty() && !late.slots[1].open_to.is_empty());
    let closed = day(
        &evening(),
        &free,
        friday(),
        &vienna(),
        (at(0), &Paying::Elsewhere),
    );
    for one in closed.slots.iter().take(3) {
        assert_eq!(one.slot.reasons, [Reason::PAYMENT_NOT_SUPPORTED]);
    }
    let terms = PaymentTerms {
        kind: PaymentKind::Prepayment,
        amount: Money::new(9_900, Currency::EUR).unwrap(),
        due_minutes: 15,
        refund_minutes: None,
    };
    let paid = day(
        &evening(),
        &free,
        friday(),
        &vienna(),
        (at(0), &Paying::Here(terms.clone())),
    );
    assert_eq!(paid.slots[0].slot.status, SlotStatus::Open);
    assert_eq!(paid.slots[0].slot.payment, Some(terms));
}

#[test]
fn the_hour_that_is_skipped_is_no_time_and_the_one_that_comes_twice_is_the_earlier() {
    let endless = [vec![Span {
        from: None,
        to: None,
        is_free: true,
    }]];
    let mut night = evening();
    night.schedule = Schedule {
        first: 120,
        last: 180,
        interval: 30,
        duration: 120,
    };
    let day_of = |text: &str| {
        let now = Instant::from_unix(0);
        day(
            &night,
            &endless,
            Day::parse(text).unwrap(),
            &vienna(),
            (now, &Paying::There),
        )
    };
    let spring = day_of("2027-03-28");
    assert_eq!(spring.slots[0].slot.reasons, [Reason::TIME_DOES_NOT_EXIST]);
    assert_eq!(spring.slots[2].slot.status, SlotStatus::Open);
    let autumn = day_of("2026-10-25");
    assert!(autumn.slots.iter().all(|one| one.slot.status == SlotStatus::Open));
    let bounds = bounds(night.schedule, (autumn.day, autumn.day), &vienna()).unwrap();
    // 02:00 in summer time to 05:00 in winter time.
    assert_eq!(bounds.1.unix() - bounds.0.unix(), 4 * 3_600);
}

#[test]
fn every_party_of_the_services_range_is_let_in() {
    let day = day(
        &evening(),
        &[vec![span(0, 1_440, true)]],
        friday(),
        &vienna(),
        (at(0), &Paying::There),
    );
    let seen = |guests: i64| day.slots[0].seen_by(Attendees::parse(guests).unwrap()).status;
    assert_eq!(
        (seen(1), seen(12), seen(13)),
        (SlotStatus::Open, SlotStatus::Open, SlotStatus::Full)
    );
}

proptest! {
    #[test]
    fn a_stay_is_free_exactly_where_each_of_its_minutes_is(
        spans in proptest::collection::vec((0_i64..300, 1_i64..120, any::<bool>()), 0..8),
        from in 0_i64..300, length in 1_i64..120,
    ) {
        let space: Vec<Span> = spans.iter().map(|(from, length, is_free)| span(*from, from + length, *is_free)).collect();
        let is_free_minute = |minute: i64| {
            let about = |wanted: bool| {
                spans.iter().any(|(from, length, is_free)| {
                    *is_free == wanted && (*from..from + length).contains(&minute)
                })
            };
            about(true) && !about(false)
        };
        let expected = (from..from + length).all(is_free_minute);
        prop_assert_eq!(is_free(&space, at(from), at(from + length)), expected);
    }
}
