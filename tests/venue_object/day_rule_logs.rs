//! Facts about rules of days in explanations and in the audit log.

use edge::venue::message::Request;
use edge::venue::message::day_rule::DayRulesRequest;
use edge::venue::message::staff::StaffRequest;
use serde_json::json;

use super::day_rules::{ask, book, closure, id, made};
use super::waitlist::restaurant;

const DAY: &str = "2026-11-27";

#[tokio::test]
async fn staff_read_which_rule_takes_a_time_away() {
    let object = restaurant();
    let explained = |day: &'static str, minutes: i64| {
        let question = json!({ "experience_id": "dinner", "attendees": 2, "day": day, "moving": null });
        let request = StaffRequest::Explain {
            question: serde_json::from_value(question).unwrap(),
            minutes: shared::time::Minutes::parse(minutes).unwrap(),
            languages: vec![shared::locale::Language::parse("en-GB").unwrap()],
        };
        object.send(Request::Staff(request))
    };
    let full = made(
        &object,
        json!({ "kind": "closure", "from": "2026-11-28", "shownAs": "full" }),
    )
    .await;
    let closed = made(&object, closure(DAY)).await;
    let hall = json!({ "kind": "closure", "from": "2026-12-05", "areaId": "hall", "fromMinutes": 1080, "untilMinutes": 1200 });
    let area = made(&object, hall).await;
    let limit = made(
        &object,
        json!({ "kind": "covers_limit", "day": "2026-11-29", "covers": 1 }),
    )
    .await;
    let tables = json!({
        "kind": "blocked_tables", "tableIds": ["t1", "t2"], "from": "2026-11-30T16:00:00Z",
        "until": "2026-11-30T22:00:00Z",
    });
    let tables = made(&object, tables).await;
    let pause = made(
        &object,
        json!({ "kind": "pause", "until": "2026-11-21T18:30:00Z" }),
    )
    .await;
    for (day, minutes, code, text, change, rule) in [
        (
            DAY,
            1140,
            "closed",
            "The restaurant is closed: Friday, 27 November 2026.",
            "Remove this rule of the day.",
            &closed,
        ),
        (
            "2026-11-28",
            1140,
            "shown_full",
            "Guests see it as fully booked: Saturday, 28 November 2026.",
            "Remove this rule of the day.",
            &full,
        ),
        (
            "2026-12-05",
            1140,
            "closed",
            "Hall is closed: Saturday, 5 December 2026, 18:00 to 20:00.",
            "Remove this rule of the day.",
            &area,
        ),
        (
            "2026-11-29",
            1140,
            "covers_limit_reached",
            "0 guests have booked this day; the limit of the day is 1.",
            "Raise the limit to 2 or more, or move other guests.",
            &limit,
        ),
        (
            "2026-11-30",
            1140,
            "tables_blocked",
            "t1, t2 cannot be booked until Monday, 30 November 2026, 23:00.",
            "Remove this rule of the day.",
            &tables,
        ),
        (
            "2026-11-21",
            1140,
            "paused",
            "New bookings are paused until Saturday, 21 November 2026, 19:30.",
            "Remove this rule of the day.",
            &pause,
        ),
    ] {
        let answer = explained(day, minutes).await;
        assert_eq!(
            answer["Ok"]["rules"],
            json!([{ "code": code, "text": text, "change": change, "dayRule": rule["rule"]["id"] }]),
            "{day}"
        );
    }
    let blocked = explained("2026-11-30", 1140).await;
    assert_eq!(blocked["Ok"]["tables"][0]["status"], "blocked");
    assert_eq!(
        blocked["Ok"]["tables"][0]["text"],
        "Blocked by a rule of the day."
    );
}

#[tokio::test]
async fn the_audit_log_has_each_rule_without_what_staff_have_written() {
    let object = restaurant();
    book(&object, DAY, 1140, "key-1").await;
    let note = made(
        &object,
        json!({ "kind": "note", "day": DAY, "text": "Ms Muster sits at t1" }),
    )
    .await;
    let closed = made(&object, closure(DAY)).await;
    ask(&object, DayRulesRequest::Notify(id(&closed))).await;
    ask(&object, DayRulesRequest::Notify(id(&closed))).await;
    ask(&object, DayRulesRequest::Remove(id(&note))).await;
    ask(&object, DayRulesRequest::Remove(id(&note))).await;
    let log = object.send(Request::Staff(StaffRequest::Audit(None))).await;
    let entries: Vec<_> = log["Ok"]["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            json!([
                entry["actor"],
                entry["action"],
                entry["subject"],
                entry["before"],
                entry["after"]
            ])
        })
        .collect();
    let of_note = json!({ "kind": "note", "day": DAY });
    assert_eq!(
        entries,
        [
            json!(["staff_key", "day_rule.remove", note["rule"]["id"], of_note, null]),
            json!(["staff_key", "day_rule.notify", closed["rule"]["id"], null, { "queued": 1 }]),
            json!([
                "staff_key", "day_rule.create", closed["rule"]["id"], null,
                { "kind": "closure", "from": DAY, "to": DAY, "shownAs": "closed" },
            ]),
            json!(["staff_key", "day_rule.create", note["rule"]["id"], null, of_note]),
        ]
    );
}
