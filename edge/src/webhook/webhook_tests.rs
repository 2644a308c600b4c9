//! Facts about messages to webhooks: their form, their signatures and the times of their tries.

use serde_json::json;
use shared::change::ChangeKind;

use super::*;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const OTHER: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn id() -> WebhookId {
    WebhookId::parse("abcdefabcdef").unwrap()
}

fn change() -> VenueChange {
    VenueChange {
        cursor: PagePosition(7),
        at: Instant::from_unix(1_795_975_200),
        kind: ChangeKind::Reservation,
        action: ChangeAction::Changed,
        id: "r1".to_owned(),
        revision: Some(3),
        fields: vec!["status".to_owned()],
    }
}

#[test]
fn a_signature_is_that_of_the_scheme() {
    // From the tests of its own libraries.
    let body = r#"{"email":"test@example.com","username":"test_user"}"#;
    let at = Instant::from_unix(1_649_367_553);
    let signature = sign(&secret(SECRET), "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", at, body);
    assert_eq!(
        signature.as_deref(),
        Some("v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=")
    );
}

#[test]
fn a_secret_has_its_prefix_and_24_to_64_bytes() {
    let signed = |text: &str| sign(&secret(text), "m", Instant::from_unix(0), "{}").is_some();
    let of = |bytes: usize| format!("whsec_{}", Base64::encode_string(&vec![7; bytes]));
    assert!(signed(&of(24)) && signed(&of(64)));
    assert!(signed(secret_text(&[7; 32]).expose_secret()));
    for text in [
        of(23),
        of(65),
        SECRET.replace("whsec_", ""),
        "whsec_*".to_owned(),
        String::new(),
    ] {
        assert!(!signed(&text), "{text}");
    }
}

#[test]
fn a_message_is_the_change_in_the_form_of_the_scheme() {
    let message = WebhookMessage::of_change(&id(), &change()).unwrap();
    assert_eq!(message.id, "abcdefabcdef-7");
    assert_eq!(
        message.body,
        concat!(
            r#"{"type":"reservation.changed","timestamp":"2026-11-29T18:00:00Z","data":{"cursor":7,"#,
            r#""at":"2026-11-29T18:00:00Z","kind":"reservation","action":"changed","id":"r1","revision":3,"#,
            r#""fields":["status"]}}"#
        )
    );
    let resync = WebhookMessage::resync((&id(), PagePosition(3)), PagePosition(9), change().at).unwrap();
    assert_eq!(resync.id, "abcdefabcdef-resync-3");
    let body: serde_json::Value = serde_json::from_str(&resync.body).unwrap();
    assert_eq!(
        body,
        json!({ "type": "changes.resync", "timestamp": "2026-11-29T18:00:00Z", "data": { "cursor": 9 } })
    );
}

#[test]
fn no_id_of_a_message_has_a_point() {
    for kind in ChangeKind::ALL {
        let change = VenueChange {
            kind: *kind,
            id: "a.b".to_owned(),
            ..change()
        };
        let message = WebhookMessage::of_change(&id(), &change).unwrap();
        assert!(!message.id.contains('.'));
    }
}

#[test]
fn a_request_is_signed_by_each_secret_over_id_time_and_body() {
    let message = WebhookMessage::of_change(&id(), &change()).unwrap();
    let url = WebhookUrl::try_from("https://hooks.example.com/a".to_owned()).unwrap();
    let at = Instant::from_unix(1_795_975_210);
    let request = message
        .request(&url, &[secret(SECRET), secret(OTHER)], at)
        .unwrap();
    assert_eq!(
        (request.method().as_str(), request.uri().to_string().as_str()),
        ("POST", "https://hooks.example.com/a")
    );
    let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(header("webhook-id"), message.id);
    assert_eq!(header("webhook-timestamp"), "1795975210");
    let signature = |text| sign(&secret(text), &message.id, at, &message.body).unwrap();
    assert_eq!(
        header("webhook-signature"),
        format!("{} {}", signature(SECRET), signature(OTHER))
    );
    assert_eq!(request.body(), message.body.as_bytes());
    assert!(message.request(&url, &[secret("none")], at).is_none());
}

#[test]
fn a_message_is_tried_ten_times_in_three_days() {
    let waits: Vec<i64> = (1..).map_while(wait_after).collect();
    assert_eq!(waits.len(), 9);
    assert!(waits.is_sorted());
    assert_eq!((waits[0], waits[8]), (5, 86_400));
    let all: i64 = waits.iter().sum();
    assert!((3 * 86_400..4 * 86_400).contains(&all), "{all}");
    // The journal still has what comes after it.
    assert!(all < crate::storage::changes::KEPT_SECONDS);
    assert_eq!((wait_after(0), wait_after(10)), (None, None));
}

#[test]
fn a_dead_letter_that_is_sent_again_is_tried_three_times_in_some_minutes() {
    let waits: Vec<i64> = (1..).map_while(replay_wait_after).collect();
    assert_eq!(waits, [5, 300]);
    assert_eq!((replay_wait_after(0), replay_wait_after(10)), (None, None));
}
