//! Messages to webhooks, verified by the library that the authors of Standard Webhooks publish for receivers.

use std::io::Write as _;
use std::process::{Command, Stdio};

use edge::webhook::{WebhookMessage, secret_text};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};
use shared::change::{ChangeAction, ChangeKind, VenueChange};
use shared::id::WebhookId;
use shared::page::PagePosition;
use shared::time::Instant;
use shared::webhook::WebhookUrl;

/// A receiver: reads deliveries, and prints of each the type of its message or why the library refuses it. Its clock stands
/// at the time of the delivery.
const RECEIVER: &str = r#"
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const verify = ({ secret, headers, body, at }) => {
  Date.now = () => at * 1000;
  try {
    return new Webhook(secret).verify(body, headers).type;
  } catch (error) {
    return error.message;
  }
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(verify)));
"#;

/// The output of the receiver for these deliveries.
fn verified(deliveries: &Value) -> Value {
    let mut process = Command::new("node")
        .args(["--input-type=module", "--eval", RECEIVER])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = process.stdin.take().unwrap();
    input.write_all(deliveries.to_string().as_bytes()).unwrap();
    drop(input);
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_library_of_the_scheme_verifies_a_message_by_either_secret_and_refuses_what_is_none() {
    // As during a rotation: the new one, and the one before.
    let secrets = [secret_text(&[2; 32]), secret_text(&[1; 32])];
    let at = Instant::from_unix(1_795_975_200);
    let change = VenueChange {
        cursor: PagePosition(7),
        at,
        kind: ChangeKind::Reservation,
        action: ChangeAction::Changed,
        id: "r1".to_owned(),
        revision: Some(3),
        fields: vec!["status".to_owned()],
    };
    let message = WebhookMessage::of_change(&WebhookId::parse("abcdefabcdef").unwrap(), &change).unwrap();
    let url = WebhookUrl::try_from("https://hooks.example.com/couvert".to_owned()).unwrap();
    let request = message.request(&url, &secrets, at).unwrap();
    let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| {
        let value = request.headers()[name].to_str().unwrap();
        (name.to_owned(), json!(value))
    });
    let headers: Map<String, Value> = headers.into_iter().collect();
    let body = String::from_utf8(request.into_body()).unwrap();
    let other = body.replace("r1", "r2");
    let delivery = |secret: &SecretString, body: &str, seconds: i64| {
        let at = at.unix() + seconds;
        json!({ "secret": secret.expose_secret(), "headers": headers, "body": body, "at": at })
    };
    let words = verified(&json!([
        delivery(&secrets[0], &body, 0),
        delivery(&secrets[1], &body, 299),
        delivery(&secret_text(&[3; 32]), &body, 0),
        delivery(&secrets[0], &other, 0),
        delivery(&secrets[0], &body, 301),
    ]));
    let refusal = "No matching signature found";
    assert_eq!(
        words,
        json!([
            "reservation.changed",
            "reservation.changed",
            refusal,
            refusal,
            "Message timestamp too old",
        ])
    );
}
