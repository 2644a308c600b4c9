//! Gift cards bought at a venue.

use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::gift_card::{GiftCardsRequest, Ordered, WantedCard};
use serde_json::json;
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder};

use super::venue::Venue;

impl Venue {
    /// Buys a gift card of this value, in minor units: the order with its card, and the order's token.
    pub async fn buy_card(&self, amount: i64) -> (GiftCardOrder, String) {
        let request = json!({
            "templateId": "plain", "amount": { "amount": amount, "currency": "EUR" },
            "purchaser": { "name": "Cleo Geber", "email": "cleo@example.com" }, "locale": "en",
        });
        let wanted = WantedCard {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse("the-card").unwrap(),
        };
        let create = Request::GiftCards(GiftCardsRequest::Create(Box::new(wanted)));
        let Ordered { order, .. } = self.send(create, None).await.unwrap();
        let payment = order.payment.unwrap().id;
        assert!(self.bank.pay_for(&payment));
        self.tell_of("the-card", &payment).await;
        let token = order.order_token.unwrap();
        let look = Request::GiftCards(GiftCardsRequest::Order(order.order_id));
        (self.send(look, Some(token.clone())).await.unwrap(), token)
    }

    /// Buys a gift card of this value and gives its code.
    pub async fn card(&self, amount: i64) -> GiftCardCode {
        self.buy_card(amount).await.0.card.unwrap().code
    }

    /// The balance of a gift card in minor units.
    pub async fn card_balance(&self, code: GiftCardCode) -> i64 {
        let request = Request::GiftCards(GiftCardsRequest::Balance(code));
        let balance: Balance = self.send(request, None).await.unwrap();
        balance.remaining.amount()
    }
}
