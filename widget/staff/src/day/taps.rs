//! The taps that are on their way to the venue: kept while the connection is lost, sent in order and carried out once, and taken
//! back while they can be.
//!
//! A tap is sent with the sequence of the reservation that its device has seen, and the venue carries it out only while that
//! is the reservation's: so one that is sent again, because its answer was lost, has no second effect, and one after the step
//! of another device is refused. The next tap of the same reservation waits for the answer, which has its sequence.

use shared::id::ReservationId;
use shared::reservation::Status;
use shared::staff_day::{AssignedTable, ReservationForStaff};
use shared::time::{Instant, Minutes};

use super::steps::way_back;

/// How long a step that cannot be undone is held before it is sent, in seconds. Until then it is taken back by leaving it out.
pub const HOLD_SECONDS: i64 = 6;

/// The time and the tables of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The time: minutes after the day's midnight.
    pub minutes: Minutes,
    /// The tables.
    pub tables: Vec<AssignedTable>,
}

/// A change of a reservation by one tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TapChange {
    /// Another status.
    Status(Status),
    /// A no-show for which the stored card is charged. The venue charges a card once, however often it is asked.
    ChargedNoShow,
    /// Another time or other tables.
    Move(Placement),
}

impl TapChange {
    /// The status that the reservation has after it, if it is another one.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        match self {
            Self::Status(status) => Some(*status),
            Self::ChargedNoShow => Some(Status::NoShow),
            Self::Move(_) => None,
        }
    }
}

/// A tap.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tap {
    id: u32,
    reservation: ReservationId,
    number: String,
    change: TapChange,
    /// The sequence of the reservation before it; none while an earlier tap of the same reservation is on its way.
    sequence: Option<u32>,
    /// Until when it is held.
    held_until: Option<Instant>,
    /// Whether its answer is awaited.
    is_sent: bool,
    /// Whether it was sent before: the venue may have carried it out although no answer came.
    was_sent: bool,
}

/// A tap to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentTap {
    /// Its number, with which its outcome is reported.
    pub id: u32,
    /// The reservation.
    pub reservation: ReservationId,
    /// The change.
    pub change: TapChange,
    /// The sequence of the reservation before it.
    pub sequence: u32,
}

/// The outcome of sending a tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TapOutcome {
    /// The venue has carried it out, now or when it was sent before: the reservation as it is.
    Done(Box<ReservationForStaff>),
    /// The reservation was written by another device since.
    Changed,
    /// The reservation's status does not allow it, or something else is against it.
    Refused,
    /// No answer came, or the venue cannot answer at present: it is sent again.
    Lost,
    /// The session is over: it is sent again, and counts once the person has signed in.
    SignedOut,
}

/// Why a tap was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// Another device has changed the reservation first.
    Changed,
    /// The venue has refused it.
    Refused,
}

/// A tap that was not carried out, for staff to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The reservation.
    pub reservation: ReservationId,
    /// Its number.
    pub number: String,
    /// The changes that were wanted, in the order in which they were tapped: the first was not carried out, and those after it
    /// were not sent.
    pub wanted: Vec<TapChange>,
    /// The reason.
    pub kind: ConflictKind,
}

/// The taps that are on their way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taps {
    waiting: Vec<Tap>,
    last_id: u32,
    /// The last change, as long as it can be undone: its reservation, and the status or the place before it.
    undoable: Option<(ReservationId, TapChange)>,
}

impl Taps {
    /// The status of a reservation after its taps.
    #[must_use]
    pub fn status(&self, one: &ReservationForStaff) -> Status {
        let mut taps = self.of(&one.id).rev();
        taps.find_map(|tap| tap.change.status()).unwrap_or(one.status)
    }

    /// The time and the tables of a reservation after its taps.
    #[must_use]
    pub fn placement<'a>(&'a self, one: &'a ReservationForStaff) -> (Minutes, &'a [AssignedTable]) {
        let mut taps = self.of(&one.id).rev();
        let moved = taps.find_map(|tap| match &tap.change {
            TapChange::Move(to) => Some((to.minutes, to.tables.as_slice())),
            TapChange::Status(_) | TapChange::ChargedNoShow => None,
        });
        moved.unwrap_or((one.minutes, &one.tables))
    }

    /// Whether a reservation has taps that were not answered.
    #[must_use]
    pub fn is_waiting(&self, id: &ReservationId) -> bool {
        self.waiting.iter().any(|tap| tap.reservation == *id)
    }

    /// The number of taps that were not answered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether every tap was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes a tap: a step of a reservation as the venue last sent it. Whether it is one that the reservation's status, after
    /// the taps before, allows; else nothing is done.
    pub fn tap(&mut self, one: &ReservationForStaff, to: Status, now: Instant) -> bool {
        self.take(one, TapChange::Status(to), now)
    }

    /// Takes the report of a no-show for which the stored card is charged; else as [`Self::tap`]. One that was reported without
    /// the charge, as by a person who may not charge, is reported again.
    pub fn charge_no_show(&mut self, one: &ReservationForStaff, now: Instant) -> bool {
        if self.status(one) != Status::NoShow {
            return self.take(one, TapChange::ChargedNoShow, now);
        }
        if self.of(&one.id).any(|tap| tap.change == TapChange::ChargedNoShow) {
            return false;
        }
        self.push(
            one,
            TapChange::ChargedNoShow,
            Some(now.plus_seconds(HOLD_SECONDS)),
        );
        self.undoable = Some((one.id.clone(), TapChange::Status(Status::NoShow)));
        true
    }

    /// Takes the move of a party to another time or other tables. Whether it is a move, and of a party that still comes or is
    /// there; else nothing is done.
    pub fn move_to(&mut self, one: &ReservationForStaff, to: Placement) -> bool {
        let (minutes, tables) = self.placement(one);
        let before = Placement {
            minutes,
            tables: tables.to_vec(),
        };
        if to == before || to.tables.is_empty() || self.status(one).is_final() {
            return false;
        }
        self.push(one, TapChange::Move(to), None);
        self.undoable = Some((one.id.clone(), TapChange::Move(before)));
        true
    }

    fn take(&mut self, one: &ReservationForStaff, change: TapChange, now: Instant) -> bool {
        let from = self.status(one);
        let Some(to) = change.status().filter(|to| from.successors().contains(to)) else {
            return false;
        };
        let held_until = way_back(from, to)
            .is_none()
            .then(|| now.plus_seconds(HOLD_SECONDS));
        self.push(one, change, held_until);
        self.undoable = Some((one.id.clone(), TapChange::Status(from)));
        true
    }

    /// The reservation whose last change can be undone.
    #[must_use]
    pub fn undoable(&self) -> Option<&ReservationId> {
        self.undoable.as_ref().map(|(id, _)| id)
    }

    /// Undoes the last change of a reservation as the venue last sent it: a tap that was never sent is left out, and one that
    /// was, even without an answer, is followed by the steps or the move back. Whether there was such a change and a way back.
    pub fn undo(&mut self, one: &ReservationForStaff) -> bool {
        let Some((_, before)) = self.undoable.take_if(|(id, _)| *id == one.id) else {
            return false;
        };
        let last = self.waiting.iter().rposition(|tap| tap.reservation == one.id);
        if let Some(place) = last.filter(|place| !self.waiting[*place].was_sent) {
            self.waiting.remove(place);
            return true;
        }
        let back = match before.status() {
            None => vec![before],
            Some(from) => match way_back(from, self.status(one)) {
                Some(way) => way.into_iter().map(TapChange::Status).collect(),
                None => return false,
            },
        };
        for change in back {
            self.push(one, change, None);
        }
        true
    }

    /// The taps to send now, which count as sent from now on: of each reservation the first, unless it is held or is sent
    /// already.
    pub fn send(&mut self, now: Instant) -> Vec<SentTap> {
        let mut sent = Vec::new();
        let mut seen: Vec<ReservationId> = Vec::new();
        for tap in &mut self.waiting {
            if seen.contains(&tap.reservation) {
                continue;
            }
            seen.push(tap.reservation.clone());
            let is_held = tap.held_until.is_some_and(|until| now < until);
            let Some(sequence) = tap.sequence.filter(|_| !is_held && !tap.is_sent) else {
                continue;
            };
            tap.is_sent = true;
            tap.was_sent = true;
            if tap.held_until.is_some() {
                self.undoable.take_if(|(id, _)| *id == tap.reservation);
            }
            sent.push(SentTap {
                id: tap.id,
                reservation: tap.reservation.clone(),
                change: tap.change.clone(),
                sequence,
            });
        }
        sent
    }

    /// Takes the outcome of a tap. What was not carried out is left out with the taps of its reservation after it, and
    /// reported.
    pub fn answered(&mut self, id: u32, outcome: &TapOutcome) -> Option<Conflict> {
        let place = self.waiting.iter().position(|tap| tap.id == id)?;
        let kind = match outcome {
            TapOutcome::Lost | TapOutcome::SignedOut => {
                self.waiting[place].is_sent = false;
                return None;
            }
            TapOutcome::Done(answer) => {
                let done = self.waiting.remove(place);
                let next = self
                    .waiting
                    .iter_mut()
                    .find(|tap| tap.reservation == done.reservation);
                if let Some(next) = next {
                    next.sequence = Some(answer.sequence);
                }
                return None;
            }
            TapOutcome::Changed => ConflictKind::Changed,
            TapOutcome::Refused => ConflictKind::Refused,
        };
        let tap = self.waiting[place].clone();
        let wanted = self.of(&tap.reservation).map(|tap| tap.change.clone());
        let wanted: Vec<TapChange> = wanted.collect();
        self.waiting.retain(|other| other.reservation != tap.reservation);
        self.undoable.take_if(|(id, _)| *id == tap.reservation);
        Some(Conflict {
            reservation: tap.reservation,
            number: tap.number,
            wanted,
            kind,
        })
    }

    fn of<'a>(&'a self, id: &'a ReservationId) -> impl DoubleEndedIterator<Item = &'a Tap> {
        self.waiting.iter().filter(move |tap| tap.reservation == *id)
    }

    fn push(&mut self, one: &ReservationForStaff, change: TapChange, held_until: Option<Instant>) {
        self.last_id = self.last_id.wrapping_add(1);
        let sequence = (!self.is_waiting(&one.id)).then_some(one.sequence);
        self.waiting.push(Tap {
            id: self.last_id,
            reservation: one.id.clone(),
            number: one.number.clone(),
            change,
            sequence,
            held_until,
            is_sent: false,
            was_sent: false,
        });
    }
}

#[cfg(test)]
#[path = "taps_tests.rs"]
mod tests;
