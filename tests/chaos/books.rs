//! What guests were told, against what is in the system's books. It must not know how either came
//! about.

use std::collections::{BTreeMap, BTreeSet};

use couvert_tests::molzait::{Reservation as Kept, sittings};
use edge::provider::status::is_final;
use shared::id::ReservationId;
use shared::reservation::{Reservation, ReservationRequest};
use shared::time::Day;
use shared::validation::{Email, Name};

use crate::world::World;

/// What a guest was told about an attempt to book.
#[derive(Clone, Debug)]
pub enum Told {
    /// It is booked, as asked for.
    Made(Box<ReservationRequest>, Box<Reservation>),
    /// It cannot be booked: nothing was changed.
    No,
    /// It cannot be booked now: nothing was changed.
    NotNow,
    /// The key belongs to another wish.
    Reused,
    /// Nobody knows yet.
    Unclear,
}

/// Everything that was told.
#[derive(Debug, Default)]
pub struct Ledger {
    /// By attempt, in order. An attempt is known by its guest's last name.
    attempts: BTreeMap<String, Vec<Told>>,
    /// The reservations that several steps were taken of at once, by id, and how their guests see them at the end.
    pub contended: BTreeMap<String, Option<Reservation>>,
}

impl Ledger {
    pub fn note(&mut self, name: &str, told: Told) {
        self.attempts.entry(name.to_owned()).or_default().push(told);
    }

    /// The attempt, by its guest's name, that made the reservation of this id, and what was asked for.
    pub fn attempt_of(&self, id: &str) -> Option<(String, ReservationRequest)> {
        self.attempts.iter().find_map(|(name, told)| {
            told.iter().find_map(|told| match told {
                Told::Made(request, made) if made.id.as_str() == id => {
                    Some((name.clone(), ReservationRequest::clone(request)))
                }
                _ => None,
            })
        })
    }

    /// The ids of reservations of a day that guests know of.
    pub fn confirmed_on(&self, day: Day) -> Vec<String> {
        let made = self.attempts.values().flatten().filter_map(|told| match told {
            Told::Made(_, reservation) if reservation.day == day => Some(&reservation.id),
            _ => None,
        });
        let ids: BTreeSet<&str> = made.map(ReservationId::as_str).collect();
        ids.into_iter().map(str::to_owned).collect()
    }
}

/// What each answer to an attempt says alike. The first may lack the experience's name, which a later one asks for.
fn facts<'a>(
    (request, made): (&'a ReservationRequest, &Reservation),
) -> (&'a ReservationRequest, Reservation) {
    let mut made = made.clone();
    made.experience.name = <_>::default();
    (request, made)
}

/// Compares what was told with the books, and counts.
pub fn check(world: &World) {
    let now = world.clock.since_epoch();
    let mut simulator = world.simulator.borrow_mut();
    let mut report = world.report.borrow_mut();
    let counts = simulator.counts().clone();
    for (what, number) in counts.requests {
        report.add("requests upstream", what, number);
    }
    for (what, number) in counts.faults {
        report.add("faults", what, number);
    }
    let mut booked: BTreeMap<&str, Vec<&Kept>> = BTreeMap::new();
    for kept in simulator.books(now).reservations() {
        booked.entry(&kept.asked.guest.last_name).or_default().push(kept);
    }
    let ledger = world.ledger.borrow();
    for (name, told) in &ledger.attempts {
        let there = booked.remove(name.as_str()).unwrap_or_default();
        let mut made: Vec<(&ReservationRequest, &Reservation)> = Vec::new();
        for one in told {
            if let Told::Made(request, reservation) = one {
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
        let first_kept = there.first().filter(|kept| id.is_none_or(|id| kept.id == id));
        // That the key belongs to another wish says nothing about that one.
        let last = told.iter().rfind(|one| !matches!(one, Told::Reused));
        let outcome = match (made.first(), last, first_kept) {
            (Some(first), ..) => {
                if made.iter().any(|one| facts(*one) != facts(*first)) {
                    report.violation(format!("{name} was answered in several ways: {made:?}"));
                }
                match first_kept {
                    None => report.violation(format!("{name} was told of {:?}, which is lost", first.1.id)),
                    Some(kept) => report_differences(name, *first, kept, &mut |text| report.violation(text)),
                }
                if world.delivered.borrow().contains(first.1.id.as_str()) {
                    "booked"
                } else {
                    "booked_after_reconciliation"
                }
            }
            (None, Some(Told::Unclear), None) => "given_up",
            (None, Some(Told::Unclear), Some(_)) => "given_up_though_booked",
            (None, _, None) => "not_booked",
            (None, last, Some(kept)) => {
                report.violation(format!(
                    "{name} was told {last:?} and has {}: {told:?}",
                    kept.number
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
fn report_ghosts(name: &str, seen: Option<&Reservation>, there: &[&Kept], violation: &mut dyn FnMut(String)) {
    let Some(seen) = seen else {
        return violation(format!("{name} does not see their reservation at the end"));
    };
    let place = |kept: &Kept| (kept.asked.day, kept.asked.minutes, kept.asked.attendees);
    let live: Vec<_> = there
        .iter()
        .filter(|kept| kept.is_live())
        .map(|kept| place(kept))
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
    (request, told): (&ReservationRequest, &Reservation),
    kept: &Kept,
    violation: &mut dyn FnMut(String),
) {
    let asked = &kept.asked;
    let sitting = sittings(&asked.experience, asked.day);
    let sitting = sitting.iter().find(|one| one.minutes == asked.minutes);
    let first_status = match sitting {
        Some(sitting) if sitting.is_paid => return violation(format!("{name} booked what cannot be paid")),
        Some(sitting) if sitting.confirmation == "instant" => "booked",
        _ => "requested",
    };
    let guest = &request.guest;
    for (what, is_same) in [
        ("id", told.id.as_str() == kept.id),
        ("day", told.day == asked.day && request.day == asked.day),
        (
            "minutes",
            told.minutes.get() == asked.minutes && request.minutes.get() == asked.minutes,
        ),
        (
            "attendees",
            u32::from(told.attendees.get()) == asked.attendees
                && u32::from(request.attendees.get()) == asked.attendees,
        ),
        (
            "experience",
            told.experience.id.as_str() == asked.experience
                && request.experience_id.as_str() == asked.experience,
        ),
        ("duration", told.duration == kept.duration),
        ("status", told.status.text() == first_status),
        ("payment", told.payment.is_none()),
        ("token", told.manage_token.is_some()),
        (
            "guest",
            guest.first_name.as_ref().map(Name::as_str) == asked.guest.first_name.as_deref()
                && guest.last_name.as_str() == asked.guest.last_name
                && guest.email.as_ref().map(Email::as_str) == asked.guest.email.as_deref(),
        ),
    ] {
        if !is_same {
            violation(format!("{name}: another {what}: told {told:?}, booked {kept:?}"));
        }
    }
}
