//! The first message to an object that has never been opened finds its tables: every kind of message.

use edge::storage::job_queue::{self, JobKind};
use edge::venue::message::Request;
use serde_json::json;

use super::object::{NOON, Object, settings};
use super::waitlist::restaurant;

#[tokio::test(flavor = "current_thread")]
async fn the_tables_are_there_before_the_first_message_reads_them() {
    let day = "2026-11-23";
    let question = json!({ "experience_id": "dinner", "attendees": 2, "day": day, "moving": "a" });
    let calls = [
        json!({ "Webhook": { "source": "stripe", "headers": { "stripe-signature": "t=1,v1=2" }, "body": "e30=" } }),
        json!({ "Play": ["p1", "token", "pay"] }),
        json!({ "ExtendHold": "a" }),
        json!({ "Reservation": "a" }),
        json!({ "SetStatus": ["a", "cancelled"] }),
        json!({ "Slots": question }),
        json!({ "Reservations": { "from": day, "to": day, "statuses": [], "include_walk_ins": false } }),
        json!({ "Staff": { "NoShow": { "id": "a", "token": "b", "is_said": true } } }),
        json!({ "Staff": { "Reservation": "a" } }),
        json!({ "GiftCards": { "Order": "a" } }),
        json!({ "Waitlist": { "Look": "a" } }),
        json!({ "PreviewMail": null }),
        json!({ "Picture": "3fd0a1c2b5e64f7890ab12cd34ef5678.png" }),
        json!("Experiences"),
        json!("Metrics"),
    ];
    let engine = serde_json::to_value(&restaurant().settings.engine).unwrap();
    let mail = json!({ "adapter": "shown", "from": "a@example.com", "site": "https://example.com" });
    let stripe = json!({
        "adapter": "stripe", "secretKey": "KEY", "webhookSecret": "HOOK", "publishableKey": "pk_test_1",
    });
    for payments in [stripe, json!({ "adapter": "demo" })] {
        let settings = settings(&json!({ "engine": engine, "mail": mail, "payments": payments }));
        assert_eq!(settings.faults(), Vec::<String>::new());
        for call in &calls {
            let object = Object::untouched(settings.clone());
            let call: Request = serde_json::from_value(call.clone()).unwrap();
            let text = format!("{call:?}");
            let answer = object.send(call).await.to_string();
            assert!(!answer.contains("no such table"), "{text}: {answer}");
            assert!(!answer.contains("Broken"), "{text}: {answer}");
        }
    }
    let object = Object::untouched(settings(&json!({ "engine": engine })));
    assert_eq!(object.writer().venue().unwrap(), None);
    object.wake().await;
    assert_eq!(*object.complaints.borrow(), Vec::<String>::new());
}

#[tokio::test(flavor = "current_thread")]
async fn the_first_message_arms_the_alarm_for_what_a_migration_has_queued() {
    let engine = serde_json::to_value(&restaurant().settings.engine).unwrap();
    let object = Object::of(settings(&json!({ "engine": engine })));
    let at = NOON.plus_minutes(5);
    object.write(vec![job_queue::schedule(JobKind::StoredCard, "old", at)]);
    object
        .send(serde_json::from_value(json!("Experiences")).unwrap())
        .await;
    assert_eq!(object.asked_for(), Some(at));
}
