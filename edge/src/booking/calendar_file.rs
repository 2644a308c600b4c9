//! A reservation as a file for the guest's calendar. It must not know how such files are written, nor how
//! one reaches the guest. It does not hold the guest's token: calendars are shared.

use shared::locale::Language;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use super::icalendar::{Event, State};
use super::tongue::Tongue;
use crate::config::VenueSettings;

/// From when files are numbered: 1 January 2020. Numbers have to fit into 31 bits.
const FIRST_SEQUENCE: i64 = 1_577_836_800;

/// A calendar file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// What a calendar does with it: `PUBLISH` or `CANCEL`.
    pub method: &'static str,
    /// Its text.
    pub text: String,
}

/// The file of a reservation as it is at `now`; none where its time is one that clocks never show. Of
/// two files about it the one that was written later counts: its number is the time in seconds, so that
/// reservations of every system have one.
#[must_use]
pub fn calendar_file(
    venue: &VenueSettings,
    reservation: &Reservation,
    tongue: Tongue,
    now: Instant,
) -> Option<CalendarFile> {
    let zone = &venue.time_zone;
    let start = zone.resolve(reservation.day, reservation.minutes).instant()?;
    let language = Language::parse(tongue.tag()).ok()?;
    let state = state(reservation.status);
    let uid = format!("{}@{}", reservation.id, venue.id);
    let summary = match reservation.experience.name.get(&language) {
        "" => venue.name.clone(),
        name => format!("{}: {name}", venue.name),
    };
    let event = Event {
        uid: &uid,
        sequence: (now.unix() - FIRST_SEQUENCE).max(0),
        stamp: now,
        zone,
        start,
        end: start.plus_minutes(reservation.duration.into()),
        state,
        organizer: None,
        summary: &summary,
        description: &description(venue, reservation, state, tongue, &language),
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
    tongue: Tongue,
    language: &Language,
) -> String {
    let (number, count) = (&reservation.number, reservation.attendees.get());
    let mut lines = vec![match (tongue, count) {
        (Tongue::English, 1) => format!("Reservation {number} for 1 guest"),
        (Tongue::English, _) => format!("Reservation {number} for {count} guests"),
        (Tongue::German, 1) => format!("Reservierung {number} für 1 Person"),
        (Tongue::German, _) => format!("Reservierung {number} für {count} Personen"),
    }];
    if state == State::Tentative {
        let text = tongue.pick("It is not confirmed yet.", "Sie ist noch nicht bestätigt.");
        lines.push(text.to_owned());
    }
    if let Some(phone) = &venue.policies.phone {
        let label = tongue.pick("Telephone", "Telefon");
        lines.push(format!("{label}: {phone}"));
    }
    if let Some(policy) = &venue.policies.cancellation {
        lines.push(policy.get(language).to_owned());
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn venue() -> VenueSettings {
        let settings = json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["de"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "address": "Hauptplatz 1, 8010 Graz",
            "policies": { "phone": "+4310000000", "cancellation": { "en": "Free of charge, always." } },
        });
        serde_json::from_value(settings).unwrap()
    }

    fn reservation(change: &Value) -> Reservation {
        let mut reservation = json!({
            "id": "r1", "number": "R-000007", "status": "booked", "day": "2026-11-27", "minutes": 1140,
            "duration": 120, "attendees": 2, "manageToken": "manage-secret",
            "experience": { "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" } },
        });
        let members = reservation.as_object_mut().unwrap();
        members.extend(change.as_object().unwrap().clone());
        serde_json::from_value(reservation).unwrap()
    }

    fn written(change: &Value, tongue: Tongue) -> Vec<String> {
        let now = Instant::from_unix(1_795_257_000);
        let file = calendar_file(&venue(), &reservation(change), tongue, now).unwrap();
        let unfolded = file.text.replace("\r\n ", "");
        let event = unfolded.split("BEGIN:VEVENT\r\n").nth(1).unwrap();
        event.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_reservation_is_an_event_of_its_venue() {
        assert_eq!(
            written(&json!({}), Tongue::English),
            [
                "UID:r1@linde",
                "SEQUENCE:217420200",
                "DTSTAMP:20261121T103000Z",
                "DTSTART;TZID=Europe/Vienna:20261127T190000",
                "DTEND;TZID=Europe/Vienna:20261127T210000",
                "SUMMARY:Linde: Dinner",
                "LOCATION:Hauptplatz 1\\, 8010 Graz",
                "DESCRIPTION:Reservation R-000007 for 2 guests\\nTelephone: +4310000000\\nFree of charge\\, always.",
                "STATUS:CONFIRMED",
                "END:VEVENT",
                "END:VCALENDAR",
                "",
            ]
        );
    }

    #[test]
    fn it_says_in_the_guests_language_that_it_is_not_certain() {
        let lines = written(&json!({ "status": "requested", "attendees": 1 }), Tongue::German);
        assert!(lines.contains(&"SUMMARY:Linde: Abendessen".to_owned()));
        assert!(lines.contains(&"STATUS:TENTATIVE".to_owned()));
        let description = lines
            .iter()
            .find(|line| line.starts_with("DESCRIPTION:"))
            .unwrap();
        assert!(description.contains("Reservierung R-000007 für 1 Person\\nSie ist noch nicht bestätigt."));
    }

    #[test]
    fn late_times_are_on_the_following_day() {
        let lines = written(&json!({ "minutes": 1470 }), Tongue::English);
        assert!(lines.contains(&"DTSTART;TZID=Europe/Vienna:20261128T003000".to_owned()));
    }

    #[test]
    fn the_guests_token_is_not_in_it() {
        for status in Status::ALL {
            let lines = written(&json!({ "status": status }), Tongue::English).join("\n");
            assert!(!lines.contains("manage"), "{lines}");
        }
    }

    #[test]
    fn what_will_not_take_place_is_cancelled() {
        for (status, method) in [
            ("cancelled", "CANCEL"),
            ("declined", "CANCEL"),
            ("booked", "PUBLISH"),
        ] {
            let reservation = reservation(&json!({ "status": status }));
            let file = calendar_file(&venue(), &reservation, Tongue::English, Instant::from_unix(0)).unwrap();
            assert_eq!(file.method, method);
        }
    }
}
