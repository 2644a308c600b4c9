//! Facts about bodies written for Molzait.

use serde_json::{Value, json};
use shared::reservation::ReservationRequest;
use shared::validation::read_json;

use super::*;
use crate::provider::choices::Choices;
use crate::provider::remote::Reference;

fn body(change: impl FnOnce(&mut Value), reference_in_notes: bool) -> (Value, Reference) {
    let mut request = json!({
        "experienceId": "8a58c26c6a67-4660-893d-9a1c04003703", "day": "2024-01-02", "minutes": 600, "attendees": 2,
        "guest": {
            "firstName": "John", "lastName": "Doe", "email": "john.doe@example.com", "phone": "+436605512234",
        },
        "notes": "Comes with a dog", "locale": "de-AT",
    });
    change(&mut request);
    let request: ReservationRequest = read_json(request).unwrap();
    let slot: Slot = serde_json::from_value(json!({
        "minutes": 600, "duration": 120, "showEndTime": true, "status": "open", "spotsOpen": 5,
        "confirmation": "instant", "areas": [], "payment": null, "reasons": [],
    }))
    .unwrap();
    let reference = Reference::of(&[9; 32]);
    let choices = Choices::default();
    let new = NewReservation {
        choices: &choices,
        request: &request,
        reference: &reference,
        slot: &slot,
    };
    let body = serde_json::to_value(new_reservation(&new, reference_in_notes, &[])).unwrap();
    (body, reference)
}

#[test]
fn a_new_reservation_is_molzaits_body() {
    let (body, _) = body(|_| {}, false);
    assert_eq!(
        body,
        json!({
            "attendees": 2, "day": "2024-01-02", "email": "john.doe@example.com",
            "experienceId": "8a58c26c6a67-4660-893d-9a1c04003703", "firstName": "John", "lastName": "Doe",
            "locale": "de", "minutes": 600, "notes": "Comes with a dog", "phone": "+436605512234",
        })
    );
}

#[test]
fn a_guest_of_whom_little_is_known_leaves_fields_out() {
    let (body, reference) = body(
        |request| {
            request["guest"] = json!({ "lastName": "Doe" });
            request["locale"] = json!("fr");
            request.as_object_mut().unwrap().remove("notes");
        },
        true,
    );
    assert_eq!(
        body,
        json!({
            "attendees": 2, "day": "2024-01-02", "experienceId": "8a58c26c6a67-4660-893d-9a1c04003703",
            "lastName": "Doe", "locale": "en", "minutes": 600, "notes": reference.annotation(),
        })
    );
}

#[test]
fn the_reference_follows_the_guests_notes() {
    let (body, reference) = body(|_| {}, true);
    assert_eq!(
        body["notes"],
        json!(format!("Comes with a dog\n{}", reference.annotation()))
    );
}
