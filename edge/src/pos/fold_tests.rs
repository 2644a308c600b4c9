//! Facts about what a till's notices do to what is kept of a reservation at it.

use proptest::prelude::*;
use shared::money::{Currency, Money};
use shared::time::Instant;

use super::*;
use crate::pos::fact::Addressee;
use crate::test_support::pos::{check_notice, notice, push_failed};

fn receipt_of(cents: i64) -> Fact {
    Fact::Receipt(Box::new(Receipt {
        number: None,
        covers: Some(2),
        closed_at: None,
        total: Money::new(cents, Currency::EUR).unwrap(),
        tax: None,
        tips: None,
        paid: None,
        lines: Vec::new(),
        taxes: Vec::new(),
        payments: Vec::new(),
    }))
}

fn status_of(notices: &[Notice]) -> Target {
    fold(notices).target(Status::Booked)
}

#[test]
fn a_close_without_an_open_implies_that_the_party_was_seated_ordered_and_paid() {
    let closed = check_notice("close", "c1", Some(3), CheckPhase::Closed);
    assert_eq!(status_of(std::slice::from_ref(&closed)), Target::Is(Status::Paid));
    let opened = check_notice("open", "c1", Some(1), CheckPhase::Opened);
    assert_eq!(status_of(&[closed, opened]), Target::Is(Status::Paid));
    assert_eq!(
        steps(Status::Booked, Status::Paid),
        Some(vec![Status::Seated, Status::Paid])
    );
}

#[test]
fn a_cancelled_check_undoes_its_own_facts_alone() {
    let opened = check_notice("open", "c1", Some(1), CheckPhase::Opened);
    let ordered = check_notice("update", "c1", Some(2), CheckPhase::Ordered);
    let cancelled = check_notice("cancel", "c1", Some(3), CheckPhase::Cancelled);
    let all = [opened, ordered, cancelled];
    for base in [
        Status::Unconfirmed,
        Status::Booked,
        Status::Arrived,
        Status::Seated,
    ] {
        assert_eq!(fold(&all).target(base), Target::Is(base), "{base:?}");
    }
    let by_hand = notice("hand", Fact::Step(Status::Arrived));
    let with_hand = [all.as_slice(), &[by_hand]].concat();
    assert_eq!(status_of(&with_hand), Target::Is(Status::Arrived));
    let other = check_notice("other", "c2", Some(1), CheckPhase::Opened);
    let with_other = [all.as_slice(), &[other]].concat();
    assert_eq!(status_of(&with_other), Target::Is(Status::Seated));
}

#[test]
fn a_check_that_goes_on_after_its_cancellation_counts() {
    let cancelled = check_notice("cancel", "c1", Some(3), CheckPhase::Cancelled);
    let again = check_notice("again", "c1", Some(4), CheckPhase::Opened);
    assert_eq!(status_of(&[again, cancelled.clone()]), Target::Is(Status::Seated));
    // Without a count and a time nothing is known to be later.
    let timeless = check_notice("timeless", "c1", None, CheckPhase::Opened);
    assert_eq!(status_of(&[timeless, cancelled]), Target::Is(Status::Booked));
}

#[test]
fn the_receipt_of_a_cancelled_check_is_none() {
    let closed = Notice {
        facts: vec![Fact::Check(CheckPhase::Closed), receipt_of(4_500)],
        ..check_notice("close", "c1", Some(1), CheckPhase::Closed)
    };
    assert_eq!(fold([&closed]).receipts.len(), 1);
    let cancelled = check_notice("cancel", "c1", Some(2), CheckPhase::Cancelled);
    assert!(fold([&closed, &cancelled]).receipts.is_empty());
}

#[test]
fn a_party_has_paid_once_all_its_checks_are_closed() {
    let first = check_notice("a", "c1", Some(1), CheckPhase::Closed);
    let second = check_notice("b", "c2", Some(1), CheckPhase::Opened);
    let closed = check_notice("c", "c2", Some(2), CheckPhase::Closed);
    assert_eq!(
        status_of(&[first.clone(), second.clone()]),
        Target::Is(Status::Ordered)
    );
    assert_eq!(status_of(&[first, second, closed]), Target::Is(Status::Paid));
}

#[test]
fn a_failed_push_undoes_no_fact() {
    let opened = check_notice("open", "c1", Some(1), CheckPhase::Opened);
    let failed = Notice {
        check: Some("c1".to_owned()),
        order: Some(9),
        ..notice("failed", push_failed("INTERNAL_ERROR"))
    };
    assert_eq!(fold([&opened, &failed]), fold([&opened]));
}

#[test]
fn a_party_that_came_is_neither_cancelled_nor_a_no_show() {
    for ended in [Status::Cancelled, Status::NoShow] {
        let step = notice("step", Fact::Step(ended));
        assert_eq!(status_of(std::slice::from_ref(&step)), Target::Is(ended));
        let opened = check_notice("open", "c1", Some(1), CheckPhase::Opened);
        assert_eq!(status_of(&[step, opened]), Target::Is(Status::Seated));
    }
}

#[test]
fn notices_about_ended_or_unconfirmed_reservations_wait_for_staff() {
    let opened = check_notice("open", "c1", Some(1), CheckPhase::Opened);
    for base in [
        Status::Cancelled,
        Status::NoShow,
        Status::Declined,
        Status::Voided,
    ] {
        assert_eq!(fold([&opened]).target(base), Target::Over, "{base:?}");
        assert_eq!(Folded::default().target(base), Target::Is(base), "{base:?}");
    }
    for base in [Status::Requested, Status::PaymentPending] {
        assert_eq!(fold([&opened]).target(base), Target::NotCertain, "{base:?}");
    }
    assert_eq!(
        fold([&opened]).target(Status::Finished),
        Target::Is(Status::Finished)
    );
}

#[test]
fn every_way_between_the_statuses_of_an_evening_is_made_of_allowed_steps() {
    let evening = [
        Status::Unconfirmed,
        Status::Booked,
        Status::Reconfirmed,
        Status::Arrived,
        Status::Seated,
        Status::Ordered,
        Status::Paid,
    ];
    for from in evening {
        for to in evening.into_iter().filter(|to| rank(*to).is_some()) {
            let way = steps(from, to).unwrap_or_else(|| panic!("{from:?} to {to:?}"));
            let mut here = from;
            for status in way {
                assert_eq!(step(here, status), Ok(status), "{from:?} to {to:?}");
                here = status;
            }
            assert_eq!(here, to);
        }
    }
    assert_eq!(
        steps(Status::Seated, Status::Reconfirmed),
        Some(vec![Status::Arrived, Status::Booked])
    );
    assert_eq!(steps(Status::Cancelled, Status::Seated), None);
    assert_eq!(
        steps(Status::Seated, Status::NoShow),
        Some(vec![Status::Arrived, Status::Booked, Status::NoShow])
    );
}

#[test]
fn the_tables_are_those_that_the_till_names_last() {
    let tables = |id: &str, order: u64, name: &str| Notice {
        order: Some(order),
        ..notice(
            id,
            Fact::Tables {
                names: vec![name.to_owned()],
                covers: None,
            },
        )
    };
    let (first, second) = (tables("z", 1, "5"), tables("a", 2, "6"));
    assert_eq!(fold([&second, &first]).tables, Some(vec!["6".to_owned()]));
    // Each check has a count of its own, and a change by hand has none: their times are compared.
    let at = |seconds: i64, notice: &Notice| Notice {
        at: Some(Instant::from_unix(seconds)),
        ..notice.clone()
    };
    let by_hand = Notice {
        order: None,
        ..tables("b", 0, "7")
    };
    for (other, last) in [(tables("c", 1, "8"), "8"), (by_hand, "7")] {
        let both = [at(200, &other), at(100, &tables("d", 9, "9"))];
        assert_eq!(fold(&both).tables, Some(vec![last.to_owned()]));
    }
}

fn phase() -> impl Strategy<Value = CheckPhase> {
    prop::sample::select(vec![
        CheckPhase::Opened,
        CheckPhase::Ordered,
        CheckPhase::Closed,
        CheckPhase::Cancelled,
    ])
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        4 => phase().prop_map(Fact::Check),
        2 => prop::sample::select(Status::ALL).prop_map(Fact::Step),
        1 => Just(Fact::Accepted),
        1 => (1_i64..100_000).prop_map(receipt_of),
        1 => ("[1-9]", prop::option::of(1_u16..20)).prop_map(|(name, covers)| Fact::Tables {
            names: vec![name],
            covers,
        }),
        1 => "[a-c]".prop_map(Fact::InService),
        1 => Just(push_failed("INTERNAL_ERROR")),
    ]
}

/// Notices with ids of their own, of up to three checks.
fn notices() -> impl Strategy<Value = Vec<Notice>> {
    let one = (
        prop::option::of("[abc]"),
        prop::option::of(0_u64..6),
        prop::option::of(0_i64..6),
        prop::collection::vec(fact(), 1..3),
    );
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(number, (check, order, at, facts))| Notice {
                to: Addressee::default(),
                check,
                order,
                at: at.map(Instant::from_unix),
                facts,
                ..notice(&format!("n{number}"), Fact::Accepted)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn any_order_and_any_repetition_gives_the_same(
        (all, shuffled) in notices().prop_flat_map(|all| {
            let twice = [all.as_slice(), all.as_slice()].concat();
            (Just(all), Just(twice).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(fold(&all), fold(&shuffled));
    }

    #[test]
    fn without_cancellations_a_party_never_goes_back(all in notices(), more in notices()) {
        let known: Vec<&Notice> = all.iter().filter(|notice| !is_cancelling(notice)).collect();
        // A second check that is still open takes `paid` back to `ordered`: those of one check are compared.
        let of_one = |notice: &&Notice| notice.check.as_deref() == Some("a");
        let renamed: Vec<Notice> = more
            .into_iter()
            .map(|more| Notice {
                id: notice(&format!("more-{}", more.id.as_str()), Fact::Accepted).id,
                ..more
            })
            .collect();
        let known: Vec<&Notice> = known.into_iter().filter(of_one).collect();
        let later: Vec<&Notice> = renamed
            .iter()
            .filter(|notice| !is_cancelling(notice))
            .filter(of_one)
            .collect();
        let before = fold(known.iter().copied()).progress;
        let after = fold(known.iter().copied().chain(later)).progress;
        prop_assert!(before.and_then(rank) <= after.and_then(rank), "{:?} then {:?}", before, after);
    }

    #[test]
    fn every_target_can_be_reached(all in notices(), base in prop::sample::select(Status::ALL)) {
        if let Target::Is(to) = fold(&all).target(base) {
            prop_assert!(steps(base, to).is_some(), "{:?} to {:?}", base, to);
        }
    }
}

#[test]
fn a_push_has_failed_until_a_newer_notice_shows_that_the_till_has_it() {
    let at = |id: &str, order: u64, fact: Fact| Notice {
        order: Some(order),
        ..notice(id, fact)
    };
    let failed = at("failed", 2, push_failed("CODE"));
    assert!(!has_push_failed(&[]));
    assert!(has_push_failed(std::slice::from_ref(&failed)));
    let accepted = at("accepted", 1, Fact::Accepted);
    assert!(has_push_failed(&[failed.clone(), accepted.clone()]));
    // What the till says of the table is about no push.
    let table = at("table", 3, Fact::InService("dessert".to_owned()));
    assert!(has_push_failed(&[table, failed.clone(), accepted]));
    for fact in [Fact::Accepted, Fact::Check(CheckPhase::Opened), receipt_of(100)] {
        let later = at("later", 3, fact);
        assert!(!has_push_failed(&[later.clone(), failed.clone()]));
        assert!(!has_push_failed(&[failed.clone(), later]));
    }
}
