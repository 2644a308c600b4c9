//! A reservation as a file for the guest's calendar. It must not know how such files are written, nor how
//! one reaches the guest. It does not hold the guest's token: calendars are shared.

use config::VenueSettings;
use shared::locale::Language;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::Email;

use super::icalendar::{Event, State};
use crate::localization::Texts;

/// From when files are numbered whose booking system does not count: 1 January 2020. Numbers have to fit into 31 bits.
const FIRST_SEQUENCE: i64 = 1_577_836_800;

/// A calendar file. It cannot be printed: it may hold a guest's address.
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// What a calendar does with it: `PUBLISH` or `CANCEL`; none where it is a plain calendar.
    pub method: Option<&'static str>,
    /// Its text.
    pub text: String,
}

impl CalendarFile {
    /// Its media type; one of a message of iTIP names the method too (RFC 6047, section 2.4).
    #[must_use]
    pub fn media_type(&self) -> String {
        let method = self.method.map(|method| format!("; method={method}"));
        [
            "text/calendar; charset=utf-8",
            method.as_deref().unwrap_or_default(),
        ]
        .concat()
    }
}

/// The file of a reservation as it is at `now`; none where its time is one that clocks never show. Of
/// two files about it the one with the larger number counts: that is the reservation's own. Remote systems have none; their
/// reservations get the time in seconds, which grows too. The restaurant's address for letters is the organizer's, `guest` the
/// guest's own.
#[must_use]
pub fn calendar_file(
    venue: &VenueSettings,
    reservation: &Reservation,
    guest: Option<&Email>,
    texts: &Texts,
    now: Instant,
) -> Option<CalendarFile> {
    let zone = &venue.time_zone;
    let start = zone.resolve(reservation.day, reservation.minutes).instant()?;
    let language = Language::parse(texts.language).ok()?;
    let state = state(reservation.status);
    let uid = format!("{}@{}", reservation.id, venue.id);
    let summary = match reservation.experience.name.get(&language) {
        "" => venue.name.clone(),
        name => format!("{}: {name}", venue.name),
    };
    let event = Event {
        uid: &uid,
        sequence: reservation
            .sequence
            .map_or((now.unix() - FIRST_SEQUENCE).max(0), i64::from),
        stamp: now,
        zone,
        start,
        end: start.plus_minutes(reservation.duration.into()),
        state,
        organizer: venue
            .mail
            .as_ref()
            .map(|mail| (venue.name.as_str(), mail.from.as_str())),
        attendee: guest.map(Email::as_str),
        summary: &summary,
        description: &description(venue, reservation, state, texts, &language),
        location: venue.address.as_deref(),
    };
    Some(CalendarFile {
        method: event.method(),
        text: event.file(),
    })
}

fn state(status: Status) -> State {
    match status {
        Status::Requested | Status::Unconfirmed | Status::PaymentPending => State::Tentative,
        Status::Declined | Status::Cancelled | Status::Voided => State::Cancelled,
        Status::Booked
        | Status::Reconfirmed
        | Status::Arrived
        | Status::Seated
        | Status::Ordered
        | Status::Paid
        | Status::Finished
        | Status::NoShow => State::Confirmed,
    }
}

fn description(
    venue: &VenueSettings,
    reservation: &Reservation,
    state: State,
    texts: &Texts,
    language: &Language,
) -> String {
    let party = texts.party(reservation.attendees);
    let mut lines = vec![texts.calendar_reservation(&reservation.number, &party)];
    if state == State::Tentative {
        lines.push(texts.calendar_tentative.to_owned());
    }
    if let Some(phone) = &venue.policies.phone {
        lines.push(texts.named(texts.fact_phone, phone));
    }
    if let Some(policy) = &venue.policies.cancellation {
        lines.push(policy.get(language).to_owned());
    }
    lines.join("\n")
}

#[cfg(test)]
#[path = "calendar_file_tests.rs"]
mod tests;
