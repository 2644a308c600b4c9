//! Every operation of Molzait's API, called with the samples of its public reference (in `samples/`): the answers of the
//! embedded engine under `/external` have at least the samples' keys, with values of their types.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::worlds::Served;

const EXPERIENCE: &str = "8a58c26c6a67-4660-893d-9a1c04003703";
const TABLE: &str = "a368c14670d1-4ef9-84aa-0d4b6ff9a933";
const DAY: &str = "2026-11-25";
/// The day of the test, whose clock stands at noon.
const TODAY: &str = "2026-11-21";

/// The keys of answers that the samples do not have. `.github/VENUES.md` lists them.
const MORE: [&str; 4] = ["day", "duration", "labels", "minutes"];

/// Members of a floor plan that are maps by ids, which the sample has in place of keys.
const MAPS: [&str; 3] = ["combinations", "elements", "tables"];

/// Fields whose value may be null: events to come, texts that staff have not written, documents that were not issued.
const NULLABLE: [&str; 8] = [
    "checkinTime",
    "checkoutTime",
    "company",
    "internalNotes",
    "invoiceUrl",
    "notes",
    "paymentIntentId",
    "specialRequestNotes",
];

macro_rules! samples {
    ($($name:literal)+) => {
        /// The sample of this file name; null if there is none.
        fn sample(name: &str) -> Value {
            match name {
                $($name => serde_json::from_str(include_str!(concat!("samples/", $name, ".json"))).unwrap(),)+
                _ => Value::Null,
            }
        }
    };
}

samples! {
    "experiences.list.response"
    "floorplans.create.request" "floorplans.create.response" "floorplans.list.response"
    "floorplans.update.request" "floorplans.update.response"
    "giftcards.create.request" "giftcards.create.response" "giftcards.get.response"
    "giftcards.transactions.create.request" "giftcards.transactions.create.response"
    "giftcards.transactions.get.response"
    "giftcards.transactions.update.request" "giftcards.transactions.update.response"
    "phonecalls.report.request"
    "reservations.create.request" "reservations.create.response" "reservations.get.response"
    "reservations.list.response" "reservations.update.request" "reservations.update.response"
    "slots.list.response"
    "tables.checkin.request" "tables.checkin.response" "tables.paid.request" "tables.paid.response"
}

/// A venue with the experience of the samples: on request, with a prepayment, and the label of the sample. Its table comes
/// with the floor plan of the samples.
fn venue() -> Served {
    Served::new(&json!({
        "horizonDays": 30,
        "labels": [{ "id": "e467b32edfe6-4695-a461-c552f73f812d", "name": "VIP", "icon": "star" }],
        "categories": [{ "id": "window", "name": { "en": "Window" } }],
        "rooms": [{
            "id": "hall", "name": { "en": "Hall" }, "sortIndex": 1,
            "tables": [{
                "id": "t102", "name": "102", "minPartySize": 2, "maxPartySize": 4, "type": "rect_one", "x": 0, "y": 0,
                "categories": ["window"],
            }],
        }],
        "experiences": [{
            "id": EXPERIENCE, "name": { "en": "À la carte" }, "shorthand": "ALC", "image": "dinner.jpg",
            "shortDescription": { "en": "À la carte" }, "descriptionHtml": { "en": "<p>À la carte</p>" },
            "attendees": { "min": 2, "max": 4 }, "confirmation": "request", "slotIntervalMinutes": 30,
            "durations": [{ "upTo": 4, "minutes": 120 }],
            "payment": { "type": "prepayment", "pricePerGuest": 3_400, "dueMinutes": 30, "refundMinutes": 2_880 },
            "periods": [{
                "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                "firstMinutes": 600, "lastMinutes": 1_320,
            }],
        }],
    }))
}

/// The places at which an answer lacks a key of the sample or has a value of another type.
fn lacks(place: &str, sample: &Value, answer: &Value) -> Vec<String> {
    let name = place.rsplit('/').next().unwrap_or_default();
    match (sample, answer) {
        (_, Value::Null) if NULLABLE.contains(&name) => Vec::new(),
        (Value::Object(sample), Value::Object(answer)) if MAPS.contains(&name) => {
            let both = sample.values().next().zip(answer.values().next());
            both.map_or_else(
                || vec![place.to_owned()],
                |(sample, answer)| lacks(&format!("{place}/0"), sample, answer),
            )
        }
        (Value::Object(sample), Value::Object(answer)) => sample
            .iter()
            // A text by language has the languages of the venue.
            .filter(|(key, _)| !["de", "en"].contains(&key.as_str()))
            .flat_map(|(key, value)| match answer.get(key) {
                Some(answer) => lacks(&format!("{place}/{key}"), value, answer),
                None => vec![format!("{place}/{key}")],
            })
            .collect(),
        (Value::Array(sample), Value::Array(answer)) => {
            let first = sample.first().zip(answer.first());
            first.map_or_else(Vec::new, |(sample, answer)| {
                lacks(&format!("{place}/0"), sample, answer)
            })
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Null, _) => Vec::new(),
        _ => vec![place.to_owned()],
    }
}

/// The keys that an answer has beyond its sample.
fn more(sample: &Value, answer: &Value, found: &mut BTreeSet<String>) {
    match (sample, answer) {
        (Value::Object(sample), Value::Object(answer)) => {
            for (key, value) in answer {
                match sample.get(key) {
                    Some(sample) if MAPS.contains(&key.as_str()) => {
                        let both = sample.as_object().zip(value.as_object());
                        let both =
                            both.and_then(|(one, other)| one.values().next().zip(other.values().next()));
                        if let Some((sample, answer)) = both {
                            more(sample, answer, found);
                        }
                    }
                    Some(sample) => more(sample, value, found),
                    None => {
                        found.insert(key.clone());
                    }
                }
            }
        }
        (Value::Array(sample), Value::Array(answer)) => {
            let both = sample.first().zip(answer.first());
            if let Some((sample, answer)) = both {
                more(sample, answer, found);
            }
        }
        _ => {}
    }
}

/// Calls one operation with its sample, changed where the sample has a placeholder; its answer, and what is wrong with it.
async fn call(
    served: &Served,
    name: &str,
    (method, path): (&str, &str),
    change: &Value,
) -> (Value, Vec<String>) {
    let mut body = sample(&format!("{name}.request"));
    if let (Some(body), Some(change)) = (body.as_object_mut(), change.as_object()) {
        body.extend(change.clone());
    }
    let (status, answer) = served
        .ask(method, path, Some(&body).filter(|body| !body.is_null()))
        .await;
    if !(200..300).contains(&status) {
        return (answer.clone(), vec![format!("{status} {answer}")]);
    }
    let response = sample(&format!("{name}.response"));
    let mut faults = lacks("", &response, &answer);
    let mut beyond = BTreeSet::new();
    more(&response, &answer, &mut beyond);
    beyond.retain(|key| !MORE.contains(&key.as_str()));
    faults.extend(
        beyond
            .into_iter()
            .map(|key| format!("{key} is more than the sample")),
    );
    (answer, faults)
}

/// The operations, each with what is wrong with its answer.
type Outcomes = Vec<(&'static str, Vec<String>)>;

/// The operations that need no other one before them.
async fn first_operations(served: &Served) -> Outcomes {
    let mut outcomes = Vec::new();
    let slots = format!("/external/availability/slots?attendees=4&day={DAY}&experienceId={EXPERIENCE}");
    for (name, method, path) in [
        ("experiences.list", "GET", "/external/availability/experiences"),
        ("slots.list", "GET", slots.as_str()),
        ("phonecalls.report", "POST", "/external/phone-numbers/main/calls"),
    ] {
        outcomes.push((name, call(served, name, (method, path), &Value::Null).await.1));
    }
    outcomes
}

/// The operations of the floor plan that the samples describe, which stays; the path of the plan.
async fn floor_plan(served: &Served) -> (Outcomes, String) {
    let (mut outcomes, path) = (Vec::new(), "/external/floorplans");
    let unchanged = &Value::Null;
    let (made, faults) = call(served, "floorplans.create", ("POST", path), unchanged).await;
    outcomes.push(("floorplans.create", faults));
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(made["tables"][TABLE]["name"], "45");
    for (name, method, path) in [
        ("floorplans.list", "GET", path),
        ("floorplans.update", "PUT", &*one),
    ] {
        outcomes.push((name, call(served, name, (method, path), unchanged).await.1));
    }
    (outcomes, one)
}

async fn reservations(served: &Served) -> Outcomes {
    let mut outcomes = Vec::new();
    let path = "/external/reservations";
    let change = json!({ "day": DAY, "labelIds": ["e467b32edfe6-4695-a461-c552f73f812d"] });
    let (made, faults) = call(served, "reservations.create", ("POST", path), &change).await;
    outcomes.push(("reservations.create", faults));
    assert_eq!(
        json!([
            made["pinnedTables"][0]["id"],
            made["guest"]["phone"],
            made["status"],
            made["labels"][0]["name"]
        ]),
        json!([TABLE, "+436605512234", "requested", "VIP"]),
    );
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    let change = json!({
        "day": "2026-11-26", "minutes": 600, "attendees": 3, "tableIds": ["t102"], "internalNotes": "The owner's aunt",
        "guest": { "company": "BestCorp Inc.", "notes": "Likes to drink red wine" },
    });
    let (changed, faults) = call(served, "reservations.update", ("PATCH", &one), &change).await;
    outcomes.push(("reservations.update", faults));
    assert_eq!(
        json!([
            changed["day"],
            changed["attendees"],
            changed["pinnedTables"][0]["name"]
        ]),
        json!(["2026-11-26", 3, "102"]),
    );
    let (read, faults) = call(served, "reservations.get", ("GET", &one), &Value::Null).await;
    outcomes.push(("reservations.get", faults));
    for (place, text) in [
        ("/guest/company", "BestCorp Inc."),
        ("/guest/notes", "Likes to drink red wine"),
        ("/internalNotes", "The owner's aunt"),
        ("/specialRequestNotes", "Comes with a dog"),
    ] {
        assert_eq!(read.pointer(place), Some(&json!(text)), "{place}");
    }
    let days = "from=2026-11-01&to=2026-11-30&status=requested&status=booked&includeWalkIns=true";
    let path = format!("{path}?{days}");
    let (listed, faults) = call(served, "reservations.list", ("GET", &path), &Value::Null).await;
    assert_eq!(listed, json!([read]));
    outcomes.push(("reservations.list", faults));
    outcomes
}

/// The calls of a till about the table of the samples, whose party is due; afterwards it has left.
async fn tables(served: &Served) -> Outcomes {
    let mut body = sample("reservations.create.request");
    body.as_object_mut().unwrap().extend(
        json!({ "day": TODAY, "minutes": 720 })
            .as_object()
            .unwrap()
            .clone(),
    );
    let path = "/external/reservations";
    let (status, booked) = served.ask("POST", path, Some(&body)).await;
    assert_eq!(status, 201, "{booked}");
    let one = format!("{path}/{}", booked["id"].as_str().unwrap());
    let accepted = json!({ "status": "booked" });
    assert_eq!(served.ask("PATCH", &one, Some(&accepted)).await.0, 200);
    let mut outcomes = Vec::new();
    for (name, status) in [("tables.checkin", "seated"), ("tables.paid", "paid")] {
        let path = format!("/external/{}", name.replace('.', "/"));
        let (answer, faults) = call(served, name, ("POST", &path), &Value::Null).await;
        outcomes.push((name, faults));
        assert_eq!(
            (&answer["id"], &answer["status"]),
            (&booked["id"], &json!(status))
        );
    }
    let left = json!({ "status": "finished" });
    assert_eq!(served.ask("PATCH", &one, Some(&left)).await.0, 200);
    outcomes
}

async fn gift_cards(served: &Served) -> Outcomes {
    let mut outcomes = Vec::new();
    // The sample's address is a placeholder.
    let (path, email) = ("/external/gift-cards", json!({ "email": "ada@example.com" }));
    let (card, faults) = call(served, "giftcards.create", ("POST", path), &email).await;
    outcomes.push(("giftcards.create", faults));
    let card = format!("{path}/{}", card["id"].as_str().unwrap());
    let faults = call(served, "giftcards.get", ("GET", &card), &Value::Null)
        .await
        .1;
    outcomes.push(("giftcards.get", faults));
    let transactions = format!("{card}/transactions");
    let name = "giftcards.transactions.create";
    let (transaction, faults) = call(served, name, ("POST", &transactions), &Value::Null).await;
    outcomes.push((name, faults));
    let one = format!("{transactions}/{}", transaction["id"].as_str().unwrap());
    for (name, method) in [
        ("giftcards.transactions.get", "GET"),
        ("giftcards.transactions.update", "PATCH"),
    ] {
        outcomes.push((name, call(served, name, (method, &one), &Value::Null).await.1));
    }
    outcomes
}

#[tokio::test]
async fn each_operation_of_the_format_is_answered_with_the_keys_and_types_of_its_sample() {
    let served = venue();
    let mut outcomes = first_operations(&served).await;
    let (plan, path) = floor_plan(&served).await;
    outcomes.extend(plan);
    outcomes.extend(reservations(&served).await);
    outcomes.extend(tables(&served).await);
    outcomes.extend(gift_cards(&served).await);
    let name = "floorplans.delete";
    outcomes.push((name, call(&served, name, ("DELETE", &path), &Value::Null).await.1));
    assert_eq!(outcomes.len(), 18);
    for (name, faults) in outcomes {
        assert_eq!(faults, Vec::<String>::new(), "{name}");
    }
}
