//! Facts about orders: people, add-ons, prices and answers, from the quote to the letters and the refund.

use edge::error::VenueError;
use edge::provider::{Booked, BookingRequest};
use edge::storage::database::Database as _;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::blanking::blank_reservation;
use edge::venue::message::Request;
use edge::venue::message::staff::{GuestContact, StaffRequest};
use serde_json::{Value, json};
use shared::guest_data::GuestExport;
use shared::id::{AddOnId, ExperienceId};
use shared::quote::Quote;
use shared::reservation::{Reservation, Status};
use shared::time::Day;
use shared::validation::{FieldCode, FieldError};

use super::venue::Venue;

/// The day of the orders.
pub const DAY: &str = "2026-11-25";

/// A venue that sends mail, whose dinner counts children, has add-ons and questions, and is prepaid.
pub fn venue(payment: &Value) -> Venue {
    let mut settings = serde_json::to_value(Venue::with_mail().settings).unwrap();
    let table = |id: &str| {
        json!({
            "id": id, "name": id, "minPartySize": 1, "maxPartySize": 6, "type": "rect_six", "x": 0, "y": 0,
        })
    };
    settings["engine"]["rooms"][0]["tables"] = json!([table("t1"), table("t2"), table("t3")]);
    let dinner = settings["engine"]["experiences"][0].as_object_mut().unwrap();
    let offer = json!({
        "attendees": { "min": 1, "max": 6 }, "durations": [{ "upTo": 6, "minutes": 90 }],
        "payment": payment, "pricePerGuest": 3_400, "vatBasisPoints": 1_000,
        "people": [
            { "id": "adults", "name": { "en": "Adults" }, "isDefault": true },
            { "id": "children", "name": { "en": "Children" }, "price": 1_700, "needsAdult": true },
        ],
        "addOns": [
            { "id": "wine", "name": { "en": "Wine pairing" }, "price": 1_900, "per": "guest" },
            { "id": "flowers", "name": { "en": "Flowers" }, "price": 2_500, "per": "unit", "max": 3, "stockPerDay": 3 },
        ],
        "questions": [{ "ready": "allergies", "isRequired": true }, { "ready": "high_chair" }],
    });
    dinner.extend(offer.as_object().unwrap().clone());
    let settings = serde_json::from_value(settings).unwrap();
    Venue::of(settings, std::rc::Rc::new(|_, _| Err(VenueError::NotFound)))
}

fn prepaid() -> Venue {
    venue(&json!({ "type": "prepayment", "pricePerGuest": 3_400, "dueMinutes": 30, "refundMinutes": 1_440 }))
}

/// Two adults, a child, two glasses of wine and a bunch of flowers.
pub fn family() -> Value {
    json!({
        "experienceId": "dinner", "day": DAY, "minutes": 1_140, "attendees": 3,
        "people": [{ "category": "adults", "count": 2 }, { "category": "children", "count": 1 }],
        "addOns": [{ "id": "wine", "quantity": 2 }, { "id": "flowers", "quantity": 1 }],
    })
}

/// The price of a booking.
pub async fn quote(venue: &Venue, question: &Value) -> Result<Quote, VenueError> {
    let request = serde_json::from_value(question.clone()).unwrap();
    let found: Option<Quote> = venue.send(Request::Quote(Box::new(request), None), None).await?;
    Ok(found.unwrap())
}

/// The booking of a question with these members too.
pub fn order(key: &str, question: &Value, more: &Value) -> BookingRequest {
    let mut request = question.clone();
    let members = request.as_object_mut().unwrap();
    members.extend([
        ("locale".to_owned(), json!("en")),
        (
            "guest".to_owned(),
            json!({ "lastName": "Muster", "email": "ada@example.com" }),
        ),
        (
            "answers".to_owned(),
            json!([{ "question": "allergies", "value": "Nuts" }, { "question": "high_chair", "value": 1 }]),
        ),
    ]);
    members.extend(more.as_object().unwrap().clone());
    BookingRequest {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    }
}

/// Books with these members beside those of the question.
pub async fn book(
    venue: &Venue,
    key: &str,
    question: &Value,
    more: Value,
) -> Result<Reservation, VenueError> {
    let order = order(key, question, &more);
    let booked: Booked = venue.send(Request::Reserve(Box::new(order)), None).await?;
    Ok(booked.reservation)
}

/// The add-ons of which nothing is left on the day.
async fn sold_out(venue: &Venue) -> Vec<String> {
    let call = Request::SoldOut(ExperienceId::parse("dinner").unwrap(), Day::parse(DAY).unwrap());
    let found: Vec<AddOnId> = venue.send(call, None).await.unwrap();
    found.iter().map(AddOnId::to_string).collect()
}

/// Changes a reservation for its guest.
async fn change(venue: &Venue, booked: &Reservation, change: Value) -> Result<Reservation, VenueError> {
    let change = Box::new(serde_json::from_value(change).unwrap());
    let call = Request::Change(booked.id.clone(), change);
    venue.send(call, booked.manage_token.clone()).await
}

fn fault(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

#[tokio::test]
async fn what_is_charged_is_what_the_quote_says_is_due_now() {
    let venue = prepaid();
    let quote = quote(&venue, &family()).await.unwrap();
    assert_eq!(
        (
            quote.total.amount(),
            quote.due_now.amount(),
            quote.due_at_venue.amount()
        ),
        (14_800, 14_800, 0)
    );
    let left: Vec<_> = quote.left.iter().map(|one| (one.id.as_str(), one.left)).collect();
    assert_eq!(left, [("flowers", 3)]);
    let booked = book(&venue, "a", &family(), json!({ "quoted": quote.quoted() }))
        .await
        .unwrap();
    assert_eq!(booked.status, Status::PaymentPending);
    let payment = booked.checkout.clone().unwrap();
    assert_eq!(payment.amount, quote.due_now);
    assert!(venue.bank.pay_for(&payment.id));
    venue.tell_of("n1", &payment.id).await;
    let seen = venue.see(&booked).await;
    assert_eq!((seen.status, seen.total), (Status::Booked, Some(quote.total)));
    let people: Vec<_> = seen
        .people
        .iter()
        .map(|one| (one.category.as_str(), one.count))
        .collect();
    assert_eq!(people, [("adults", 2), ("children", 1)]);
    let add_ons: Vec<_> = seen
        .add_ons
        .iter()
        .map(|one| (one.id.as_str(), one.total.amount()))
        .collect();
    assert_eq!(add_ons, [("wine", 3_800), ("flowers", 2_500)]);
    assert_eq!(seen.answers.len(), 2);
    // Cancelled in time, all of it goes back by the stored terms.
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let cancelled: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    assert_eq!(cancelled.payment.unwrap().amount, quote.due_now);
}

#[tokio::test]
async fn a_gift_card_lowers_what_is_due_now_in_the_quote_and_in_the_booking() {
    let venue = prepaid();
    let code = venue.card(2_000).await.text();
    let mut question = family();
    question["giftCardCode"] = json!(code);
    let quote = quote(&venue, &question).await.unwrap();
    assert_eq!((quote.total.amount(), quote.due_now.amount()), (14_800, 12_800));
    let booked = book(&venue, "a", &question, json!({ "quoted": quote.quoted() }))
        .await
        .unwrap();
    assert_eq!(booked.checkout.unwrap().amount, quote.due_now);
}

#[tokio::test]
async fn a_price_that_is_another_one_by_now_books_nothing() {
    let venue = prepaid();
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    let shown = json!({ "quoted": { "total": eur(14_700), "dueNow": eur(14_700) } });
    let Err(VenueError::PriceChanged { quote }) = book(&venue, "a", &family(), shown).await else {
        panic!("the price has changed");
    };
    assert_eq!(quote.total.amount(), 14_800);
    assert_eq!(venue.count("SELECT id FROM reservations"), 0);
    // The guest agrees to the new price under the same key.
    let booked = book(&venue, "a", &family(), json!({ "quoted": quote.quoted() })).await;
    assert!(booked.is_ok());
}

#[tokio::test]
async fn a_stock_is_shared_by_the_day_and_freed_by_a_cancellation() {
    let venue = prepaid();
    let with_flowers = |quantity: u8| {
        let mut question = family();
        question["addOns"] = json!([{ "id": "flowers", "quantity": quantity }]);
        question
    };
    let first = book(&venue, "a", &with_flowers(2), json!({})).await.unwrap();
    let refused = book(&venue, "b", &with_flowers(2), json!({})).await;
    assert_eq!(refused, Err(fault("/addOns/0/quantity", FieldCode::SoldOut)));
    book(&venue, "b", &with_flowers(1), json!({})).await.unwrap();
    assert_eq!(sold_out(&venue).await, ["flowers"]);
    let call = Request::SetStatus(first.id, Status::Cancelled);
    let _: Reservation = venue.send(call, first.manage_token).await.unwrap();
    assert_eq!(sold_out(&venue).await, [""; 0]);
    assert!(book(&venue, "c", &with_flowers(2), json!({})).await.is_ok());
}

#[tokio::test]
async fn a_required_answer_that_is_missing_is_named_by_its_question() {
    let venue = prepaid();
    let refused = book(&venue, "a", &family(), json!({ "answers": [] })).await;
    assert_eq!(refused, Err(fault("/answers/allergies", FieldCode::Required)));
    let children = json!({ "people": [{ "category": "children", "count": 3 }] });
    let refused = book(&venue, "a", &family(), children).await;
    assert_eq!(refused, Err(fault("/people", FieldCode::NeedsAdult)));
}

#[tokio::test]
async fn a_change_prices_what_is_ordered_anew_and_keeps_the_rest() {
    let guarantee =
        json!({ "type": "card_guarantee", "pricePerGuest": 1_000, "requiredFrom": 6, "dueMinutes": 30 });
    let venue = venue(&guarantee);
    let booked = book(&venue, "a", &family(), json!({})).await.unwrap();
    assert_eq!(
        (booked.status, booked.total.unwrap().amount()),
        (Status::Booked, 14_800)
    );
    // One adult more, by the size alone.
    let changed = change(&venue, &booked, json!({ "attendees": 4 })).await.unwrap();
    assert_eq!(changed.total.unwrap().amount(), 18_200);
    assert_eq!(changed.people[0].count, 3);
    let changed = change(
        &venue,
        &booked,
        json!({ "addOns": [], "answers": [{ "question": "allergies", "value": "None" }] }),
    )
    .await;
    let changed = changed.unwrap();
    assert_eq!(
        (changed.total.unwrap().amount(), changed.add_ons.len()),
        (11_900, 0)
    );
    assert_eq!(changed.answers.len(), 1);
    let moved = change(&venue, &booked, json!({ "day": "2026-11-26" }))
        .await
        .unwrap();
    assert_eq!(moved.total, changed.total);
    let refused = change(
        &venue,
        &booked,
        json!({ "people": [{ "category": "adults", "count": 9 }] }),
    )
    .await;
    assert_eq!(refused, Err(fault("/people", FieldCode::OutOfRange)));
    let seen = venue.see(&booked).await;
    assert_eq!((seen.total, seen.answers), (moved.total, moved.answers));
}

#[tokio::test]
async fn fewer_guests_have_less_of_what_is_for_each_of_them() {
    let venue = venue(&json!(null));
    let mut question = family();
    question["addOns"] = json!([{ "id": "wine", "quantity": 3 }, { "id": "flowers", "quantity": 3 }]);
    let booked = book(&venue, "a", &question, json!({})).await.unwrap();
    let units = |seen: &Reservation| -> Vec<u8> { seen.add_ons.iter().map(|one| one.quantity).collect() };
    assert_eq!(units(&booked), [3, 3]);
    let changed = change(&venue, &booked, json!({ "attendees": 2 })).await.unwrap();
    assert_eq!(units(&changed), [2, 3]);
    // An adult and a child, two glasses of wine and three bunches of flowers.
    assert_eq!(
        changed.total.unwrap().amount(),
        3_400 + 1_700 + 2 * 1_900 + 3 * 2_500
    );
}

#[tokio::test]
async fn what_is_paid_is_for_the_order_as_it_was() {
    let venue = prepaid();
    let booked = book(&venue, "a", &family(), json!({})).await.unwrap();
    let refused = change(&venue, &booked, json!({ "addOns": [] })).await;
    assert_eq!(refused, Err(fault("/addOns", FieldCode::NotOffered)));
    let moved = change(&venue, &booked, json!({ "minutes": 1_200 }))
        .await
        .unwrap();
    assert_eq!((moved.total, moved.payment), (booked.total, booked.payment));
}

#[tokio::test]
async fn answers_are_the_guests_and_are_in_no_stored_answer_no_audit_and_no_letter_to_the_guest() {
    let venue = venue(&json!(null));
    let booked = book(&venue, "a", &family(), json!({})).await.unwrap();
    assert_eq!(booked.answers, []);
    venue.run_until(venue.now.get()).await;
    {
        let letters = venue.office.taken.borrow();
        let text_to = |address: &str| {
            let letter = letters.iter().find(|letter| letter.to.address == address);
            letter.unwrap().text.clone()
        };
        let (guest, restaurant) = (text_to("ada@example.com"), text_to("table@example.com"));
        assert!(guest.contains("2 × Adults, 1 × Children"), "{guest}");
        assert!(
            guest.contains("2 × Wine pairing (€38), 1 × Flowers (€25)"),
            "{guest}"
        );
        assert!(!guest.contains("Nuts"), "{guest}");
        assert!(restaurant.contains("Nuts"), "{restaurant}");
    }
    for sql in ["SELECT * FROM idempotency", "SELECT * FROM audit"] {
        let rows = serde_json::to_string(&venue.rows(sql)).unwrap();
        assert!(!rows.contains("Nuts"), "{sql}");
    }
    let email = "ada@example.com".to_owned().try_into().unwrap();
    let call = Request::Staff(StaffRequest::ExportGuest(GuestContact::Email(email)));
    let export: GuestExport = venue.send(call, None).await.unwrap();
    assert_eq!(export.reservations[0].answers.len(), 2);
    assert_eq!(export.reservations[0].total, booked.total);
    let statement = blank_reservation(&booked.id, venue.now.get());
    venue.database.write(vec![statement]).unwrap();
    assert_eq!(
        venue.rows("SELECT answers FROM reservations"),
        [json!({ "answers": null })]
    );
}
