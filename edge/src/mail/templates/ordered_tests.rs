//! Facts about letters of reservations with people, add-ons and answers.

use serde_json::json;

use super::super::*;
use super::{RESTAURANT, euros, guest, localizer, with_reservation};

#[test]
fn letters_say_what_is_ordered_and_repeat_no_text_of_an_answer_to_the_guest() {
    let guest = guest("Ada", "Muster");
    let people: Vec<BookedPeople> = serde_json::from_value(json!([
        { "category": "adults", "name": { "en": "Adults" }, "count": 1 },
        { "category": "children", "name": { "en": "Children" }, "count": 1 },
    ]))
    .unwrap();
    let add_ons: Vec<BookedAddOn> = serde_json::from_value(json!([{
        "id": "wine", "name": { "en": "Wine pairing" }, "quantity": 1, "total": { "amount": 2_900, "currency": "EUR" },
    }]))
    .unwrap();
    let area: LocalizedText = serde_json::from_value(json!({ "en": "Parlour" })).unwrap();
    let answers: Vec<GivenAnswer> = serde_json::from_value(json!([
        { "question": "allergies", "label": { "en": "Allergies" }, "value": "nuts.example" },
        { "question": "high_chair", "label": { "en": "High chairs" }, "value": 1 },
    ]))
    .unwrap();
    let (to_guest, to_restaurant) = with_reservation(&guest, None, |reservation| {
        let reservation = ReservationFacts {
            people: &people,
            area: Some(&area),
            add_ons: &add_ons,
            total: Some(euros(8_750)),
            answers: &answers,
            ..*reservation
        };
        let english = localizer("en");
        (
            to_guest(ToGuest::Confirmed, &RESTAURANT, &english, &reservation).text,
            to_restaurant(ToRestaurant::Booked, &RESTAURANT, &english, &reservation).text,
        )
    });
    for text in [&to_guest, &to_restaurant] {
        for fact in [
            "Guests by age: 1 × Adults, 1 × Children\n",
            "What: Dinner (€58.50)\nArea: Parlour\n",
            "Extras: 1 × Wine pairing (€29)\n",
            "Total: €87.50\n",
        ] {
            assert!(text.contains(fact), "{text}");
        }
    }
    assert!(to_guest.contains("Answers: High chairs: 1\n"), "{to_guest}");
    assert!(
        to_restaurant.contains("Answers: Allergies: nuts. example; High chairs: 1\n"),
        "{to_restaurant}"
    );
}
