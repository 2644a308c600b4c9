//! A scripted till for tests. It must not know HTTP.

use async_trait::async_trait;
use serde_json::json;
use shared::id::{PaymentId, ReservationId};
use shared::reservation::Reservation;

use crate::error::VenueError;
use crate::venue::message::WebhookOutcome;
use crate::venue::payments::{Choice, PayPage, Till};

/// A till that knows two payments, whose token is `t`.
pub(super) struct Drawer;

#[async_trait(?Send)]
impl Till for &Drawer {
    async fn webhook(
        &self,
        source: &str,
        signature: Option<String>,
        body: &[u8],
    ) -> Result<WebhookOutcome, VenueError> {
        if source != "stripe" {
            return Err(VenueError::NotFound);
        }
        assert_eq!(body, b"{ \"a\" : 1 }", "it comes byte for byte");
        Ok(if signature.as_deref() == Some("good") {
            WebhookOutcome::Processed
        } else {
            WebhookOutcome::Rejected
        })
    }

    async fn extend(&self, id: &ReservationId) -> Result<Reservation, VenueError> {
        if id.as_str() != "r1" {
            return Err(VenueError::NotFound);
        }
        let reservation = json!({
            "id": "r1", "number": "R-000123", "status": "payment_pending", "day": "2026-11-27", "minutes": 1140,
            "duration": 120, "attendees": 2, "manageToken": "manage-secret",
            "experience": { "id": "dinner", "name": { "en": "Dinner" } },
            "checkout": {
                "id": "p1", "status": "open", "amount": { "amount": 6_800, "currency": "EUR" },
                "deadline": "2026-11-21T12:00:00Z", "extendable": false,
                "handover": { "type": "demo", "url": "/pay/demo/p1#t" },
            },
        });
        Ok(serde_json::from_value(reservation).unwrap())
    }

    async fn play(&self, id: &PaymentId, token: &str, choice: Option<Choice>) -> Result<PayPage, VenueError> {
        // The second one is for a card that is kept.
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
        Ok(PayPage {
            payment: serde_json::from_value(payment).unwrap(),
            is_guarantee,
        })
    }
}
