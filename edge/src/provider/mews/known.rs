//! Reservations of Mews as the port knows them. Pure.

use shared::id::ReservationId;
use shared::party::Attendees;
use shared::reservation::{BookedExperience, Status};
use shared::time::{Instant, TimeZone};

use super::catalogue::Catalogue;
use super::units::{Stay, place};
use super::wire::booking::{FreshReservation, StoredPersonCount, StoredReservation};
use super::wire::customer::CustomerProfile;
use crate::provider::lenient::{Lenient, Part};
use crate::provider::remote::{Candidate, RemoteError, RemoteReservation};

/// The facts that both forms of a reservation have.
struct Facts<'a> {
    id: &'a str,
    number: &'a str,
    state: &'a str,
    reason: Option<&'a str>,
    of: (&'a str, &'a str, &'a str),
    start: &'a str,
    end: &'a str,
    released: &'a Lenient,
    people: &'a Part<Vec<StoredPersonCount>>,
}

/// A reader of Mews' reservations, with the catalogue and the time zone that it needs.
#[derive(Clone, Copy)]
pub struct ReservationReader<'a> {
    /// The property's catalogue.
    pub catalogue: &'a Catalogue,
    /// Its time zone.
    pub zone: &'a TimeZone,
}

/// The instant of a text; none if it is none.
#[must_use]
pub fn instant(text: &str) -> Option<Instant> {
    Instant::try_from(text.to_owned()).ok()
}

impl ReservationReader<'_> {
    /// The reservation of the answer to its creation.
    pub fn fresh(self, one: &FreshReservation) -> Result<RemoteReservation, RemoteError> {
        self.known(&Facts {
            id: &one.id,
            number: &one.number,
            state: &one.state,
            reason: None,
            of: (&one.service_id, &one.requested_category_id, &one.rate_id),
            start: &one.start_utc,
            end: &one.end_utc,
            released: &one.released_utc,
            people: &one.person_counts,
        })
    }

    /// The reservation of a look-up.
    pub fn stored(self, one: &StoredReservation) -> Result<RemoteReservation, RemoteError> {
        self.known(&Facts {
            id: &one.id,
            number: &one.number,
            state: &one.state,
            reason: one.cancellation_reason.text(),
            of: (&one.service_id, &one.requested_resource_category_id, &one.rate_id),
            start: &one.scheduled_start_utc,
            end: &one.scheduled_end_utc,
            released: &one.released_utc,
            people: &one.person_counts,
        })
    }

    /// A reservation with its guest.
    pub fn candidate(
        self,
        one: &StoredReservation,
        guest: Option<&CustomerProfile>,
    ) -> Result<Candidate, RemoteError> {
        let text = |value: fn(&CustomerProfile) -> &Lenient| {
            guest
                .and_then(|guest| value(guest).text())
                .map(|text| text.trim().to_owned())
        };
        Ok(Candidate {
            known: self.stored(one)?,
            // A reservation is found by its channel number, never by a reference in its notes.
            notes: None,
            first_name: text(|guest| &guest.first_name),
            last_name: text(|guest| &guest.last_name),
            email: text(|guest| &guest.email),
            phone: text(|guest| &guest.phone),
            locale: text(|guest| &guest.preferred_language_code),
            starts_at: instant(&one.scheduled_start_utc).map(Instant::unix),
        })
    }

    fn known(self, facts: &Facts<'_>) -> Result<RemoteReservation, RemoteError> {
        let unreadable = |what: &str| RemoteError::Failed(format!("a reservation's {what} cannot be read"));
        let start = instant(facts.start).ok_or_else(|| unreadable("start"))?;
        let (service, category, rate) = facts.of;
        let bookable = self.catalogue.bookable_of(service, category, rate);
        let named = match bookable {
            Some(bookable) => place(self.zone, &bookable.settings, start).or_else(|| self.zone.local(start)),
            None => self.zone.local(start),
        };
        let length = instant(facts.end).map(|end| (end.unix() - start.unix()) / 60);
        let people = facts.people.read().map(|all| {
            let counts = all.iter().map(|one| one.count.0);
            counts.fold(0_i64, i64::saturating_add)
        });
        let status = status(facts.state, facts.reason);
        Ok(RemoteReservation {
            id: ReservationId::parse(facts.id).map_err(|_| unreadable("id"))?,
            number: facts.number.to_owned(),
            status,
            attendees: people.and_then(|people| Attendees::parse(people).ok()),
            experience: bookable.map(|bookable| BookedExperience {
                id: bookable.settings.id.clone(),
                name: bookable.name.clone(),
            }),
            day: named.map(|(day, _)| day),
            minutes: named.map(|(_, minutes)| minutes),
            duration: length
                .and_then(|length| u16::try_from(length).ok())
                .filter(|length| *length > 0),
            held_until: (facts.state == "Optional")
                .then(|| facts.released.text().and_then(instant))
                .flatten(),
        })
    }
}

/// The status of a state in either spelling. An unknown one counts as not confirmed.
fn status(state: &str, reason: Option<&str>) -> Status {
    match (state, reason) {
        ("Inquired" | "Enquired" | "Requested", _) => Status::Requested,
        ("Confirmed", _) => Status::Booked,
        ("Started", _) => Status::Seated,
        ("Processed", _) => Status::Finished,
        ("Canceled", Some("NoShow")) => Status::NoShow,
        ("Canceled", Some("ConfirmationMissed")) => Status::Voided,
        ("Canceled", _) => Status::Cancelled,
        _ => Status::Unconfirmed,
    }
}

/// The states in which reservations of these statuses are; every state, if there is none.
#[must_use]
pub fn states(statuses: &[Status]) -> Vec<&'static str> {
    let mut states: Vec<&'static str> = statuses
        .iter()
        .flat_map(|status| match status {
            Status::Requested => &["Inquired", "Requested"][..],
            Status::Unconfirmed | Status::PaymentPending => &["Optional"],
            Status::Booked | Status::Reconfirmed => &["Confirmed"],
            Status::Arrived | Status::Seated | Status::Ordered => &["Started"],
            Status::Paid | Status::Finished => &["Processed"],
            Status::Declined | Status::Cancelled | Status::NoShow | Status::Voided => &["Canceled"],
        })
        .copied()
        .collect();
    states.sort_unstable();
    states.dedup();
    states
}

/// Whether a reservation was a hold that has lapsed or was given up: nothing is left of it. Inferred: such a one keeps the
/// time of its release, which a confirmed one does not have.
#[must_use]
pub fn is_lapsed_hold(one: &StoredReservation) -> bool {
    one.state == "Canceled" && one.released_utc.text().is_some()
}

/// The time of a reservation.
pub fn stay_of(one: &StoredReservation) -> Result<Stay, RemoteError> {
    let unreadable = || RemoteError::Failed("a reservation's time cannot be read".to_owned());
    let start = instant(&one.scheduled_start_utc).ok_or_else(unreadable)?;
    let end = instant(&one.scheduled_end_utc).ok_or_else(unreadable)?;
    Ok(Stay { start, end })
}

#[cfg(test)]
#[path = "known_tests.rs"]
mod tests;
