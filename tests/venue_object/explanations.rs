//! Facts about explaining to staff why a time is not open.

use edge::provider::SlotsQuestion;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::locale::Language;
use shared::time::Minutes;

use super::object::{Object, settings};
use super::reservations::{book, restaurant};

async fn explain(object: &Object, question: Value, minutes: i64, language: &str) -> Value {
    let question: SlotsQuestion = serde_json::from_value(question).unwrap();
    let request = StaffRequest::Explain {
        question,
        minutes: Minutes::parse(minutes).unwrap(),
        languages: vec![Language::parse(language).unwrap()],
    };
    object.send(Request::Staff(request)).await
}

fn dinner(day: &str) -> Value {
    json!({ "experience_id": "dinner", "attendees": 2, "day": day, "moving": null })
}

#[tokio::test]
async fn a_full_evening_names_the_reservation_at_the_table_in_the_readers_language() {
    let object = restaurant();
    let booked = book(&object, json!({}), "key-1").await;
    let answer = explain(&object, dinner("2026-11-27"), 1_170, "de-AT").await;
    let number = booked["number"].as_str().unwrap();
    assert_eq!(
        answer["Ok"],
        json!({
            "isOpen": false,
            "rules": [{
                "code": "no_tables_found",
                "text": "Kein Tisch für diese Gruppe ist von 19:30 bis 21:00 frei.",
                "change": "Eine der bei den Tischen genannten Reservierungen verlegen oder einen anderen Tisch oder \
                    eine Kombination zulassen.",
            }],
            "tables": [{
                "tableIds": ["t1"], "name": "1", "areaId": "hall", "minPartySize": 1, "maxPartySize": 2,
                "status": "taken", "text": format!("Vergeben an {number}."), "reservations": [number],
            }],
        })
    );
    let open = explain(&object, dinner("2026-11-27"), 1_230, "en").await;
    assert_eq!(open["Ok"]["isOpen"], true);
    assert_eq!(open["Ok"]["rules"], json!([]));
    assert_eq!(open["Ok"]["tables"][0]["text"], "Free.");
}

#[tokio::test]
async fn each_rule_says_where_it_stands_in_the_settings_and_what_would_change_it() {
    let object = restaurant();
    let mut changed = serde_json::to_value(&object.settings).unwrap();
    let engine = &mut changed["engine"];
    engine["seatedLimit"] = json!(1);
    engine["closures"] = json!([{ "from": "2026-12-24", "to": "2026-12-26" }]);
    engine["experiences"][0]["leadMinutes"] = json!(600);
    engine["experiences"][0]["closures"] =
        json!([{ "from": "2026-12-01", "fromMinutes": 1_080, "untilMinutes": 1_200 }]);
    let mut beside = changed.as_object().unwrap().clone();
    beside.retain(|key, _| ["engine", "address", "mail"].contains(&key.as_str()));
    let object = Object::of(settings(&Value::Object(beside)));
    let sentences = |answer: &Value| -> Vec<[String; 3]> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rules = answer["Ok"]["rules"]
            .as_array()
            .unwrap_or_else(|| panic!("{answer}"));
        rules
            .iter()
            .map(|rule| [text(&rule["text"]), text(&rule["change"]), text(&rule["setting"])])
            .collect()
    };
    let limit = [
        "0 guests are seated at once while the party would stay; the restaurant’s limit is 1.",
        "Raise the limit to 2 or more, or move other guests.",
        "engine.seatedLimit",
    ];
    for (day, minutes, rules) in [
        (
            "2026-11-21",
            1_080,
            vec![
                [
                    "Guests book Dinner at least 600 minutes ahead; 360 are left.",
                    "Set its lead time to 360 minutes or less.",
                    "engine.experiences[0].leadMinutes",
                ],
                limit,
            ],
        ),
        (
            "2026-12-01",
            1_140,
            vec![
                [
                    "Dinner is closed: Tuesday, 1 December 2026, 18:00 to 20:00.",
                    "Shorten or end the closure.",
                    "engine.experiences[0].closures[0]",
                ],
                limit,
            ],
        ),
        (
            "2026-12-25",
            1_140,
            vec![
                [
                    "Bookings are taken 30 days ahead, and this day is 34 days ahead: it opens on Wednesday, 25 \
                     November 2026.",
                    "Take bookings 34 days ahead or more.",
                    "engine.horizonDays",
                ],
                [
                    "The restaurant is closed: Thursday, 24 December 2026 to Saturday, 26 December 2026.",
                    "Shorten or end the closure.",
                    "engine.closures[0]",
                ],
                limit,
            ],
        ),
    ] {
        let answer = explain(&object, dinner(day), minutes, "en-GB").await;
        assert_eq!(sentences(&answer), rules, "{day}");
    }
}

#[tokio::test]
async fn an_unknown_experience_is_a_faulty_field() {
    let object = restaurant();
    let unknown = json!({ "experience_id": "brunch", "attendees": 2, "day": "2026-11-27", "moving": null });
    let answer = explain(&object, unknown, 1_140, "en").await;
    assert_eq!(
        answer["Err"],
        json!({ "Fields": [{ "pointer": "/experienceId", "code": "unknown" }] })
    );
}
