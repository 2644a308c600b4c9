//! Compares the answers that guests were given with the system's books.

use std::collections::{BTreeMap, BTreeSet};

use edge::provider::status::is_final;
use shared::id::ReservationId;
use shared::reservation::{Reservation, ReservationRequest};
use shared::time::Day;
use shared::validation::{Email, Name};

use crate::system::Stored;
use crate::world::World;

/// A guest's answer to an attempt to book.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It is booked, as asked for.
    Made(Box<ReservationRequest>, Box<Reservation>),
    /// It cannot be booked: nothing was changed.
    No,
    /// It cannot be booked now: nothing was changed.
    NotNow,
    /// The key belongs to another request.
    Reused,
    /// The outcome is unknown yet.
    Unclear,
}

/// All answers.
#[derive(Debug, Default)]
pub struct Ledger {
    /// By attempt, in order. An attempt is known by its guest's last name.
    attempts: BTreeMap<String, Vec<Answer>>,
    /// The reservations that several steps were taken of at once, by id, and how their guests see them at the end.
    pub contended: BTreeMap<String, Option<Reservation>>,
}

impl Ledger {
    pub fn note(&mut self, name: &str, answer: Answer) {
        self.attempts.entry(name.to_owned()).or_default().push(answer);
    }

    /// The attempt, by its guest's name, that made the reservation of this id, and what was asked for.
    pub fn attempt_of(&self, id: &str) -> Option<(String, ReservationRequest)> {
        self.attempts.iter().find_map(|(name, answers)| {
            answers.iter().find_map(|answer| match answer {
                Answer::Made(request, made) if made.id.as_str() == id => {
                    Some((name.clone(), ReservationRequest::clone(request)))
                }
                _ => None,
            })
        })
    }

    /// The ids of reservations of a day that guests know of.
    pub fn confirmed_on(&self, day: Day) -> Vec<String> {
        let made = self
            .attempts
            .values()
            .flatten()
            .filter_map(|answer| match answer {
                Answer::Made(_, reservation) if reservation.day == day => Some(&reservation.id),
                _ => None,
            });
        let ids: BTreeSet<&str> = made.map(ReservationId::as_str).collect();
        ids.into_iter().map(str::to_owned).collect()
    }
}

/// The facts that all answers to an attempt share. The first may lack the experience's name, which a later one has.
fn facts<'a>(
    (request, made): (&'a ReservationRequest, &Reservation),
) -> (&'a ReservationRequest, Reservation) {
    let mut made = made.clone();
    made.experience.name = <_>::default();
    (request, made)
}

/// Compares the answers with the books, and counts.
pub fn check(world: &World) {
    let now = world.clock.since_epoch();
    let mut report = world.report.borrow_mut();
    for (group, what, number) in world.system.counts() {
        report.add(group, &what, number);
    }
    for fault in world.system.faults() {
        report.violation(format!("a request is turned down: {fault}"));
    }
    let all = world.system.reservations(now);
    let mut booked: BTreeMap<&str, Vec<&Stored>> = BTreeMap::new();
    for stored in &all {
        booked.entry(&stored.last_name).or_default().push(stored);
    }
    let ledger = world.ledger.borrow();
    for (name, answers) in &ledger.attempts {
        let there = booked.remove(name.as_str()).unwrap_or_default();
        let mut made: Vec<(&ReservationRequest, &Reservation)> = Vec::new();
        for one in answers {
            if let Answer::Made(request, reservation) = one {
                made.push((request, reservation));
            }
        }
        let id = made.first().map(|(_, reservation)| reservation.id.as_str());
        let is_contended = match id.and_then(|id| ledger.contended.get(id)) {
            Some(seen) => {
                report_ghosts(name, seen.as_ref(), &there, &mut |text| report.violation(text));
                true
            }
            None => false,
        };
        if there.len() > 1 && !is_contended {
            report.violation(format!("{name} is booked {} times", there.len()));
        }
        // One that was moved is followed by those in its place.
        let first_stored = there.first().filter(|stored| id.is_none_or(|id| stored.id == id));
        // That the key belongs to another request has no meaning for that one.
        let last = answers.iter().rfind(|one| !matches!(one, Answer::Reused));
        let outcome = match (made.first(), last, first_stored) {
            (Some(first), ..) => {
                if made.iter().any(|one| facts(*one) != facts(*first)) {
                    report.violation(format!("{name} was answered in several ways: {made:?}"));
                }
                match first_stored {
                    None => report.violation(format!("{name} was answered {:?}, which is lost", first.1.id)),
                    // Its place is compared above: it was changed where it is.
                    Some(_) if is_contended && world.changes_in_place() => {}
                    Some(stored) => {
                        report_differences(name, *first, stored, &mut |text| report.violation(text));
                    }
                }
                if world.delivered.borrow().contains(first.1.id.as_str()) {
                    "booked"
                } else {
                    "booked_after_reconciliation"
                }
            }
            (None, Some(Answer::Unclear), None) => "given_up",
            (None, Some(Answer::Unclear), Some(_)) => "given_up_though_booked",
            (None, _, None) => "not_booked",
            (None, last, Some(stored)) => {
                report.violation(format!(
                    "{name} was answered {last:?} and has {}: {answers:?}",
                    stored.id
                ));
                "not_booked"
            }
        };
        report.count("attempts", outcome);
    }
    for name in booked.keys() {
        report.violation(format!("{name} is booked and never asked"));
    }
}

/// Compares how a guest sees a reservation at the end with all that is booked under their name: one table, where
/// they see it, or none if it is over.
fn report_ghosts(
    name: &str,
    seen: Option<&Reservation>,
    there: &[&Stored],
    violation: &mut dyn FnMut(String),
) {
    let Some(seen) = seen else {
        return violation(format!("{name} does not see their reservation at the end"));
    };
    let place = |stored: &Stored| (stored.day, stored.minutes, stored.attendees);
    let live: Vec<_> = there
        .iter()
        .filter(|stored| stored.is_live)
        .map(|stored| place(stored))
        .collect();
    let right = if is_final(seen.status) {
        vec![]
    } else {
        vec![(seen.day, seen.minutes.get(), u32::from(seen.attendees.get()))]
    };
    if live != right {
        violation(format!("{name} sees {seen:?}, and the books have {there:?}"));
    }
}

/// Everything in which a confirmed reservation is not the one in the books.
fn report_differences(
    name: &str,
    (request, answer): (&ReservationRequest, &Reservation),
    stored: &Stored,
    violation: &mut dyn FnMut(String),
) {
    let Some(first_status) = stored.first_status else {
        return violation(format!("{name} booked what cannot be paid"));
    };
    let guest = &request.guest;
    for (what, is_same) in [
        ("id", answer.id.as_str() == stored.id),
        ("day", answer.day == stored.day && request.day == stored.day),
        (
            "minutes",
            answer.minutes.get() == stored.minutes && request.minutes.get() == stored.minutes,
        ),
        (
            "attendees",
            u32::from(answer.attendees.get()) == stored.attendees
                && u32::from(request.attendees.get()) == stored.attendees,
        ),
        (
            "experience",
            answer.experience.id.as_str() == stored.experience
                && request.experience_id.as_str() == stored.experience,
        ),
        ("duration", answer.duration == stored.duration),
        ("status", answer.status.text() == first_status),
        ("payment", answer.payment.is_none()),
        ("token", answer.manage_token.is_some()),
        (
            "guest",
            stored
                .first_name
                .as_deref()
                .is_none_or(|name| guest.first_name.as_ref().map(Name::as_str) == Some(name))
                && guest.last_name.as_str() == stored.last_name
                && guest.email.as_ref().map(Email::as_str) == stored.email.as_deref(),
        ),
    ] {
        if !is_same {
            violation(format!(
                "{name}: another {what}: answered {answer:?}, booked {stored:?}"
            ));
        }
    }
}
