//! Facts about repeated requests.

use serde_json::{Value, json};
use shared::reservation::ReservationRequest;
use shared::validation::read_json;

use super::*;
use crate::storage::row::test_support::check;

fn request(change: impl FnOnce(&mut Value)) -> ReservationRequest {
    let mut body = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
        "guest": { "lastName": "Muster", "email": "ada@example.com" },
    });
    change(&mut body);
    read_json(body).unwrap()
}

fn reservation() -> Reservation {
    serde_json::from_value(json!({
        "id": "r1", "number": "R-000001", "status": "booked", "day": "2026-11-27", "minutes": 1140, "duration": 120,
        "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
    }))
    .unwrap()
}

#[test]
fn the_row_is_the_table() {
    for answer in [json!(null), json!(serde_json::to_string(&reservation()).unwrap())] {
        check::<IdempotencyRow>(&json!({
            "key": "key-1", "fingerprint": "f", "answer": answer, "created_at": 1_795_258_800,
        }));
    }
}

#[test]
fn a_key_leads_to_one_of_four_decisions() {
    let row = |fingerprint: &str, answer| {
        Some(IdempotencyRow {
            key: IdempotencyKey::parse("key-1").unwrap(),
            fingerprint: fingerprint.to_owned(),
            answer,
            created_at: Instant::from_unix(1_795_258_800),
        })
    };
    for (stored, decision) in [
        (None, Decision::CarryOut),
        (row("this", None), Decision::InFlight),
        (
            row("this", Some(reservation())),
            Decision::Repeat(Box::new(reservation())),
        ),
        (row("other", None), Decision::Reused),
        (row("other", Some(reservation())), Decision::Reused),
    ] {
        assert_eq!(decide(stored.clone(), "this"), decision, "{stored:?}");
    }
}

#[test]
fn a_fingerprint_tells_meanings_apart_and_not_spellings() {
    let plain = fingerprint(&request(|_| {}));
    assert_eq!(
        fingerprint(&request(|body| body["guest"]["lastName"] = json!("  Muster "))),
        plain
    );
    assert_eq!(
        fingerprint(&request(|body| body["marketingConsent"] = json!(false))),
        plain
    );
    for (pointer, value) in [
        ("/attendees", json!(3)),
        ("/guest/lastName", json!("Master")),
        ("/minutes", json!(1155)),
    ] {
        let other = request(|body| *body.pointer_mut(pointer).unwrap() = value);
        assert_ne!(fingerprint(&other), plain, "{pointer}");
    }
    assert!(!plain.contains("Muster") && plain.len() == 64);
}
