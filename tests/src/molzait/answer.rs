//! The simulator's JSON answers, with fields beyond the contract where a caller has to bear them.

use std::time::Duration;

use http::{Response, StatusCode, header};
use serde_json::{Value, json};
use shared::time::Day;

use super::books::{Offer, PRICE, Reservation, starts_at};
use super::restaurant::{self, EXPERIENCES, RESTAURANT, SEATS, STAFF_MARKER};

/// A refusal in the form of `NestJS`.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Refusal {
    /// A refusal whose message is one text.
    pub(super) fn new(status: u16, message: &str) -> Self {
        let error = StatusCode::from_u16(status).ok();
        let error = error.and_then(|status| status.canonical_reason());
        Self {
            status,
            body: json!({ "statusCode": status, "message": message, "error": error }),
        }
    }

    /// A request with faults.
    pub(super) fn invalid(faults: &[String]) -> Self {
        Self {
            status: 400,
            body: json!({ "statusCode": 400, "message": faults, "error": "Bad Request" }),
        }
    }

    /// No key, or not the right one: the one refusal that the contract shows.
    pub(super) fn unauthorized() -> Self {
        Self {
            status: 401,
            body: json!({
                "statusCode": 401, "message": "Unauthorized", "error": "Invalid or expired token",
            }),
        }
    }
}

/// An answer of this status with this body, dated.
pub(crate) fn json_answer(status: u16, body: &Value, now: Duration) -> Response<Vec<u8>> {
    raw(
        status,
        "application/json; charset=utf-8",
        body.to_string().into_bytes(),
        now,
    )
}

/// An answer with any body, dated.
pub(super) fn raw(status: u16, media_type: &'static str, body: Vec<u8>, now: Duration) -> Response<Vec<u8>> {
    let mut answer = Response::new(body);
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(media_type));
    if let Ok(date) = http_date(now).parse() {
        headers.insert(header::DATE, date);
    }
    answer
}

/// A date of RFC 9110, section 5.6.7.
pub(super) fn http_date(now: Duration) -> String {
    time(now).format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn time(since_epoch: Duration) -> chrono::DateTime<chrono::Utc> {
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or_default();
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// All experiences, whose picture is at this address.
pub(super) fn experiences(picture: &str) -> Value {
    let one = |experience: &restaurant::Experience| {
        let texts = |[de, en]: [&str; 2]| json!({ "de": de, "en": en });
        json!({
            "id": experience.id,
            "name": texts(experience.name),
            "shortDescription": texts(experience.short),
            "descriptionHtml": texts(experience.html),
            "image": {
                "path": format!("experiences/{}.jpg", experience.shorthand),
                "url": picture,
            },
            "orderSettings": { "mode": "not_in_the_contract" },
            "isDefault": experience.is_default,
            "sortIndex": 3,
            "internalNotes": format!("{STAFF_MARKER} experience"),
        })
    };
    EXPERIENCES.iter().map(one).collect()
}

/// A day's slots.
pub(super) fn slots(experience: &str, day: Day, attendees: u32, offers: &[Offer]) -> Value {
    let one = |offer: &Offer| {
        let sitting = offer.sitting;
        let open = sitting
            .limit
            .saturating_sub(offer.starting)
            .min(SEATS.saturating_sub(offer.seated));
        let is_open = offer.exclusions.is_empty();
        let plans: &[&str] = if is_open { &["main-room"] } else { &[] };
        let assignments: Vec<Value> = plans
            .iter()
            .map(|plan| {
                json!({
                    "floorPlanId": plan, "maxPartySize": 10, "minPartySize": 1, "reservable": true,
                    "score": 0.122, "tableCategoryIds": [], "tableIds": [table_id(sitting.minutes)],
                    "reason": "not_in_the_contract",
                })
            })
            .collect();
        json!({
            "restaurantId": RESTAURANT,
            "experienceId": experience,
            "day": day,
            "minutes": sitting.minutes,
            "duration": sitting.duration,
            "attendees": attendees,
            "spotsTotal": sitting.limit,
            "spotsOpen": open,
            "seated": offer.seated,
            "seatedLimit": SEATS,
            "starting": offer.starting,
            "startingLimit": sitting.limit,
            "availableAssignments": assignments,
            "exclusionReasons": offer.exclusions,
            "availableFloorPlanIds": plans,
            "assignmentsAvailableIn": plans,
            "confirmationMode": sitting.confirmation,
            "showEndTime": sitting.minutes < 1440,
            "paymentSettings": sitting.is_paid.then(|| json!({
                "type": "payment",
                "payment": {
                    "pricing": { "type": "per_pax", "pricePerPax": PRICE, "displayPricePerPax": PRICE },
                    "requiredFromPax": 1,
                },
                "pendingMinutes": 30,
                "refundMinutes": 2880,
            })),
            "staffHint": format!("{STAFF_MARKER} slot"),
        })
    };
    json!({ "slots": offers.iter().map(one).collect::<Vec<_>>() })
}

/// How a reservation's times are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// As they are, in UTC; otherwise local times that only claim to be UTC.
    pub(super) is_true_utc: bool,
    /// How wrong the clock is, in seconds.
    pub(super) skew: i64,
}

/// A reservation.
pub(super) fn reservation(stored: &Reservation, times: Times) -> Value {
    let asked = &stored.asked;
    let experience = restaurant::experience(&asked.experience);
    let start = if times.is_true_utc {
        starts_at(asked.day, asked.minutes).map(time)
    } else {
        let midnight = asked.day.date().and_time(chrono::NaiveTime::MIN).and_utc();
        Some(midnight + chrono::TimeDelta::minutes(asked.minutes.into()))
    };
    let start = start.unwrap_or_default() + chrono::TimeDelta::seconds(times.skew);
    let end = start + chrono::TimeDelta::minutes(stored.duration.into());
    let zulu = |time: chrono::DateTime<chrono::Utc>| time.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    json!({
        "id": stored.id,
        "number": stored.number,
        "attendees": asked.attendees,
        "experience": experience.map(|experience| json!({
            "id": experience.id,
            "name": { "de": experience.name[0], "en": experience.name[1] },
            "shorthand": experience.shorthand,
        })),
        "startTime": zulu(start),
        "endTime": zulu(end),
        "checkinTime": null,
        "checkoutTime": null,
        "status": stored.status,
        "source": "not_in_the_contract",
        "restaurantId": RESTAURANT,
        "guest": {
            "id": format!("{}-guest", stored.id),
            "firstName": asked.guest.first_name,
            "lastName": asked.guest.last_name,
            "company": format!("{STAFF_MARKER} company"),
            "locale": asked.guest.locale,
            "phone": asked.guest.phone,
            "email": asked.guest.email,
            "notes": format!("{STAFF_MARKER} guest.notes"),
            "labels": [{ "id": "g1", "name": format!("{STAFF_MARKER} guest.label"), "type": "not_in_the_contract" }],
        },
        "pinnedTables": [{
            "id": table_id(asked.minutes), "name": format!("{STAFF_MARKER} table"),
            "minPartySize": 1, "maxPartySize": 10,
        }],
        "labels": [{
            "id": "l1", "name": format!("{STAFF_MARKER} label"), "icon": "star", "type": "guestbook",
        }],
        "specialRequestNotes": asked.notes,
        "internalNotes": format!("{STAFF_MARKER} internalNotes"),
        "payment": stored.price.map(|price| json!({
            "type": "payment",
            "amount": price,
            "paymentIntentId": format!("{STAFF_MARKER} pi"),
            "invoiceUrl": {},
            "refundMinutes": 2880,
            "state": "not_in_the_contract",
        })),
        "loyaltyTier": format!("{STAFF_MARKER} tier"),
    })
}

fn table_id(minutes: u16) -> String {
    format!("a368c14670d1-4ef9-84aa-{minutes:012}")
}
