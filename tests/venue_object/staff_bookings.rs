//! Facts about reservations that staff make, and what staff see of a reservation's money.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::reservation::{Reservation, Status};
use shared::validation::{FieldCode, FieldError};

use super::orders;
use super::venue::{NOON, Venue};

async fn create(venue: &Venue) -> Value {
    let request = json!({
        "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_140, "attendees": 2, "locale": "en",
        "guest": { "lastName": "Lovelace", "email": "ada@example.com" },
    });
    let request = serde_json::from_value(request).unwrap();
    venue
        .send(Request::Staff(StaffRequest::Create(Box::new(request))), None)
        .await
        .unwrap()
}

async fn seen(venue: &Venue, id: &ReservationId) -> Value {
    let call = Request::Staff(StaffRequest::Reservation(id.clone()));
    venue.send(call, None).await.unwrap()
}

/// The status, and the fields about the money.
async fn money(venue: &Venue, id: &ReservationId) -> (Value, Value) {
    let one = seen(venue, id).await;
    (
        one["reservation"]["status"].clone(),
        one["payment"]["state"].clone(),
    )
}

fn both(status: &str, state: &str) -> (Value, Value) {
    (json!(status), json!(state))
}

#[tokio::test]
async fn what_staff_book_is_certain_at_once_and_waits_for_no_payment() {
    for (confirmation, status) in [("instant", "booked"), ("request", "requested")] {
        let venue = Venue::new(confirmation);
        let made = create(&venue).await;
        assert_eq!(made["reservation"]["status"], status);
        assert_eq!(made["payment"], json!({ "state": "pending", "reference": null }));
        assert_eq!(venue.count("SELECT id FROM payments"), 0);
        let id = ReservationId::parse(made["reservation"]["id"].as_str().unwrap()).unwrap();
        venue.run_until(NOON.plus_minutes(24 * 60)).await;
        assert_eq!(money(&venue, &id).await, both(status, "pending"));
    }
}

#[tokio::test]
async fn a_booking_by_staff_sends_emails_to_guest_and_restaurant() {
    let venue = Venue::with_mail();
    create(&venue).await;
    venue.run_until(NOON.plus_minutes(1)).await;
    let taken = venue.office.taken.borrow();
    let to: Vec<_> = taken.iter().map(|letter| letter.to.address.as_str()).collect();
    assert_eq!(to, ["ada@example.com", "table@example.com"]);
}

#[tokio::test]
async fn money_is_paid_where_it_came_and_not_where_a_status_says_so() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    assert_eq!(
        money(&venue, &booked.id).await,
        both("payment_pending", "pending")
    );
    // Staff do without the payment.
    venue.staff(&booked.id, Status::Booked).await;
    assert_eq!(money(&venue, &booked.id).await, both("booked", "closed"));
    let paid = venue.book_with("b", "2026-11-26", None).await.unwrap();
    let payment = paid.checkout.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("n1", &payment).await;
    assert_eq!(money(&venue, &paid.id).await, both("booked", "paid"));
    let reference = seen(&venue, &paid.id).await["payment"]["reference"].clone();
    assert_eq!(reference, json!(format!("bank-{payment}")));
    let call = Request::SetStatus(paid.id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, paid.manage_token.clone()).await.unwrap();
    assert_eq!(money(&venue, &paid.id).await, both("cancelled", "refunded"));
    venue.run_until(NOON.plus_minutes(5)).await;
    assert_eq!(money(&venue, &paid.id).await, both("cancelled", "refunded"));
}

#[tokio::test]
async fn a_card_that_is_kept_and_money_that_is_set_aside_are_not_paid() {
    let terms = json!({ "type": "card_guarantee", "pricePerGuest": 3_400, "dueMinutes": 30 });
    for (venue, status) in [
        (Venue::with_terms("instant", &terms), "booked"),
        (Venue::new("request"), "requested"),
    ] {
        let booked = venue.book("a").await.unwrap();
        assert!(venue.bank.pay());
        venue.tell("n1").await.unwrap();
        assert_eq!(money(&venue, &booked.id).await, both(status, "authorized"));
    }
}

/// Has staff book this with a guest, at a venue whose dinner has prices, add-ons and questions.
async fn create_order(venue: &Venue, request: &Value) -> Result<Value, VenueError> {
    let mut request = request.clone();
    request["locale"] = json!("en");
    request["guest"] = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    let new = serde_json::from_value(request).unwrap();
    let call = Request::Staff(StaffRequest::Create(Box::new(new)));
    let made: Value = venue.send(call, None).await?;
    Ok(made["reservation"].clone())
}

#[tokio::test]
async fn staff_book_an_order_at_its_price_and_may_leave_questions_open() {
    let venue = orders::venue(&json!(null));
    let made = create_order(&venue, &orders::family()).await.unwrap();
    assert_eq!(made["total"]["amount"], 14_800);
    assert_eq!(made["people"][1]["category"], "children");
    assert_eq!(made["addOns"][1]["id"], "flowers");
    let mut answered = orders::family();
    answered["addOns"] = json!([{ "id": "flowers", "quantity": 3 }]);
    answered["answers"] = json!([{ "question": "high_chair", "value": 1 }]);
    let fault = FieldError::new("/addOns/0/quantity", FieldCode::SoldOut);
    assert_eq!(
        create_order(&venue, &answered).await,
        Err(VenueError::Fields(vec![fault]))
    );
    answered["addOns"] = json!([{ "id": "flowers", "quantity": 2 }]);
    let made = create_order(&venue, &answered).await.unwrap();
    assert_eq!(made["answers"][0]["value"], 1);
    // A party of which nothing is said is of the default category.
    let plain = json!({ "experienceId": "dinner", "day": orders::DAY, "minutes": 1_140, "attendees": 2 });
    let made = create_order(&venue, &plain).await.unwrap();
    assert_eq!(made["total"]["amount"], 6_800);
    assert_eq!(made["people"][0]["count"], 2);
}
