//! Facts about the waitlist: the order of offers, how long they hold, and how they end.

use config::VenueSettings;
use edge::mail::OutgoingEmail;
use edge::provider::BookingRequest;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::waitlist::{NewWaitlistEntry, WaitlistRequest};
use serde_json::{Value, json};
use shared::id::{ReservationId, WaitlistEntryId};
use shared::reservation::Status;

use super::object::{NOON, Object, settings};
use super::venue::no_limits;

/// One table for two and one for four, and dinner at them.
pub fn restaurant() -> Object {
    Object::of(restaurant_settings())
}

/// The settings of that restaurant.
pub fn restaurant_settings() -> VenueSettings {
    let table = |id: &str, max: u8| {
        json!({
            "id": id, "name": id, "minPartySize": 1, "maxPartySize": max, "type": "rect_two", "x": 0, "y": 0,
        })
    };
    let settings = settings(&json!({
        "mail": {
            "adapter": "shown", "from": "linde@example.com", "restaurant": "table@example.com",
            "site": "https://book.example.com",
        },
        "waitlist": { "mostPerGuest": 2 },
        "limits": no_limits(),
        "engine": {
            "horizonDays": 30,
            "rooms": [{
                "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0,
                "tables": [table("t1", 2), table("t2", 4)],
            }],
            "experiences": [{
                "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
                "shortDescription": { "en": "Served" }, "descriptionHtml": { "en": "<p>Served</p>" },
                "isDefault": true, "attendees": { "min": 1, "max": 4 },
                "confirmation": "instant", "slotIntervalMinutes": 30,
                "durations": [{ "upTo": 4, "minutes": 90 }],
                "periods": [{
                    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                    "firstMinutes": 1080, "lastMinutes": 1260,
                }],
            }],
        },
    }));
    assert_eq!(settings.faults(), Vec::<String>::new());
    settings
}

pub fn order(day: &str, minutes: u16, attendees: u8, key: &str) -> Request {
    let request = json!({
        "experienceId": "dinner", "day": day, "minutes": minutes, "attendees": attendees, "locale": "en",
        "guest": { "lastName": "Muster", "email": "ada@example.com" },
    });
    Request::Reserve(Box::new(BookingRequest {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    }))
}

pub fn entry(day: &str, (from, to): (u16, u16), attendees: u8, email: &str, key: &str) -> Request {
    let request = json!({
        "experienceId": "dinner", "day": day, "from": from, "to": to, "attendees": attendees, "locale": "de",
        "guest": { "firstName": "Ben", "lastName": "Warter", "email": email },
    });
    Request::Waitlist(WaitlistRequest::Join(Box::new(NewWaitlistEntry {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    })))
}

const DAY: &str = "2026-11-27";

async fn book(object: &Object, minutes: u16, attendees: u8, key: &str) -> Value {
    let answer = object.send(order(DAY, minutes, attendees, key)).await;
    assert!(answer["Ok"].is_object(), "{answer}");
    answer["Ok"]["reservation"].clone()
}

/// Both tables are taken from seven on.
pub async fn full() -> (Object, Value, Value) {
    let object = restaurant();
    let small = book(&object, 1140, 2, "small").await;
    let large = book(&object, 1140, 4, "large").await;
    (object, small, large)
}

pub async fn leave(object: &Object, attendees: u8, email: &str) -> Value {
    let answer = object
        .send(entry(DAY, (1110, 1170), attendees, email, email))
        .await;
    assert!(answer["Ok"].is_object(), "{answer}");
    answer["Ok"]["wish"].clone()
}

pub async fn of_entry(object: &Object, entry: &Value, call: fn(WaitlistEntryId) -> WaitlistRequest) -> Value {
    let id = WaitlistEntryId::parse(entry["id"].as_str().unwrap()).unwrap();
    let token = entry["wishToken"].as_str().unwrap();
    object.say_with(Some(token), Request::Waitlist(call(id))).await
}

pub async fn status(object: &Object, entry: &Value) -> String {
    let seen = of_entry(object, entry, WaitlistRequest::Entry).await;
    seen["Ok"]["status"].as_str().unwrap().to_owned()
}

pub async fn cancel(object: &Object, booked: &Value) {
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    let token = booked["manageToken"].as_str();
    let call = Request::SetStatus(id, Status::Cancelled);
    let answer = object.say_with(token, call).await;
    assert_eq!(answer["Ok"]["status"], "cancelled", "{answer}");
}

/// The names and addresses of the e-mails about entries since the last call.
async fn letters(object: &Object) -> Vec<(String, String)> {
    object.wake().await;
    let letters: Vec<OutgoingEmail> = object.office.taken.borrow_mut().drain(..).collect();
    let mut names: Vec<_> = letters
        .iter()
        .map(|letter| {
            // An id is longer than any word.
            let is_word = |part: &&str| part.len() < 20;
            let name: Vec<_> = letter.id.split('-').take_while(is_word).collect();
            let name = name.join("-");
            (name, letter.to.address.clone())
        })
        .collect();
    names.sort();
    names
}

fn letter(name: &str, to: &str) -> (String, String) {
    (name.to_owned(), to.to_owned())
}

#[tokio::test]
async fn what_comes_free_is_offered_to_the_first_whom_it_fits_and_held_for_them() {
    let (object, small, _) = full().await;
    let four = leave(&object, 4, "four@example.com").await;
    let first = leave(&object, 2, "first@example.com").await;
    let second = leave(&object, 2, "second@example.com").await;
    assert_eq!(four["status"], "waiting");
    object.wake().await;
    object.office.taken.borrow_mut().clear();
    cancel(&object, &small).await;
    // Four do not fit at the small table, and it is held for one alone.
    assert_eq!(status(&object, &four).await, "waiting");
    assert_eq!(status(&object, &second).await, "waiting");
    let seen = of_entry(&object, &first, WaitlistRequest::Entry).await["Ok"].clone();
    assert_eq!(seen["status"], "offered");
    assert_eq!(
        seen["offer"],
        json!({ "minutes": 1110, "until": NOON.plus_minutes(30) })
    );
    let other = object.send(order(DAY, 1140, 2, "other")).await;
    assert!(other["Err"]["Taken"].is_object(), "{other}");
    object.wake().await;
    let sent = object.office.taken.borrow().clone();
    let offer = sent.iter().find(|one| one.id.starts_with("offered-")).unwrap();
    assert_eq!(offer.to.address, "first@example.com");
    let (id, token) = (
        first["id"].as_str().unwrap(),
        first["wishToken"].as_str().unwrap(),
    );
    let link = format!("https://book.example.com/book/linde#offer={id}.{token}");
    assert!(offer.text.contains(&link), "{}", offer.text);
}

#[tokio::test]
async fn an_offer_that_is_taken_is_a_reservation_like_any_other() {
    let (object, small, _) = full().await;
    let waiting = leave(&object, 2, "ben@example.com").await;
    cancel(&object, &small).await;
    letters(&object).await;
    let mut taken = Vec::new();
    for _ in 0..2 {
        taken.push(of_entry(&object, &waiting, WaitlistRequest::Accept).await["Ok"].clone());
    }
    assert_eq!(taken[0], taken[1]);
    assert_eq!(
        (&taken[0]["status"], &taken[0]["minutes"], &taken[0]["attendees"]),
        (&json!("booked"), &json!(1110), &json!(2))
    );
    assert_eq!(
        letters(&object).await,
        [
            letter("confirmed", "ben@example.com"),
            letter("restaurant-booked", "table@example.com"),
        ]
    );
    // It is the guest's to see and to cancel, and is held no longer than that.
    let id = ReservationId::parse(taken[0]["id"].as_str().unwrap()).unwrap();
    let manage = taken[0]["manageToken"].as_str();
    object.run_until(NOON.plus_minutes(60)).await;
    let seen = object.say_with(manage, Request::Reservation(id)).await;
    assert_eq!(seen["Ok"]["status"], "booked");
    assert_eq!(status(&object, &waiting).await, "accepted");
    let names = object.rows("SELECT last_name, email FROM waitlist");
    assert_eq!(names, [json!({ "last_name": null, "email": null })]);
}

#[tokio::test]
async fn an_offer_that_is_not_taken_goes_to_the_next_and_sends_an_email() {
    let (object, small, _) = full().await;
    let first = leave(&object, 2, "first@example.com").await;
    let second = leave(&object, 2, "second@example.com").await;
    cancel(&object, &small).await;
    letters(&object).await;
    object.run_until(NOON.plus_minutes(29)).await;
    assert_eq!(status(&object, &first).await, "offered");
    object.run_until(NOON.plus_minutes(30)).await;
    assert_eq!(status(&object, &first).await, "lapsed");
    assert_eq!(status(&object, &second).await, "offered");
    let late = of_entry(&object, &first, WaitlistRequest::Accept).await;
    assert_eq!(late["Err"], "OfferOver");
    assert_eq!(
        letters(&object).await,
        [
            letter("offered", "second@example.com"),
            letter("passed-on", "first@example.com"),
        ]
    );
    // At the end no entry is open, and the table is free.
    object.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(status(&object, &second).await, "lapsed");
    book(&object, 1140, 2, "anybody").await;
}

#[tokio::test]
async fn a_withdrawal_releases_the_held_table() {
    let (object, small, _) = full().await;
    let first = leave(&object, 2, "first@example.com").await;
    let second = leave(&object, 2, "second@example.com").await;
    cancel(&object, &small).await;
    for _ in 0..2 {
        let answer = of_entry(&object, &first, WaitlistRequest::Withdraw).await;
        assert_eq!(answer["Ok"]["status"], "withdrawn");
    }
    assert_eq!(status(&object, &second).await, "offered");
    let answer = of_entry(&object, &first, WaitlistRequest::Accept).await;
    assert_eq!(answer["Err"], "OfferOver");
    let token = Some("guess");
    let id = WaitlistEntryId::parse(second["id"].as_str().unwrap()).unwrap();
    for call in [
        WaitlistRequest::Entry,
        WaitlistRequest::Withdraw,
        WaitlistRequest::Accept,
    ] {
        let answer = object.say_with(token, Request::Waitlist(call(id.clone()))).await;
        assert_eq!(answer["Err"], "NotFound");
    }
}

#[tokio::test]
async fn a_change_and_staff_free_tables_too() {
    let (object, small, large) = full().await;
    let four = leave(&object, 4, "four@example.com").await;
    let two = leave(&object, 2, "two@example.com").await;
    let id = ReservationId::parse(large["id"].as_str().unwrap()).unwrap();
    let call = Request::Staff(StaffRequest::SetStatus(id, Status::NoShow));
    object.send(call).await;
    assert_eq!(status(&object, &four).await, "offered");
    let id = ReservationId::parse(small["id"].as_str().unwrap()).unwrap();
    let change = serde_json::from_value(json!({ "day": "2026-11-28" })).unwrap();
    let call = Request::Change(id, Box::new(change));
    let moved = object.say_with(small["manageToken"].as_str(), call).await;
    assert_eq!(moved["Ok"]["day"], "2026-11-28", "{moved}");
    assert_eq!(status(&object, &two).await, "offered");
}

#[tokio::test]
async fn an_entry_ends_at_its_time_and_its_guest_is_forgotten() {
    let (object, small, _) = full().await;
    let waiting = leave(&object, 2, "ben@example.com").await;
    let end = NOON.plus_minutes(6 * 24 * 60 + 8 * 60);
    object.run_until(end).await;
    assert_eq!(status(&object, &waiting).await, "ended");
    let names = object.rows("SELECT last_name, email FROM waitlist");
    assert_eq!(names, [json!({ "last_name": null, "email": null })]);
    let id = ReservationId::parse(small["id"].as_str().unwrap()).unwrap();
    object
        .send(Request::Staff(StaffRequest::SetStatus(id, Status::NoShow)))
        .await;
    assert_eq!(status(&object, &waiting).await, "ended");
}

#[tokio::test]
async fn the_same_entry_again_is_one_and_a_guest_has_so_many() {
    let (object, ..) = full().await;
    let one = leave(&object, 2, "ben@example.com").await;
    let again = object
        .send(entry(DAY, (1110, 1170), 2, "ben@example.com", "ben@example.com"))
        .await;
    assert_eq!(again["Ok"], json!({ "wish": one, "replayed": true }));
    let reused = object
        .send(entry(DAY, (1110, 1170), 4, "ben@example.com", "ben@example.com"))
        .await;
    assert_eq!(reused["Err"], "KeyReused");
    let second = object
        .send(entry(DAY, (1110, 1170), 4, "BEN@example.com", "second"))
        .await;
    assert!(second["Ok"].is_object(), "{second}");
    let third = object
        .send(entry(DAY, (1110, 1200), 2, "ben@example.com", "third"))
        .await;
    assert_eq!(third["Err"], "TooManyWishes");
    assert_eq!(object.rows("SELECT id FROM waitlist").len(), 2);
}

#[tokio::test]
async fn an_entry_that_breaks_a_rule_or_need_not_wait_is_refused_with_a_reason() {
    let (object, ..) = full().await;
    let ask = |day: &'static str, window, attendees| {
        object.send(entry(day, window, attendees, "ben@example.com", "key"))
    };
    let fault = |pointer: &str, code: &str| json!({ "Fields": [{ "pointer": pointer, "code": code }] });
    for (day, window, attendees, expected) in [
        (DAY, (1170, 1110), 2, fault("/to", "ends_before_start")),
        ("2026-11-20", (1110, 1170), 2, fault("/day", "in_the_past")),
        ("2027-06-01", (1110, 1170), 2, fault("/day", "beyond_horizon")),
        (DAY, (1110, 1170), 5, fault("/attendees", "party_too_large")),
        (DAY, (1141, 1142), 2, fault("/from", "not_a_slot")),
    ] {
        let answer = ask(day, window, attendees).await;
        assert_eq!(answer["Err"], expected, "{day} {window:?} {attendees}");
    }
    let open = ask(DAY, (1110, 1260), 2).await;
    let slots = open["Err"]["SlotOpen"]["alternatives"].as_array().unwrap();
    assert_eq!(
        slots.iter().map(|slot| &slot["minutes"]).collect::<Vec<_>>(),
        [&json!(1230), &json!(1260)]
    );
    assert_eq!(object.rows("SELECT id FROM waitlist").len(), 0);
    assert_eq!(
        object
            .rows("SELECT id FROM outbox WHERE id LIKE 'waiting-%'")
            .len(),
        0
    );
}
