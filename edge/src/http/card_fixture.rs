//! A venue's gift cards whose answers a test decides, and which notes what it was asked. It must not know HTTP.

use std::cell::RefCell;

use async_trait::async_trait;
use serde_json::{Value, json};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::id::OrderId;
use shared::problem::ProblemCode;

use crate::error::VenueError;
use crate::venue::gift_cards::{Ordered, WantedCard};
use crate::venue::message::gift_card::Cards;

/// Sells a card under the first key it sees, and knows the order `o1` and one code.
#[derive(Default)]
pub(super) struct Shop {
    pub(super) keys: RefCell<Vec<String>>,
}

/// The code of the one card.
pub(super) fn code() -> GiftCardCode {
    GiftCardCode::of_random(0..40).unwrap()
}

fn order(fields: &Value) -> GiftCardOrder {
    let mut order = json!({
        "orderId": "o1", "status": "payment_pending", "amount": { "amount": 5000, "currency": "EUR" },
        "orderToken": "order-secret",
    });
    for (name, value) in fields.as_object().unwrap() {
        order[name] = value.clone();
    }
    serde_json::from_value(order).unwrap()
}

#[async_trait(?Send)]
impl Cards for &Shop {
    async fn create(&self, wanted: &WantedCard) -> Result<Ordered, VenueError> {
        let mut keys = self.keys.borrow_mut();
        keys.push(wanted.key.as_str().to_owned());
        Ok(Ordered {
            order: order(&json!({})),
            replayed: keys.len() > 1,
        })
    }

    async fn order(&self, id: &OrderId) -> Result<GiftCardOrder, VenueError> {
        if id.as_str() == "o1" {
            let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
            Ok(order(&json!({ "status": "issued", "card": {
                "code": code(), "templateId": "evening", "amount": eur(5000), "remaining": eur(2000),
                "expiresOn": null, "recipientName": "Ben", "message": "Alles Gute!",
            } })))
        } else {
            Err(VenueError::NotFound)
        }
    }

    async fn balance(&self, asked: &GiftCardCode) -> Result<Balance, VenueError> {
        if *asked == code() {
            let balance = json!({
                "remaining": { "amount": 2000, "currency": "EUR" }, "expiresOn": "2029-12-31",
            });
            Ok(serde_json::from_value(balance).unwrap())
        } else {
            Err(VenueError::NotFound)
        }
    }
    async fn sheet(&self, id: &OrderId) -> Result<Vec<u8>, VenueError> {
        self.order(id).await.map(|_| b"%PDF-1.7".to_vec())
    }

    async fn withdraw(&self, id: &OrderId, request: WithdrawalRequest) -> Result<Withdrawal, VenueError> {
        if id.as_str() == "o2" {
            return Err(VenueError::Refused(ProblemCode::GiftCardUsedUp));
        }
        self.order(id).await?;
        let said = json!({
            "status": if request.confirm { "refunding" } else { "issued" },
            "refund": { "amount": 2000, "currency": "EUR" }, "until": "2026-12-06",
        });
        Ok(serde_json::from_value(said).unwrap())
    }
}
