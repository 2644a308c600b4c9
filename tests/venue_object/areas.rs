//! Facts about the area that a guest has chosen: it is named as long as the reservation's table is there.

use edge::venue::message::Request;
use serde_json::{Value, json};
use shared::id::ReservationId;

use super::object::{Object, settings};
use super::reservations::{book, engine};

/// A hall and a garden with a table each.
fn restaurant() -> Object {
    let mut engine = engine();
    let mut garden = engine["rooms"][0].clone();
    garden["id"] = json!("garden");
    garden["name"] = json!({ "en": "Garden" });
    garden["sortIndex"] = json!(1);
    garden["tables"][0]["id"] = json!("g1");
    garden["tables"][0]["name"] = json!("2");
    let rooms = engine["rooms"].as_array_mut().unwrap();
    rooms.push(garden);
    let settings = settings(&json!({
        "engine": engine,
        "mail": {
            "adapter": "shown", "from": "linde@example.com", "restaurant": "table@example.com",
            "site": "https://book.example.com",
        },
    }));
    assert_eq!(settings.faults(), Vec::<String>::new());
    Object::of(settings)
}

/// Whether each letter since the last call names the garden.
fn letters_name_it(object: &Object) -> Vec<bool> {
    let letters = object.office.taken.borrow_mut().drain(..).collect::<Vec<_>>();
    let of_reservation = letters.iter().filter(|letter| !letter.id.starts_with("reminder"));
    of_reservation
        .map(|letter| letter.text.contains(": Garden\n"))
        .collect()
}

async fn moved(object: &Object, booked: &Value, minutes: u16) -> Value {
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    let change = serde_json::from_value(json!({ "minutes": minutes })).unwrap();
    let call = Request::Change(id, Box::new(change));
    object.say_with(booked["manageToken"].as_str(), call).await
}

#[tokio::test]
async fn the_area_that_was_chosen_is_named_to_the_guest_and_in_the_letters() {
    let object = restaurant();
    let booked = book(&object, json!({ "areaId": "garden" }), "key-1").await;
    assert_eq!(booked["area"], json!({ "en": "Garden" }));
    object.wake().await;
    assert_eq!(letters_name_it(&object), [true, true]);
    let moved = moved(&object, &booked, 1_320).await;
    assert_eq!(moved["Ok"]["area"], json!({ "en": "Garden" }), "{moved}");
}

#[tokio::test]
async fn no_area_is_named_where_none_was_chosen_or_the_table_is_elsewhere_after_a_move() {
    let object = restaurant();
    let any = book(&object, json!({ "day": "2026-11-28" }), "key-1").await;
    assert_eq!(any["area"], Value::Null);
    let booked = book(&object, json!({ "areaId": "garden", "minutes": 1_320 }), "key-2").await;
    // Its guests sit in the hall then.
    book(&object, json!({ "areaId": "garden", "minutes": 1_200 }), "key-3").await;
    object.wake().await;
    letters_name_it(&object);
    let moved = moved(&object, &booked, 1_200).await;
    assert_eq!(moved["Ok"]["area"], Value::Null, "{moved}");
    object.wake().await;
    assert_eq!(letters_name_it(&object), [false, false]);
}
