//! Facts about Molzait's JSON in this worker's words, and back.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::provider::lenient::read;

fn parsed<T: serde::de::DeserializeOwned>(json: &Value) -> T {
    read(json.to_string().as_bytes()).unwrap()
}

fn fault<T: serde::de::DeserializeOwned>(json: &Value) -> String {
    read::<T>(json.to_string().as_bytes())
        .err()
        .unwrap_or_else(|| panic!("{json} was read"))
}

/// The documented example, with an open slot.
fn wire_slot() -> Value {
    json!({
        "restaurantId": "4628e71afb9d-4c8a-9a78-1234226f7a8a", "experienceId": "8a58c26c6a67-4660-893d-9a1c04003703",
        "day": "2024-01-02", "minutes": 600, "duration": 120, "attendees": 4, "spotsTotal": 10, "spotsOpen": 5,
        "seated": 45, "seatedLimit": 50, "starting": 15, "startingLimit": 20,
        "availableAssignments": [{
            "floorPlanId": "string", "maxPartySize": 0, "minPartySize": 0, "reservable": true, "score": 0.122,
            "tableCategoryIds": ["string"], "tableIds": ["string"],
        }],
        "exclusionReasons": [], "availableFloorPlanIds": ["string"], "assignmentsAvailableIn": ["string"],
        "confirmationMode": "instant", "showEndTime": true,
        "paymentSettings": {
            "payment": {
                "pricing": { "pricePerPax": 0, "displayPricePerPax": 0, "type": "per_pax" }, "requiredFromPax": 0,
            },
            "pendingMinutes": 0, "refundMinutes": 0, "type": "none",
        },
    })
}

fn question() -> SlotsQuestion {
    SlotsQuestion {
        experience_id: ExperienceId::parse("8a58c26c6a67-4660-893d-9a1c04003703").unwrap(),
        attendees: Attendees::parse(4).unwrap(),
        day: Day::parse("2024-01-02").unwrap(),
        moving: None,
    }
}

fn mapped(all: &[Value]) -> Vec<Slot> {
    let answer: wire::Slots = parsed(&json!({ "slots": all }));
    slots(&answer.slots.all, &question(), Currency::EUR, &[])
}

/// One slot, changed at these places.
fn changed(changes: &[(&str, Value)]) -> Vec<Slot> {
    let mut slot = wire_slot();
    for (place, value) in changes {
        slot[*place] = value.clone();
    }
    mapped(&[slot])
}

#[test]
fn a_slot_is_open_exactly_when_nothing_excludes_it() {
    assert_eq!(
        serde_json::to_value(mapped(&[wire_slot()])).unwrap(),
        json!([{
            "minutes": 600, "duration": 120, "showEndTime": true, "status": "open", "spotsOpen": 5,
            "confirmation": "instant", "areas": [], "payment": null, "reasons": [],
        }])
    );
    let full = changed(&[
        ("exclusionReasons", json!(["no_tables_found"])),
        ("spotsOpen", json!(5)),
    ]);
    assert_eq!(
        (full[0].status, &full[0].reasons[..]),
        (SlotStatus::Full, &[Reason::NO_TABLES_FOUND][..])
    );
}

#[test]
fn slots_come_by_time_and_once_and_only_those_asked_for() {
    let at = |minutes: i64, place: &str, value: Value| {
        let mut slot = wire_slot();
        slot["minutes"] = json!(minutes);
        slot[place] = value;
        slot
    };
    let slots = mapped(&[
        at(1500, "seated", json!(1)),
        at(615, "exclusionReasons", json!(["no_tables_found"])),
        at(615, "exclusionReasons", json!([])),
        at(600, "day", json!("2024-01-03")),
        at(600, "experienceId", json!("other")),
        at(-15, "seated", json!(1)),
        at(2880, "seated", json!(1)),
        at(630, "duration", json!(-1)),
    ]);
    let times: Vec<_> = slots
        .iter()
        .map(|slot| (slot.minutes.get(), slot.status))
        .collect();
    assert_eq!(times, [(615, SlotStatus::Open), (1500, SlotStatus::Open)]);
}

#[test]
fn what_others_write_differently_survives() {
    let slots = changed(&[
        ("minutes", json!(600.0)),
        ("duration", json!(120.0)),
        ("spotsOpen", json!(null)),
        ("confirmationMode", json!("by_hand")),
        ("showEndTime", json!("yes")),
        ("paymentSettings", json!(null)),
        ("somethingNew", json!({ "a": [1] })),
        ("exclusionReasons", json!(["<b>neu!</b>", 7, "", "x".repeat(100)])),
    ]);
    assert_eq!(
        serde_json::to_value(&slots).unwrap(),
        json!([{
            "minutes": 600, "duration": 120, "showEndTime": false, "status": "full", "spotsOpen": 0,
            "confirmation": "request", "areas": [], "payment": null,
            "reasons": ["bneub", "other", "x".repeat(64)],
        }])
    );
}

#[test]
fn what_is_missing_is_named_and_what_is_there_is_not_repeated() {
    let mut without = wire_slot();
    without.as_object_mut().unwrap().remove("minutes");
    assert!(fault::<wire::Slot>(&without).starts_with("`minutes` is missing at line 1, column "));
    let mut secret = wire_slot();
    secret["minutes"] = json!("ada@example.com");
    let strange = fault::<wire::Slot>(&secret);
    assert!(
        strange.starts_with("another type at line 1, column "),
        "{strange}"
    );
    assert!(!strange.contains("ada"), "{strange}");
    assert_eq!(
        fault::<wire::Slots>(&json!({})),
        "`slots` is missing at line 1, column 2"
    );
    let text = fault::<wire::Slots>(&json!("ada@example.com"));
    assert_eq!(text, "another type at line 1, column 17");
    assert_eq!(read::<wire::Slots>(b"<html>Ada").err().unwrap(), "no JSON");
    assert_eq!(read::<Vec<u8>>(b"[] ada").err().unwrap(), "no JSON");
}

fn paid(change: impl FnOnce(&mut Value)) -> Slot {
    let mut settings = json!({
        "type": "payment", "pendingMinutes": 15, "refundMinutes": 2880,
        "payment": {
            "pricing": { "type": "per_pax", "pricePerPax": 3400, "displayPricePerPax": 3900 }, "requiredFromPax": 4,
        },
    });
    change(&mut settings);
    changed(&[("paymentSettings", settings)]).remove(0)
}

#[test]
fn a_slot_with_a_payment_of_any_type_is_closed() {
    for one in PaymentType::ALL {
        let slot = paid(|settings| settings["type"] = json!(one));
        assert_eq!(slot.payment.map(|terms| terms.kind), one.kind());
        let right = match one {
            PaymentType::None => (SlotStatus::Open, vec![]),
            _ => (SlotStatus::Full, vec![Reason::PAYMENT_NOT_SUPPORTED]),
        };
        assert_eq!((slot.status, slot.reasons), right, "{one:?}");
    }
}

#[test]
fn a_price_per_guest_is_due_from_some_size_on_and_the_one_to_show_is_shown() {
    assert_eq!(
        serde_json::to_value(paid(|_| {}).payment).unwrap(),
        json!({
            "type": "prepayment", "amount": { "amount": 15_600, "currency": "EUR" }, "dueMinutes": 15,
            "refundMinutes": 2880,
        })
    );
    let smaller = paid(|settings| settings["payment"]["requiredFromPax"] = json!(5));
    assert_eq!((smaller.payment, smaller.status), (None, SlotStatus::Open));
    let free = paid(|settings| settings["payment"]["pricing"]["pricePerPax"] = json!(0));
    assert_eq!((free.payment, free.status), (None, SlotStatus::Open));
    for unshown in [
        json!(null),
        json!(0),
        json!("34"),
        json!(-1),
        json!(34),
        json!(34.0),
    ] {
        let slot = paid(|settings| settings["payment"]["pricing"]["displayPricePerPax"] = unshown.clone());
        assert_eq!(
            slot.payment.map(|terms| terms.amount.amount()),
            Some(13_600),
            "{unshown}"
        );
    }
    let never_back = paid(|settings| settings["refundMinutes"] = json!(null));
    assert_eq!(never_back.payment.unwrap().refund_minutes, None);
}

#[test]
fn a_price_that_cannot_be_shown_closes_the_slot() {
    for (place, value) in [
        ("/type", json!("voucher")),
        ("/type", json!(null)),
        ("/payment", json!(null)),
        ("/payment", json!("3400")),
        ("/payment/pricing/type", json!("per_table")),
        ("/payment/pricing/pricePerPax", json!(34.5)),
        ("/payment/pricing/pricePerPax", json!(-1)),
        ("/payment/pricing/pricePerPax", json!(9_007_199_254_740_991_i64)),
        ("/payment/requiredFromPax", json!("many")),
    ] {
        let slot = paid(|settings| *settings.pointer_mut(place).unwrap() = value.clone());
        assert_eq!(
            (slot.status, slot.payment),
            (SlotStatus::Full, None),
            "{place} {value}"
        );
        assert_eq!(slot.reasons[0].text(), "payment_not_supported");
    }
}

#[test]
fn experiences_keep_the_texts_they_have_and_pictures_that_can_be_shown() {
    let one = |image: Value| {
        json!({
            "id": "8a58c26c6a67-4660-893d-9a1c04003703",
            "name": { "de": "Abendessen", "en": "Dinner" },
            "shortDescription": { "de": "À la carte", "en": null },
            "descriptionHtml": { "de": "<p onclick=\"x()\">Fünf Gänge</p><img src=x>" },
            "image": image, "orderSettings": {}, "isDefault": true,
        })
    };
    let party = PartyRange {
        min: Attendees::MIN,
        max: Attendees::MAX,
    };
    let map = |image: Value| experiences(&parsed::<Vec<_>>(&json!([one(image)])), party).remove(0);
    let https = json!({ "path": "a/b.jpg", "url": "https://cdn.example/b.jpg" });
    assert_eq!(
        serde_json::to_value(map(https)).unwrap(),
        json!({
            "id": "8a58c26c6a67-4660-893d-9a1c04003703", "name": { "de": "Abendessen", "en": "Dinner" },
            "shortDescription": { "de": "À la carte" }, "descriptionHtml": { "de": "<p>Fünf Gänge</p>" },
            "image": { "url": "https://cdn.example/b.jpg" }, "isDefault": true,
            "attendees": { "min": 1, "max": 50 }, "confirmation": "instant",
        })
    );
    for image in [
        json!(null),
        json!("b.jpg"),
        json!({ "url": null }),
        json!({ "url": "http://cdn.example/b.jpg" }),
        json!({ "url": "b.jpg" }),
        json!({ "url": "https://cdn.example/\"onload=\"x()" }),
        json!({ "url": "javascript:alert(1)" }),
        json!({ "url": "http://localhost:x@elsewhere.example/a.jpg" }),
        json!({ "url": "https://cdn.example@elsewhere.example/a.jpg" }),
    ] {
        let shown = map(image.clone()).image;
        let is_harmless = shown
            .as_ref()
            .is_none_or(|image| image.url.starts_with("https://cdn.example/"));
        assert!(is_harmless, "{image}");
    }
    let unnamed = json!([{ "id": "b", "name": {}, "image": 7 }]);
    assert_eq!(experiences(&parsed::<Vec<_>>(&unnamed), party).len(), 1);
}

/// The documented example, cut to what differs.
fn wire_reservation() -> Value {
    json!({
        "id": "r1", "number": "R-001234", "attendees": 2,
        "experience": { "id": "dinner", "name": { "en": "A lá carte", "de": "A lá carte" }, "shorthand": "ALC" },
        "startTime": "2024-01-02T19:00:00.000Z", "endTime": "2024-01-02T21:00:00.000Z", "checkinTime": null,
        "status": "booked", "source": "pos", "restaurantId": "string",
        "guest": {
            "id": "g", "firstName": "John", "lastName": "Doe", "company": "BestCorp Inc.", "locale": "de",
            "phone": "+436605512234", "email": "john.doe@example.com", "notes": "Likes to drink red wine",
        },
        "pinnedTables": [], "labels": [{ "id": "l", "name": "VIP" }], "specialRequestNotes": "Comes with a dog",
        "internalNotes": "pays late",
    })
}

fn changed_reservation(changes: &[(&str, Value)]) -> wire::Reservation {
    let mut reservation = wire_reservation();
    for (place, value) in changes {
        reservation[*place] = value.clone();
    }
    parsed(&reservation)
}

#[test]
fn a_reservation_says_how_long_it_is_and_not_when() {
    let known = known(&parsed(&wire_reservation()));
    assert_eq!((known.id.as_str(), known.number.as_str()), ("r1", "R-001234"));
    assert_eq!((known.status, known.duration), (Status::Booked, Some(120)));
    assert_eq!((known.day, known.minutes), (None, None));
    let text = format!("{known:?}");
    for word in ["Doe", "john", "+43", "wine", "late", "VIP", "dog"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn a_reservation_that_says_its_day_and_minutes_is_believed() {
    let one = changed_reservation(&[
        ("day", json!("2024-01-02")),
        ("minutes", json!(1140)),
        ("duration", json!(90)),
    ]);
    let known = known(&one);
    assert_eq!(
        (known.day, known.minutes),
        (Day::parse("2024-01-02").ok(), Minutes::parse(1140).ok())
    );
    assert_eq!(known.duration, Some(90));
}

#[test]
fn a_reservation_with_little_in_it_survives() {
    let one = changed_reservation(&[
        ("status", json!("dreamt_of")),
        ("experience", json!(null)),
        ("attendees", json!(0)),
        ("number", json!(null)),
        ("startTime", json!("soon")),
        ("guest", json!(null)),
        ("specialRequestNotes", json!(null)),
    ]);
    let known = known(&one);
    assert_eq!((known.status, known.number.as_str()), (Status::Unconfirmed, "r1"));
    assert_eq!(
        (known.experience, known.attendees, known.duration),
        (None, None, None)
    );
    assert!(candidate(&one).email.is_none());
    let mut without = wire_reservation();
    without.as_object_mut().unwrap().remove("status");
    assert!(fault::<wire::Reservation>(&without).starts_with("`status` is missing at "));
}

#[test]
fn a_candidate_has_what_tells_whose_it_is() {
    let one = candidate(&parsed(&wire_reservation()));
    assert_eq!(one.notes.as_deref(), Some("Comes with a dog"));
    assert_eq!(one.email.as_deref(), Some("john.doe@example.com"));
    assert_eq!(one.starts_at, Some(1_704_222_000));
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read::<wire::Slots>(&bytes);
        let _ = read::<Vec<wire::Experience>>(&bytes);
    }

    #[test]
    fn no_value_in_any_place_makes_it_panic(place in 0usize..20, number in any::<f64>(), text in ".{0,30}") {
        let mut slot = wire_slot();
        let names: Vec<String> = slot.as_object().unwrap().keys().cloned().collect();
        let name = &names[place % names.len()];
        for value in [json!(number), json!(text), json!([text]), json!({ "a": number }), json!(null)] {
            slot[name] = value;
            if let Ok(answer) = read::<wire::Slots>(json!({ "slots": [slot] }).to_string().as_bytes()) {
                let _ = slots(&answer.slots.all, &question(), Currency::EUR, &[]);
            }
        }
    }
}
