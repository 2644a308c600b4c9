//! A reservation as a file for the guest's calendar, written by `icalendar`. The file does not contain the
//! guest's token, since calendars are shared.

mod icalendar;
mod web_calendar;

use config::VenueSettings;
use shared::locale::Language;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::Email;

use crate::localization::{Texts, choices};
use icalendar::{Event, State};
use web_calendar::summary;
pub use web_calendar::{WebCalendar, web_calendar};

/// Start of the sequence numbers of reservations whose booking system has none, in seconds since 1970: 1 January 2020.
/// The numbers have to fit into 31 bits.
const FIRST_SEQUENCE: i64 = 1_577_836_800;

/// A calendar file. Has no `Debug`, since it may contain a guest's address.
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// The method of iTIP: `PUBLISH` or `CANCEL`; none for a plain calendar.
    pub method: Option<&'static str>,
    /// Its text.
    pub text: String,
}

impl CalendarFile {
    /// Its media type, with the method for a message of iTIP (RFC 6047, section 2.4).
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

/// The file of a reservation as it is at `now`; none if its local time is skipped when the clocks change. Of two files
/// about a reservation the one with the larger sequence number counts: the reservation's own. Remote systems have none, so
/// their reservations get the time in seconds, which grows too. The organizer's address is the restaurant's for e-mails;
/// `guest` is the guest's.
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
    let summary = summary(venue, reservation, &language);
    let address = venue.address_line();
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
        location: address.as_deref(),
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
    lines.extend(choices::people(texts, language, &reservation.people));
    lines.extend(choices::add_ons(texts, language, &reservation.add_ons));
    if state == State::Tentative {
        lines.push(texts.calendar_tentative.to_owned());
    }
    if let Some(phone) = venue.shown_phone() {
        lines.push(texts.named(texts.fact_phone, &phone));
    }
    // A rule of its own stands in its letter, and the venue's words could contradict it.
    let id = &reservation.experience.id;
    let has_rule = reservation.payment.is_some() || venue.free_cancellation_minutes(id).is_some();
    if let Some(policy) = venue.policies.cancellation.as_ref().filter(|_| !has_rule) {
        lines.push(policy.get(language).to_owned());
    }
    lines.join("\n")
}

#[cfg(test)]
#[path = "calendar_file_tests.rs"]
mod tests;
