//! The scripted venue's responses to requests about payments. There are two payments, whose token is `t`.

use serde_json::json;
use shared::id::{PaymentId, ReservationId};

use super::Answer;
use crate::delivery::Delivery;
use crate::error::VenueError;
use crate::venue::message::payment::Choice;

pub(super) fn webhook(source: &str, delivery: &Delivery) -> Answer {
    // A till's, and a booking system's.
    if ["lightspeed", "mews"].contains(&source) {
        return Ok(json!("Processed"));
    }
    if source != "stripe" {
        return Err(VenueError::NotFound);
    }
    assert_eq!(delivery.body, b"{ \"a\" : 1 }", "it comes byte for byte");
    Ok(json!(if delivery.header("stripe-signature") == Some("good") {
        "Processed"
    } else {
        "Rejected"
    }))
}

pub(super) fn extend_hold(id: &ReservationId) -> Answer {
    if id.as_str() != "r1" {
        return Err(VenueError::NotFound);
    }
    Ok(json!({
        "id": "r1", "number": "R-000123", "status": "payment_pending", "day": "2026-11-27", "minutes": 1140,
        "duration": 120, "attendees": 2, "manageToken": "manage-secret",
        "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        "checkout": {
            "id": "p1", "status": "open", "amount": { "amount": 6_800, "currency": "EUR" },
            "deadline": "2026-11-21T12:00:00Z", "extendable": false,
            "handover": { "type": "demo", "url": "/pay/demo/p1#t" },
        },
    }))
}

pub(super) fn demo_payment(id: &PaymentId, token: &str, choice: Option<Choice>) -> Answer {
    // The second one stores a card and charges nothing.
    if !matches!((id.as_str(), token), ("p1" | "p2", "t")) {
        return Err(VenueError::NotFound);
    }
    let is_guarantee = id.as_str() == "p2";
    let status = match choice {
        Some(Choice::Pay) if is_guarantee => "authorised",
        Some(Choice::Pay) => "paid",
        Some(Choice::Decline) => "failed",
        Some(Choice::Authenticate) => "authenticating",
        Some(Choice::Abandon) | None => "open",
    };
    let payment = json!({
        "id": "p1", "status": status, "amount": { "amount": 6_805, "currency": "EUR" }, "extendable": true,
    });
    let reservation = json!({
        "experience": { "en": "Dinner", "de": "Abendessen" }, "day": "2026-11-27", "minutes": 1140, "attendees": 2,
    });
    Ok(json!({ "payment": payment, "is_guarantee": is_guarantee, "reservation": reservation }))
}
