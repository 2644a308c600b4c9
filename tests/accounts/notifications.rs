//! Facts about Lightspeed's notifications: schemathesis sends what their description allows and what it forbids, proven and forged.
//! The description is `notifications.json`, or the file that `COUVERT_LIGHTSPEED_NOTIFICATIONS` names, such as the vendor's own with
//! the five notifications as requests under the same paths.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use edge::pos::fact::Fact;
use edge::pos::lightspeed::read;
use serde_json::{Value, from_slice, json};
use shared::account::RestaurantAssignment;
use shared::id::{AccountRestaurantId, VenueId};
use shared::money::Currency;
use shared::time::Instant;
use tokio::task::LocalSet;

use super::deployment::Deployment;
use super::surroundings::{CLIENT_SECRET, Surroundings, settings};

/// Noon of 21 November 2026 in Vienna.
const NOON: Instant = Instant::from_unix(1_795_258_800);

/// The id of the location, which is past the numbers of JavaScript.
const LOCATION: u64 = 9_765_040_300_495_493;

/// Examples of each notification and kind of test; with the seed they are the same in every run.
const EXAMPLES: &str = "60";
const SEED: &str = "1";

/// The notifications by their paths, each with the members that tell its kind.
fn kinds() -> [(&'static str, Value); 5] {
    [
        ("/errors", json!({})),
        ("/integrations", json!({})),
        ("/onboarding", json!({})),
        (
            "/orders",
            json!({ "notificationType": "UPDATE", "account": { "accountNumber": "A1" } }),
        ),
        ("/reservations", json!({ "status": "SEATED" })),
    ]
}

/// The description of the notifications.
fn description() -> Value {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("accounts/notifications.json");
    let file = std::env::var_os("COUVERT_LIGHTSPEED_NOTIFICATIONS").map_or(own, Into::into);
    from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// The description of the notification of this path alone, at the one address that takes all of them.
fn of_one(description: &Value, path: &str) -> Value {
    let mut operation = description["paths"][path]["post"].clone();
    assert!(operation.is_object(), "the description has no {path}");
    operation["responses"]["4XX"] = json!({ "description": "Refused" });
    let mut one = description.clone();
    one["paths"] = json!({ "/v1/webhooks/lightspeed": { "post": operation } });
    one
}

/// Sends one kind of notification to this deployment. How often each answer was given.
fn send(origin: &str, description: &Value, kind: &Value) -> BTreeMap<String, u32> {
    let program = std::env::var("COUVERT_SCHEMATHESIS").unwrap_or_else(|_| {
        panic!("COUVERT_SCHEMATHESIS is not set: run `cargo xtask test --only accounts`")
    });
    let folder = tempfile::tempdir().unwrap();
    let (document, answers) = (folder.path().join("one.json"), folder.path().join("answers.json"));
    std::fs::write(&document, description.to_string()).unwrap();
    let task = json!({
        "client": "lightspeed", "secret": CLIENT_SECRET, "kind": kind, "deadline": NOON.unix() + 3_600,
        "ids": {
            "platformCode": "couvert", "platformRestaurantId": "linde", "platformReservationId": "r1",
            "businessLocationId": LOCATION,
        },
    });
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let status = Command::new(program)
        .arg("--config-file")
        .arg(here.join("schema/schemathesis.toml"))
        .arg("run")
        .arg(&document)
        .args(["--url", origin])
        .args(["--max-examples", EXAMPLES, "--seed", SEED, "--workers", "1"])
        // Members that are not read may be of any type.
        .args(["--exclude-checks", "negative_data_rejection"])
        .env("SCHEMATHESIS_HOOKS", "notifications")
        .env("PYTHONPATH", here.join("accounts"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("COUVERT_TASK", task.to_string())
        .env("COUVERT_ANSWERS", &answers)
        .current_dir(folder.path())
        .status()
        .unwrap();
    assert!(status.success(), "schemathesis found something");
    from_slice(&std::fs::read(answers).unwrap()).unwrap()
}

/// The number of answers whose names begin so.
fn count(answers: &BTreeMap<String, u32>, prefix: &str) -> u32 {
    let of_kind = answers.iter().filter(|(name, _)| name.starts_with(prefix));
    of_kind.map(|(_, times)| times).sum()
}

/// The facts of the deliveries that came to the venue about its reservation, each as the word of its kind.
fn facts(deployment: &Deployment) -> Vec<&'static str> {
    let platform = settings("https://auth.example.com").lightspeed.unwrap();
    let deliveries = deployment.forwarded.borrow();
    let notices = deliveries.iter().flat_map(|delivery| {
        assert!(delivery.header("authorization").is_none());
        read::notices(&platform, Currency::EUR, delivery).unwrap()
    });
    let of_ours = notices.filter(|notice| {
        let id = notice.to.reservation.as_ref();
        id.is_some_and(|id| id.as_str() == "r1")
    });
    let words = of_ours.flat_map(|notice| notice.facts).map(|fact| match fact {
        Fact::Check(_) => "check",
        Fact::Accepted | Fact::Step(_) => "reservation",
        Fact::PushFailed { .. } => "error",
        Fact::Receipt(_) => "receipt",
        _ => "other",
    });
    words.collect()
}

#[tokio::test]
async fn each_notification_that_is_proven_is_taken_with_its_effect_and_no_other_has_any() {
    let sending = async {
        let deployment = Deployment::new(Surroundings::new(settings("https://auth.example.com"), NOON));
        let operator = deployment.line.operator();
        let linde = AccountRestaurantId::parse("linde").unwrap();
        let assignment = RestaurantAssignment {
            venue: VenueId::parse("linde").unwrap(),
            location: Some(LOCATION.to_string()),
        };
        operator.assign(linde, assignment).await.unwrap();
        let origin = deployment.open().await;
        let (description, mut taken) = (description(), 0);
        for (path, kind) in kinds() {
            let (one, origin) = (of_one(&description, path), origin.clone());
            let sent = tokio::task::spawn_blocking(move || send(&origin, &one, &kind));
            let answers = sent.await.unwrap();
            println!("{path}: {answers:?}");
            assert!(count(&answers, "right 200") > 0, "{path}: {answers:?}");
            assert!(count(&answers, "forged 4") > 0, "{path}: {answers:?}");
            taken += count(&answers, "right 200") + count(&answers, "wrong 200");
        }

        let forwarded = u32::try_from(deployment.forwarded.borrow().len()).unwrap();
        assert!(forwarded <= taken, "{forwarded} of {taken}");
        let facts = facts(&deployment);
        for wanted in ["check", "reservation", "error"] {
            assert!(facts.contains(&wanted), "no {wanted} came to the venue");
        }
        let details = operator.details().await.unwrap();
        // Of which location depends on what was drawn last: one whose other members are wrong is taken too.
        assert!(!details.onboardings.is_empty());
    };
    LocalSet::new().run_until(sending).await;
}
