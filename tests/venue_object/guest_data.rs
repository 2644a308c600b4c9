//! Fixture: a guest with data in every table, and a dump of what is stored of it.

use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::gift_card::{GiftCardsRequest, Ordered, WantedCard};
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::staff_gift_card::CardTransactionOutcome;
use edge::venue::retention::tables::TABLES;
use edge::venue::retention::till_tables::TILL_TABLES;
use serde_json::{Value, json};
use shared::gift_card::GiftCardOrder;
use shared::guest_data::{GuestErasure, GuestExport, WaitReason};
use shared::reservation::Reservation;
use shared::time::Instant;

use super::card_transactions::move_money;
use super::venue::{NOON, Venue};

/// The end of the reservation of 25 November: half past eight in the evening.
pub const END: Instant = NOON.plus_minutes((4 * 24 + 8) * 60 + 30);

/// So many days after the end of that reservation.
pub fn after_end(days: i64) -> Instant {
    END.plus_minutes(days * 24 * 60)
}

pub fn ada() -> Value {
    json!({ "firstName": "Ada", "lastName": "Zwetschke", "email": "Ada.Z@example.com", "phone": "+436605512234" })
}

/// Everything that is stored, as text.
pub fn stored(rows: impl Fn(&'static str) -> Vec<Value>) -> String {
    let all = TABLES.iter().chain(TILL_TABLES).map(|table| {
        let sql: &'static str = format!("SELECT * FROM {}", table.name).leak();
        format!("{}: {:?}", table.name, rows(sql))
    });
    all.collect()
}

/// Whether something of this guest is stored.
pub fn knows_ada(rows: impl Fn(&'static str) -> Vec<Value>) -> bool {
    let text = stored(rows).to_lowercase();
    ["zwetschke", "ada.z", "6605512234", "beim fenster"]
        .iter()
        .any(|part| text.contains(part))
}

pub async fn export(venue: &Venue, email: &str) -> GuestExport {
    let email = serde_json::from_value(json!(email)).unwrap();
    venue
        .send(Request::Staff(StaffRequest::ExportGuest(email)), None)
        .await
        .unwrap()
}

pub async fn erase(venue: &Venue, email: &str) -> GuestErasure {
    let email = serde_json::from_value(json!(email)).unwrap();
    venue
        .send(Request::Staff(StaffRequest::EraseGuest(email)), None)
        .await
        .unwrap()
}

/// The reasons for which data waits.
pub fn reasons(erasure: &GuestErasure) -> Vec<WaitReason> {
    erasure.waiting.iter().map(|one| one.reason).collect()
}

/// A table of Ada's for 25 November, whose deposit is paid.
pub async fn booked(venue: &Venue) -> Reservation {
    let booked = venue.book_for(&ada(), "a", "2026-11-25", None).await.unwrap();
    let payment = booked.checkout.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("paid", &payment).await;
    venue.run_until(NOON).await;
    booked
}

/// A gift card that Ada bought for Ben, to be sent on this day.
pub async fn buy(venue: &Venue, deliver_on: Option<&str>) -> GiftCardOrder {
    let request = json!({
        "templateId": "plain", "amount": { "amount": 10_000, "currency": "EUR" },
        "purchaser": { "name": "Ada Zwetschke", "email": "Ada.Z@example.com" },
        "recipient": { "name": "Ben Marille", "email": "ben@example.com" }, "message": "Beim Fenster",
        "deliverOn": deliver_on, "locale": "en",
    });
    let wanted = WantedCard {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse("the-card").unwrap(),
    };
    let call = Request::GiftCards(GiftCardsRequest::Create(Box::new(wanted)));
    let Ordered { order, .. } = venue.send(call, None).await.unwrap();
    let payment = order.payment.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("the-card", &payment).await;
    venue.run_until(NOON).await;
    let token = order.order_token.clone();
    let seen: GiftCardOrder = venue
        .send(
            Request::GiftCards(GiftCardsRequest::Order(order.order_id)),
            token.clone(),
        )
        .await
        .unwrap();
    GiftCardOrder {
        order_token: token,
        ..seen
    }
}

pub async fn spend(venue: &Venue, order: &GiftCardOrder) {
    let code = order.card.as_ref().unwrap().code;
    let moved = move_money(code.into(), -10_000, None);
    let outcome: CardTransactionOutcome = venue.send(moved, None).await.unwrap();
    assert!(matches!(outcome, CardTransactionOutcome::Recorded { .. }));
}
