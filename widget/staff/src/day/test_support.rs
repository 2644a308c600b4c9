//! Evenings for tests: 27 November 2026 in Vienna, where dinner is served from 18:00 to 21:30.

use serde_json::{Value, json};
use shared::reservation::Status;
use shared::staff_day::{ReservationForStaff, StaffDay};
use shared::time::{Day, Instant};

pub(super) const EVENING: &str = "2026-11-27";

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(super) fn at(text: &str) -> Instant {
    Instant::try_from(text.to_owned()).unwrap()
}

/// The instant of these minutes of the evening.
pub(super) fn evening_at(minutes: i64) -> Instant {
    at("2026-11-26T23:00:00Z").plus_minutes(minutes)
}

/// A booked party that stays two hours, whose id is `r` and its number.
pub(super) fn reservation(id: &str, minutes: i64, attendees: u8) -> ReservationForStaff {
    let number: u32 = id.trim_start_matches('r').parse().unwrap();
    serde_json::from_value(json!({
        "id": id, "number": format!("R-{number:06}"), "status": "booked", "sequence": 1, "day": EVENING,
        "minutes": minutes, "duration": 120, "startsAt": evening_at(minutes), "endsAt": evening_at(minutes + 120),
        "attendees": attendees, "experience": { "id": "dinner", "name": { "en": "Dinner" } }, "shorthand": "DIN",
        "source": "app", "guest": { "firstName": "Ada", "lastName": "Muster" }, "guestId": "g1", "locale": "en",
        "labels": [], "tables": [{ "id": "w1", "name": "W1" }],
    }))
    .unwrap()
}

pub(super) fn named(mut one: ReservationForStaff, first: &str, last: &str) -> ReservationForStaff {
    one.guest.first_name = Some(serde_json::from_value(json!(first)).unwrap());
    one.guest.last_name = serde_json::from_value(json!(last)).unwrap();
    one
}

pub(super) fn with_status(mut one: ReservationForStaff, status: Status) -> ReservationForStaff {
    one.status = status;
    one
}

/// The evening at 18:00 with these reservations.
pub(super) fn evening_of(reservations: Vec<ReservationForStaff>) -> StaffDay {
    evening_with(reservations, json!({}))
}

/// The same with other fields.
pub(super) fn evening_with(reservations: Vec<ReservationForStaff>, fields: Value) -> StaffDay {
    let mut day = json!({
        "day": EVENING, "today": EVENING, "now": "2026-11-27T17:00:00Z", "utcOffsetMinutes": 60, "cursor": 5,
        "limits": { "seated": 40, "starting": 12 },
        "services": [{
            "experienceId": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN", "firstMinutes": 1_080,
            "lastMinutes": 1_290, "intervalMinutes": 15, "limits": {},
        }],
        "areas": [], "rules": [], "reservations": serde_json::to_value(reservations).unwrap(),
    });
    if let (Value::Object(day), Value::Object(fields)) = (&mut day, fields) {
        day.extend(fields);
    }
    serde_json::from_value(day).unwrap()
}
