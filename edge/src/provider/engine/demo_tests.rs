//! Facts about made-up reservations, of the demo venue's own plan.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use config::Venues;
use shared::availability::DayStatus;
use shared::id::ExperienceId;

use super::super::calendar::calendar;
use super::super::day_rules::DayRules;
use super::super::slot::{Slot, slots};
use super::*;
use crate::provider::{CalendarQuestion, SlotsQuestion};

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let venues = Venues::from_json(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
    let venue = venues.get(&"demo".to_owned().try_into().unwrap()).unwrap();
    Plan::build(
        venue.engine.as_ref().unwrap(),
        venue.time_zone.clone(),
        venue.currency,
    )
    .unwrap()
});

/// First starts: on a Saturday before the holidays, on a Monday before the clocks go back, on a
/// Sunday before they go forward.
static FIRST_STARTS: LazyLock<Vec<FirstStart>> = LazyLock::new(|| {
    let days = ["2026-11-21", "2026-10-05", "2027-02-28"];
    (0..)
        .zip(days)
        .map(|(seed, day)| FirstStart::on(day, seed))
        .collect()
});

/// A venue that has just been filled.
struct FirstStart {
    today: Day,
    made: Vec<MadeUp>,
    book: Book,
}

impl FirstStart {
    fn on(today: &str, seed: u64) -> Self {
        let today = Day::parse(today).unwrap();
        let made = make_up(&PLAN, today, seed);
        let mut book = Book::new();
        for (number, one) in made.iter().enumerate() {
            let id = ReservationId::parse(&format!("r-{number}")).unwrap();
            book.put(one.placement.entry(id));
        }
        Self { today, made, book }
    }

    /// The midnight before today.
    fn now(&self) -> Instant {
        PLAN.start(self.today, Minutes::parse(0).unwrap()).unwrap()
    }

    /// The first `weekday` after today.
    fn coming(&self, weekday: Weekday) -> Day {
        let (from, to) = (self.today.plus(1).unwrap(), self.today.plus(7).unwrap());
        from.through(to).find(|day| day.weekday() == weekday).unwrap()
    }

    fn slots(&self, id: &str, day: Day, party: i64) -> Vec<Slot> {
        let question = SlotsQuestion {
            experience_id: ExperienceId::parse(id).unwrap(),
            day,
            attendees: Attendees::parse(party).unwrap(),
            moving: None,
        };
        slots(&PLAN, &self.book, &DayRules::none(), self.now(), &question).unwrap()
    }
}

fn full<'a>(slots: impl IntoIterator<Item = &'a Slot>) -> usize {
    slots.into_iter().filter(|slot| !slot.is_open()).count()
}

#[test]
fn the_same_seed_gives_the_same_reservations() {
    let first = &FIRST_STARTS[0];
    assert_eq!(make_up(&PLAN, first.today, 0), first.made);
    assert_ne!(make_up(&PLAN, first.today, 1), first.made);
}

#[test]
fn no_table_is_given_twice_and_no_limit_of_the_venue_exceeded() {
    for first in FIRST_STARTS.iter() {
        let mut placed: Vec<&Placement> = first.made.iter().map(|made| &made.placement).collect();
        placed.sort_by_key(|one| one.start);
        for (place, one) in placed.iter().enumerate() {
            // No party stays a whole day, so these are all who can still be there.
            let before = placed[..=place]
                .iter()
                .rev()
                .take_while(|other| other.start.plus_minutes(1440) > one.start);
            let there: Vec<_> = before.filter(|other| other.end > one.start).collect();
            let tables: Vec<_> = there.iter().flat_map(|other| &other.table_ids).collect();
            let distinct: BTreeSet<_> = tables.iter().collect();
            assert_eq!(tables.len(), distinct.len(), "{there:?}");
            let covers = |other: &Placement| u32::from(other.attendees.get());
            let seated: u32 = there.iter().map(|other| covers(other)).sum();
            let starting = there.iter().filter(|other| other.start == one.start);
            let starting: u32 = starting.map(|other| covers(other)).sum();
            assert!(PLAN.limits().seated.is_none_or(|limit| seated <= limit));
            assert!(PLAN.limits().starting.is_none_or(|limit| starting <= limit));
        }
    }
}

#[test]
fn a_reservation_lies_ahead_and_was_made_in_the_past() {
    for first in FIRST_STARTS.iter() {
        let (today, made) = (first.today, &first.made);
        assert!((400..3000).contains(&made.len()), "{today}: {}", made.len());
        assert!(made.is_sorted_by_key(|one| one.made_at));
        for one in made {
            assert!(one.made_at < first.now());
            let ahead = one.request.day.since(today);
            assert!((0..=i64::from(PLAN.horizon_days())).contains(&ahead));
            assert!(status::holds_tables(one.placement.status));
            assert_ne!(one.placement.status, Status::PaymentPending);
        }
    }
}

#[test]
fn some_guests_wait_for_an_answer_and_some_have_said_again_that_they_come() {
    for first in FIRST_STARTS.iter() {
        let has = |status: Status| first.made.iter().any(|one| one.placement.status == status);
        assert!(has(Status::Requested) && has(Status::Booked), "{}", first.today);
        let reconfirmed = |one: &&MadeUp| one.placement.status == Status::Reconfirmed;
        let mut soon = first.made.iter().filter(reconfirmed);
        assert!(soon.all(|one| one.request.day.since(first.today) <= 1));
    }
}

#[test]
fn made_up_guests_have_no_real_address() {
    for one in FIRST_STARTS.iter().flat_map(|first| &first.made) {
        let guest = &one.request.guest;
        assert_eq!(guest.phone, None);
        let email = guest.email.as_ref().unwrap();
        assert!(email.as_str().ends_with("@example.com"));
    }
}

#[test]
fn the_coming_saturday_is_booked_out_and_the_friday_before_is_nearly() {
    for first in FIRST_STARTS.iter() {
        let saturday = first.coming(Weekday::Sat);
        for party in 1..=8 {
            let dinner = first.slots("dinner", saturday, party);
            assert_eq!(full(&dinner), dinner.len(), "{party} on {saturday}");
        }
        let friday = first.slots("dinner", saturday.minus(1).unwrap(), 2);
        let popular = |slot: &&Slot| (1140..=1230).contains(&slot.minutes.get());
        assert_eq!(friday.iter().filter(popular).count(), 7);
        assert!(
            full(friday.iter().filter(popular)) >= 5,
            "the Friday before {saturday}"
        );
        assert!(full(&friday) < friday.len(), "the Friday before {saturday}");
    }
}

#[test]
fn most_of_the_next_brunch_is_gone() {
    for first in FIRST_STARTS.iter() {
        let sunday = first.coming(Weekday::Sun);
        let brunch = first.slots("brunch", sunday, 4);
        assert!(full(&brunch) * 2 > brunch.len(), "{sunday}");
    }
}

#[test]
fn every_week_a_couple_finds_a_table_for_dinner() {
    for first in FIRST_STARTS.iter() {
        for week in 0..u32::from(PLAN.horizon_days()) / 7 {
            let from = first.today.plus(week * 7).unwrap();
            let question = CalendarQuestion {
                experience_id: ExperienceId::parse("dinner").unwrap(),
                attendees: Attendees::parse(2).unwrap(),
                from,
                to: from.plus(6).unwrap(),
            };
            let days = calendar(&PLAN, &first.book, &DayRules::none(), first.now(), &question).unwrap();
            let open = days.iter().filter(|one| one.status == DayStatus::Open).count();
            assert!(open >= 2, "{open} days are open in the week of {from}");
        }
    }
}
