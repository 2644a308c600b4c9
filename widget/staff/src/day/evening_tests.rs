//! Facts about an evening that is followed by several devices.

use proptest::prelude::*;
use serde_json::json;
use shared::change::{ChangeAction, ChangeKind, VenueChange};

use super::super::test_support::{day, evening_at, evening_of, evening_with, reservation, with_status};
use super::*;

const DEVICE: i64 = 1_080;

fn opened(reservations: Vec<ReservationForStaff>) -> Evening {
    let mut evening = Evening::default();
    evening.took_day(evening_of(reservations), evening_at(DEVICE));
    evening
}

fn id(text: &str) -> ReservationId {
    ReservationId::parse(text).unwrap()
}

fn ids(evening: &Evening) -> Vec<String> {
    let day = evening.day().unwrap();
    day.reservations.iter().map(|one| one.id.to_string()).collect()
}

fn newer(mut one: ReservationForStaff, sequence: u32) -> ReservationForStaff {
    one.sequence = sequence;
    one
}

#[test]
fn a_reservation_that_was_made_elsewhere_stands_at_its_time() {
    let mut evening = opened(vec![reservation("r1", 1_140, 2), reservation("r3", 1_200, 2)]);
    evening.took_reservation(reservation("r2", 1_155, 4));
    assert_eq!(ids(&evening), ["r1", "r2", "r3"]);
}

#[test]
fn a_reservation_that_was_moved_to_another_day_leaves_this_one() {
    let mut evening = opened(vec![reservation("r1", 1_140, 2)]);
    let mut moved = newer(reservation("r1", 1_140, 2), 2);
    moved.day = day("2026-11-28");
    evening.took_reservation(moved);
    assert_eq!(ids(&evening), Vec::<String>::new());
}

#[test]
fn an_older_answer_does_not_replace_a_newer_one() {
    let mut evening = opened(vec![newer(reservation("r1", 1_140, 2), 3)]);
    evening.took_reservation(with_status(
        newer(reservation("r1", 1_140, 2), 2),
        Status::Cancelled,
    ));
    assert_eq!(evening.day().unwrap().reservations[0].status, Status::Booked);
    let old = evening_of(vec![with_status(reservation("r1", 1_140, 2), Status::Cancelled)]);
    evening.took_day(old, evening_at(DEVICE));
    assert_eq!(evening.day().unwrap().reservations[0].status, Status::Booked);
}

#[test]
fn changes_that_arrive_during_the_read_of_an_older_day_are_kept() {
    let mut evening = opened(Vec::new());
    let change = VenueChange {
        cursor: PagePosition(9),
        at: evening_at(DEVICE),
        kind: ChangeKind::Reservation,
        action: ChangeAction::Created,
        id: "r1".to_owned(),
        revision: Some(0),
        fields: Vec::new(),
    };
    let cursor = change.cursor;
    let changes = vec![change];
    let readings = evening.received(&StreamMessage::Changes { changes, cursor });
    assert_eq!(readings, [Reading::Reservation(id("r1"))]);
    evening.took_reservation(reservation("r1", 1_140, 2));
    evening.took_day(evening_of(Vec::new()), evening_at(DEVICE));
    assert_eq!(
        (ids(&evening), evening.cursor()),
        (vec!["r1".to_owned()], Some(PagePosition(9)))
    );
    // A day of now has what there is.
    evening.took_day(
        evening_with(Vec::new(), json!({ "cursor": 12 })),
        evening_at(DEVICE),
    );
    assert_eq!(ids(&evening), Vec::<String>::new());
}

#[test]
fn the_answer_of_a_day_that_is_not_wanted_any_more_is_left_out() {
    let mut evening = opened(vec![reservation("r1", 1_140, 2)]);
    evening.show(Some(day("2026-11-28")));
    assert_eq!(evening.day(), None);
    evening.took_day(evening_of(Vec::new()), evening_at(DEVICE));
    assert_eq!(evening.day(), None);
    evening.took_day(
        evening_with(Vec::new(), json!({ "day": "2026-11-28" })),
        evening_at(DEVICE),
    );
    assert!(evening.day().is_some());
}

#[test]
fn a_time_has_the_covers_of_its_quarter_of_an_hour() {
    let evening = opened(vec![reservation("r1", 1_140, 4), reservation("r2", 1_155, 2)]);
    let seated = |minutes| {
        let quarter = evening.quarter_at(Minutes::parse(minutes).unwrap());
        quarter.map(|quarter| (quarter.minutes, quarter.seated))
    };
    assert_eq!(seated(1_140), Some((1_140, 4)));
    assert_eq!(seated(1_160), Some((1_155, 6)));
    assert_eq!(seated(60), None);
}

#[test]
fn a_day_to_come_is_neither_tonight_nor_over() {
    let mut evening = opened(Vec::new());
    assert!(evening.is_tonight() && !evening.is_ahead());
    evening.show(Some(day("2026-11-28")));
    evening.took_day(
        evening_with(Vec::new(), json!({ "day": "2026-11-28" })),
        evening_at(DEVICE),
    );
    assert!(!evening.is_tonight() && evening.is_ahead());
}

#[test]
fn a_conflicting_tap_is_reported_and_its_reservation_is_read_again() {
    let mut evening = opened(vec![reservation("r1", 1_140, 2)]);
    assert!(evening.tap(&id("r1"), Status::Arrived, evening_at(DEVICE)));
    let sent = evening.send(evening_at(DEVICE)).remove(0);
    let reading = evening.answered(&sent, TapOutcome::Changed);
    assert_eq!(reading, Some(Reading::Reservation(id("r1"))));
    assert_eq!(evening.conflicts().len(), 1);
    evening.dismiss_conflicts();
    assert_eq!((evening.conflicts().len(), evening.waiting()), (0, 0));
}

#[test]
fn an_answered_tap_shows_what_the_venue_has() {
    let mut evening = opened(vec![reservation("r1", 1_140, 2)]);
    evening.tap(&id("r1"), Status::Arrived, evening_at(DEVICE));
    assert_eq!(
        evening.undoable(evening_at(DEVICE)).map(|row| row.status),
        Some(Status::Arrived)
    );
    let sent = evening.send(evening_at(DEVICE)).remove(0);
    let done = newer(with_status(reservation("r1", 1_140, 2), Status::Arrived), 2);
    assert_eq!(evening.answered(&sent, TapOutcome::Done(Box::new(done))), None);
    let row = evening.row(&id("r1"), evening_at(DEVICE)).unwrap();
    assert_eq!((row.status, row.is_waiting), (Status::Arrived, false));
    assert!(evening.undo(&id("r1")));
    assert_eq!(
        evening.row(&id("r1"), evening_at(DEVICE)).map(|row| row.status),
        Some(Status::Booked)
    );
}

proptest! {
    #[test]
    fn in_any_order_of_answers_the_newest_of_each_reservation_stands(
        answers in prop::collection::vec((0u32..6, 1u32..9), 1..60),
    ) {
        let mut evening = opened(Vec::new());
        for (number, sequence) in &answers {
            let one = reservation(&format!("r{number}"), 1_140, 2);
            evening.took_reservation(newer(one, *sequence));
        }
        for one in &evening.day().unwrap().reservations {
            let of_it = answers.iter().filter(|(number, _)| format!("r{number}") == one.id.as_str());
            prop_assert_eq!(of_it.map(|(_, sequence)| *sequence).max(), Some(one.sequence));
        }
        let sorted = ids(&evening);
        prop_assert!(sorted.is_sorted());
    }
}
