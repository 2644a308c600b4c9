//! The scripted venue's responses to requests about gift cards.

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use shared::gift_card::GiftCardCode;
use shared::id::OrderId;
use shared::problem::ProblemCode;

use super::{Answer, ScriptedVenue};
use crate::error::VenueError;
use crate::venue::message::gift_card::GiftCardsRequest;

/// The code of the one card.
pub(in crate::http) fn code() -> GiftCardCode {
    GiftCardCode::of_random(0..40).unwrap()
}

fn merged(fields: &Value) -> Value {
    let mut order = json!({
        "orderId": "o1", "status": "payment_pending", "amount": { "amount": 5000, "currency": "EUR" },
        "orderToken": "order-secret",
    });
    for (name, value) in fields.as_object().unwrap() {
        order[name] = value.clone();
    }
    order
}

impl ScriptedVenue {
    /// The response to a request: sells a card under the first key, and has the order `o1` and one code.
    pub(super) fn gift_cards(&self, request: &GiftCardsRequest) -> Answer {
        match request {
            GiftCardsRequest::Create(wanted) => {
                let mut keys = self.gift_card_keys.borrow_mut();
                keys.push(wanted.key.as_str().to_owned());
                Ok(json!({ "order": merged(&json!({})), "replayed": keys.len() > 1 }))
            }
            GiftCardsRequest::Order(id) => order(id),
            GiftCardsRequest::Balance(asked) if *asked == code() => Ok(json!({
                "remaining": { "amount": 2000, "currency": "EUR" }, "expiresOn": "2029-12-31",
            })),
            GiftCardsRequest::Balance(_) => Err(VenueError::NotFound),
            GiftCardsRequest::Pdf(id) => order(id).map(|_| json!(Base64::encode_string(b"%PDF-1.7"))),
            GiftCardsRequest::Withdraw(id, _) if id.as_str() == "o2" => {
                Err(VenueError::Refused(ProblemCode::GiftCardUsedUp))
            }
            GiftCardsRequest::Withdraw(id, withdrawal) => order(id).map(|_| {
                json!({
                    "status": if withdrawal.confirm { "refunding" } else { "issued" },
                    "refund": { "amount": 2000, "currency": "EUR" }, "until": "2026-12-06",
                })
            }),
        }
    }
}

fn order(id: &OrderId) -> Answer {
    if id.as_str() != "o1" {
        return Err(VenueError::NotFound);
    }
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    Ok(merged(&json!({ "status": "issued", "card": {
        "code": code(), "templateId": "evening", "amount": eur(5000), "remaining": eur(2000),
        "expiresOn": null, "recipientName": "Ben", "message": "Alles Gute!",
    } })))
}
