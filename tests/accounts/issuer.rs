//! Facts about our token issuer, for a client that was written elsewhere.

use std::cell::Cell;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::rc::Rc;

use couvert_tests::server;
use edge::issuer::keys::AHEAD_SECONDS;
use serde_json::{Value, from_slice, json};
use shared::account::KeyRotation;
use shared::time::Instant;
use tokio::task::LocalSet;

use super::deployment::{Deployment, SITE};
use super::surroundings::{CLIENT_SECRET, Surroundings, settings};

/// The machine's time, by which the client lives.
fn machine_now() -> Instant {
    Instant::from_unix(i64::try_from(server::now().as_secs()).unwrap())
}

/// The client at a deployment.
struct Client {
    origin: String,
    now: Rc<Cell<Instant>>,
}

impl Client {
    /// The client's findings, with tokens that it was issued earlier. Meanwhile the deployment answers.
    async fn look(&self, earlier: &[Value]) -> Value {
        let event = json!({
            "notificationType": "ACTIVATED", "platformCode": "couvert", "platformRestaurantId": "linde",
            "businessLocationId": 9_765_040_300_495_493_u64,
        });
        let task = json!({
            "origin": self.origin, "issuer": format!("{SITE}/oauth/group"),
            "audience": format!("{SITE}/v1/webhooks/lightspeed"), "client": "lightspeed", "secret": CLIENT_SECRET,
            "webhooks": format!("{}/v1/webhooks/lightspeed", self.origin), "event": event, "earlier": earlier,
            "now": self.now.get().unix(),
        });
        let seen = tokio::task::spawn_blocking(move || run(&task));
        seen.await.unwrap()
    }
}

/// Runs the client's program.
fn run(task: &Value) -> Value {
    let python = std::env::var("COUVERT_AUTHLIB")
        .unwrap_or_else(|_| panic!("COUVERT_AUTHLIB is not set: run `cargo xtask test --only accounts`"));
    let mut process = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/accounts/issuer.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = process.stdin.take().unwrap();
    input.write_all(task.to_string().as_bytes()).unwrap();
    drop(input);
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    from_slice(&output.stdout).unwrap()
}

/// The list of a member.
fn list<'v>(seen: &'v Value, name: &str) -> &'v [Value] {
    seen[name].as_array().unwrap()
}

/// Everything that has to be so whichever key signs: this one has signed the three tokens, and what is forged is refused.
fn assert_issued(seen: &Value, key: &Value) {
    let all = |value: Value| vec![value; 3];
    assert_eq!(list(seen, "keys"), all(key.clone()), "{seen}");
    assert_eq!(list(seen, "wrong_secret"), all(json!("invalid_client")), "{seen}");
    assert_eq!(seen["unsigned_assertion"], json!([401, "invalid_client"]));
    assert_eq!(seen["assertion_twice"], json!([null, "invalid_client"]));
    assert_eq!(seen["forged"], Value::Null);
    assert_eq!(seen["delivered"], 200);
    assert_eq!(seen["delivered_forged"], 400);
}

#[tokio::test]
async fn a_client_gets_tokens_in_three_ways_and_verifies_them_before_and_after_a_rotation() {
    let look = async {
        let world = Surroundings::new(settings("https://auth.example.com"), machine_now());
        let now = world.now.clone();
        let deployment = Deployment::new(world);
        let client = Client {
            origin: deployment.open().await,
            now: now.clone(),
        };
        let rotate = async |is_immediate| {
            let rotation = KeyRotation { is_immediate };
            deployment.line.operator().rotate_keys(rotation).await.unwrap();
        };

        let before = client.look(&[]).await;
        assert_eq!(list(&before, "published").len(), 1);
        let first = before["published"][0].clone();
        assert_issued(&before, &first);
        let tokens = list(&before, "tokens");

        // The second key is published, and does not sign yet.
        rotate(false).await;
        let ahead = client.look(tokens).await;
        assert_eq!(list(&ahead, "published").len(), 2);
        assert_issued(&ahead, &first);
        assert_eq!(list(&ahead, "earlier"), vec![first.clone(); 3]);

        // It signs, and the tokens of the first are verified all the same.
        now.set(now.get().plus_seconds(AHEAD_SECONDS));
        let after = client.look(tokens).await;
        let second = after["published"][1].clone();
        assert_ne!(second, first);
        assert_issued(&after, &second);
        assert_eq!(list(&after, "earlier"), vec![first; 3]);
        assert_eq!(after["delivered_earlier"], json!([200, 200, 200]));

        // A key that others may know ends at once, and so do its tokens.
        rotate(true).await;
        let anew = client.look(list(&after, "tokens")).await;
        assert_eq!(list(&anew, "published").len(), 1);
        assert_issued(&anew, &anew["published"][0]);
        assert_eq!(anew["earlier"], json!([null, null, null]));
        assert_eq!(anew["delivered_earlier"], json!([400, 400, 400]));
    };
    LocalSet::new().run_until(look).await;
}
