//! Facts about taps on their way, with a venue that answers as the real one does.

use proptest::prelude::*;

use super::super::test_support::{evening_at, reservation, with_status};
use super::*;

/// A venue with one reservation, which counts the writes.
struct ScriptedVenue {
    one: ReservationForStaff,
    writes: u32,
}

impl ScriptedVenue {
    fn new() -> Self {
        Self {
            one: reservation("r1", 1_140, 2),
            writes: 0,
        }
    }

    fn write(&mut self, to: Status) {
        self.one.status = to;
        self.one.sequence += 1;
        self.writes += 1;
    }

    fn has(&self, change: &TapChange) -> bool {
        match change {
            TapChange::Move(place) => (place.minutes, &place.tables) == (self.one.minutes, &self.one.tables),
            step => step.status() == Some(self.one.status),
        }
    }

    /// The answer to a tap.
    fn take(&mut self, tap: &SentTap) -> TapOutcome {
        if tap.sequence != self.one.sequence {
            return if self.has(&tap.change) {
                TapOutcome::Done(Box::new(self.one.clone()))
            } else {
                TapOutcome::Changed
            };
        }
        let status = self.one.status;
        match &tap.change {
            TapChange::Move(_) if status.is_final() => return TapOutcome::Refused,
            TapChange::Move(place) => {
                self.one.minutes = place.minutes;
                self.one.tables.clone_from(&place.tables);
                self.write(status);
            }
            step => match step.status().filter(|to| status.successors().contains(to)) {
                Some(to) => self.write(to),
                None => return TapOutcome::Refused,
            },
        }
        TapOutcome::Done(Box::new(self.one.clone()))
    }
}

#[test]
fn a_tap_is_shown_at_once_and_sent_once() {
    let (mut taps, one) = (Taps::default(), reservation("r1", 1_140, 2));
    assert!(taps.tap(&one, Status::Arrived, evening_at(1_140)));
    assert_eq!(
        (taps.status(&one), taps.is_waiting(&one.id)),
        (Status::Arrived, true)
    );
    let sent = taps.send(evening_at(1_140));
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (&sent[0].change, sent[0].sequence),
        (&TapChange::Status(Status::Arrived), 1)
    );
    assert_eq!(taps.send(evening_at(1_140)), Vec::new());
}

#[test]
fn a_step_that_the_status_does_not_allow_is_not_taken() {
    let (mut taps, one) = (Taps::default(), reservation("r1", 1_140, 2));
    assert!(!taps.tap(&one, Status::Paid, evening_at(1_140)));
    assert!(taps.is_empty());
}

#[test]
fn taps_of_one_reservation_go_one_after_the_other_and_those_of_others_beside_them() {
    let mut taps = Taps::default();
    let (one, other) = (reservation("r1", 1_140, 2), reservation("r2", 1_140, 2));
    let now = evening_at(1_140);
    taps.tap(&one, Status::Arrived, now);
    taps.tap(&one, Status::Seated, now);
    taps.tap(&other, Status::Arrived, now);
    let sent = taps.send(now);
    let ids: Vec<_> = sent.iter().map(|tap| tap.reservation.as_str()).collect();
    assert_eq!(ids, ["r1", "r2"]);
    let mut done = with_status(one.clone(), Status::Arrived);
    done.sequence = 2;
    assert_eq!(taps.answered(sent[0].id, &TapOutcome::Done(Box::new(done))), None);
    let next = taps.send(now);
    assert_eq!(
        (next.len(), &next[0].change, next[0].sequence),
        (1, &TapChange::Status(Status::Seated), 2)
    );
}

#[test]
fn taps_without_a_connection_are_sent_when_it_is_back() {
    let (mut taps, mut venue) = (Taps::default(), ScriptedVenue::new());
    let now = evening_at(1_140);
    taps.tap(&venue.one.clone(), Status::Arrived, now);
    let sent = taps.send(now).remove(0);
    // The venue carries it out, and the answer is lost.
    venue.take(&sent);
    assert_eq!(taps.answered(sent.id, &TapOutcome::Lost), None);
    let again = taps.send(now).remove(0);
    assert_eq!(again.sequence, sent.sequence);
    let outcome = venue.take(&again);
    assert_eq!(taps.answered(again.id, &outcome), None);
    assert_eq!((venue.writes, taps.len()), (1, 0));
}

#[test]
fn a_step_of_another_device_before_ours_is_reported() {
    let (mut taps, mut venue) = (Taps::default(), ScriptedVenue::new());
    let (seen, now) = (venue.one.clone(), evening_at(1_140));
    taps.tap(&seen, Status::Arrived, now);
    taps.tap(&seen, Status::Seated, now);
    venue.write(Status::Cancelled);
    let sent = taps.send(now).remove(0);
    let conflict = taps.answered(sent.id, &venue.take(&sent)).unwrap();
    // The step after it, which was never sent, is named too.
    let wanted = [Status::Arrived, Status::Seated].map(TapChange::Status);
    assert_eq!(
        (conflict.kind, conflict.wanted),
        (ConflictKind::Changed, wanted.to_vec())
    );
    assert_eq!(conflict.number, "R-000001");
    assert_eq!((taps.len(), taps.status(&venue.one)), (0, Status::Cancelled));
}

#[test]
fn a_step_without_a_way_back_is_held_until_it_cannot_be_undone_any_more() {
    let (mut taps, one) = (Taps::default(), reservation("r1", 1_140, 2));
    let now = evening_at(1_140);
    taps.tap(&one, Status::NoShow, now);
    assert_eq!(taps.send(now), Vec::new());
    assert_eq!(taps.undoable().map(ReservationId::as_str), Some("r1"));
    assert_eq!(taps.send(now.plus_seconds(HOLD_SECONDS)).len(), 1);
    assert_eq!(taps.undoable(), None);
    assert!(!taps.undo(&one));
}

#[test]
fn a_no_show_that_was_reported_without_a_charge_is_charged_later_and_once() {
    let mut taps = Taps::default();
    let one = with_status(reservation("r1", 1_140, 2), Status::NoShow);
    let now = evening_at(1_200);
    assert!(taps.charge_no_show(&one, now));
    assert!(!taps.charge_no_show(&one, now));
    assert_eq!(taps.send(now), Vec::new());
    let sent = taps.send(now.plus_seconds(HOLD_SECONDS));
    let changes: Vec<_> = sent.into_iter().map(|tap| tap.change).collect();
    assert_eq!(changes, [TapChange::ChargedNoShow]);
    assert_eq!(taps.status(&one), Status::NoShow);
}

#[test]
fn a_tap_that_was_not_sent_is_undone_by_leaving_it_out() {
    let (mut taps, one) = (Taps::default(), reservation("r1", 1_140, 2));
    taps.tap(&one, Status::NoShow, evening_at(1_140));
    assert!(taps.undo(&one));
    assert_eq!((taps.len(), taps.status(&one)), (0, Status::Booked));
}

#[test]
fn undoing_a_tap_whose_answer_was_lost_reaches_the_venue() {
    let (mut taps, mut venue) = (Taps::default(), ScriptedVenue::new());
    let (seen, now) = (venue.one.clone(), evening_at(1_140));
    taps.tap(&seen, Status::Arrived, now);
    let sent = taps.send(now).remove(0);
    // The venue carries it out, and the answer is lost.
    venue.take(&sent);
    taps.answered(sent.id, &TapOutcome::Lost);
    assert!(taps.undo(&seen));
    assert_eq!(taps.status(&seen), Status::Booked);
    while let Some(sent) = taps.send(now).pop() {
        let outcome = venue.take(&sent);
        assert_eq!(taps.answered(sent.id, &outcome), None);
    }
    assert_eq!((venue.one.status, taps.len()), (Status::Booked, 0));
}

#[test]
fn a_tap_that_was_carried_out_is_undone_by_the_steps_back() {
    let (mut taps, mut venue) = (Taps::default(), ScriptedVenue::new());
    let now = evening_at(1_140);
    taps.tap(&venue.one.clone(), Status::Seated, now);
    let sent = taps.send(now).remove(0);
    taps.answered(sent.id, &venue.take(&sent));
    assert!(taps.undo(&venue.one.clone()));
    assert_eq!(taps.status(&venue.one), Status::Booked);
    while let Some(sent) = taps.send(now).pop() {
        taps.answered(sent.id, &venue.take(&sent));
    }
    assert_eq!((venue.one.status, taps.len()), (Status::Booked, 0));
}

fn place(minutes: i64, table: &str) -> Placement {
    Placement {
        minutes: Minutes::parse(minutes).unwrap(),
        tables: vec![AssignedTable {
            id: shared::id::TableId::parse(table).unwrap(),
            name: table.to_uppercase(),
        }],
    }
}

#[test]
fn a_party_is_shown_at_its_new_table_at_once_and_moved_back_by_undoing() {
    let (mut taps, mut venue) = (Taps::default(), ScriptedVenue::new());
    let now = evening_at(1_140);
    assert!(taps.move_to(&venue.one.clone(), place(1_155, "w2")));
    let (minutes, tables) = taps.placement(&venue.one);
    assert_eq!((minutes.get(), tables[0].name.as_str()), (1_155, "W2"));
    let sent = taps.send(now).remove(0);
    taps.answered(sent.id, &venue.take(&sent));
    assert_eq!(venue.one.minutes.get(), 1_155);
    assert!(taps.undo(&venue.one.clone()));
    let sent = taps.send(now).remove(0);
    taps.answered(sent.id, &venue.take(&sent));
    assert_eq!(
        (venue.one.minutes.get(), venue.one.tables[0].id.as_str()),
        (1_140, "w1")
    );
}

#[test]
fn a_move_to_the_same_place_and_a_move_of_a_departed_party_are_refused() {
    let (mut taps, one) = (Taps::default(), reservation("r1", 1_140, 2));
    assert!(!taps.move_to(&one, place(1_140, "w1")));
    let left = with_status(one, Status::Finished);
    assert!(!taps.move_to(&left, place(1_155, "w1")));
    assert!(taps.is_empty());
}

#[test]
fn a_move_whose_answer_was_lost_is_no_conflict() {
    let (mut taps, mut venue) = (Taps::default(), ScriptedVenue::new());
    let now = evening_at(1_140);
    taps.move_to(&venue.one.clone(), place(1_155, "w2"));
    let sent = taps.send(now).remove(0);
    venue.take(&sent);
    taps.answered(sent.id, &TapOutcome::Lost);
    let again = taps.send(now).remove(0);
    assert_eq!(taps.answered(again.id, &venue.take(&again)), None);
    assert_eq!((venue.writes, taps.len()), (1, 0));
}

/// A happening at a device, its line or its venue.
#[derive(Clone, Debug)]
enum Happening {
    Tap(Status),
    Move(i64),
    Undo,
    /// The taps are sent, and their answers come or are lost.
    Send {
        is_answered: bool,
        is_received: bool,
    },
    /// Another device takes a step.
    Other(Status),
    Wait,
}

fn happening() -> impl Strategy<Value = Happening> {
    let status = || prop::sample::select(Status::ALL);
    prop_oneof![
        4 => status().prop_map(Happening::Tap),
        1 => (1_080i64..1_300).prop_map(Happening::Move),
        1 => Just(Happening::Undo),
        4 => any::<(bool, bool)>().prop_map(|(is_answered, is_received)| Happening::Send { is_answered, is_received }),
        1 => status().prop_map(Happening::Other),
        1 => Just(Happening::Wait),
    ]
}

proptest! {
    #[test]
    fn no_tap_is_carried_out_twice_and_the_page_ends_with_what_the_venue_has(
        story in prop::collection::vec(happening(), 0..60),
    ) {
        let (mut taps, mut venue, mut now) = (Taps::default(), ScriptedVenue::new(), evening_at(1_140));
        let mut seen = venue.one.clone();
        // The writes that taps may cause at most: one each, and the steps back of an undo.
        let (mut most, mut others) = (0, 0);
        for happening in story {
            match happening {
                Happening::Tap(to) => most += u32::from(taps.tap(&seen, to, now)),
                Happening::Move(minutes) => most += u32::from(taps.move_to(&seen, place(minutes, "w2"))),
                Happening::Undo => {
                    let before = taps.len();
                    taps.undo(&seen);
                    most += u32::try_from(taps.len().saturating_sub(before)).unwrap();
                }
                Happening::Send { is_answered, is_received } => {
                    for sent in taps.send(now) {
                        let outcome = if is_received { venue.take(&sent) } else { TapOutcome::Lost };
                        let outcome = if is_answered { outcome } else { TapOutcome::Lost };
                        if let TapOutcome::Done(one) = &outcome {
                            seen = (**one).clone();
                        }
                        if taps.answered(sent.id, &outcome).is_some() {
                            seen = venue.one.clone();
                        }
                    }
                }
                Happening::Other(to) => {
                    if venue.one.status.successors().contains(&to) {
                        venue.write(to);
                        others += 1;
                    }
                }
                Happening::Wait => now = now.plus_seconds(HOLD_SECONDS),
            }
        }
        now = now.plus_seconds(HOLD_SECONDS);
        while !taps.is_empty() {
            for sent in taps.send(now) {
                let outcome = venue.take(&sent);
                taps.answered(sent.id, &outcome);
            }
        }
        prop_assert!(venue.writes <= most + others, "{} > {} + {}", venue.writes, most, others);
        prop_assert_eq!(taps.status(&venue.one), venue.one.status);
        prop_assert_eq!(taps.placement(&venue.one).0, venue.one.minutes);
    }
}
