//! A guest's way to a table, answer by answer.

use serde_json::{Value, json};

use crate::guest::{Guest, days_after};
use crate::server::Home;

/// The names of an object's fields, sorted.
fn fields(value: &Value) -> Vec<&str> {
    let mut names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_guest_finds_a_time_and_books_it_once() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");

    let venue = guest.get("");
    assert_eq!(venue.status, 200);
    assert_eq!(venue.body["id"], "demo");
    assert_eq!(venue.body["timeZone"], "Europe/Vienna");
    let experiences = venue.body["experiences"].as_array().unwrap();
    assert!(experiences.len() >= 4, "{experiences:?}");
    let image = experiences[0]["image"]["url"].as_str().unwrap();
    assert!(image.starts_with(&server.origin), "{image}");

    let choice = guest.open_times("dinner", 2).next().unwrap();
    let before = guest.slots(&choice);
    let slot = before
        .iter()
        .find(|slot| slot["minutes"] == choice.minutes)
        .unwrap();
    assert_eq!(
        fields(slot),
        [
            "areas",
            "confirmation",
            "duration",
            "freeUntil",
            "minutes",
            "payment",
            "reasons",
            "showEndTime",
            "spotsOpen",
            "status"
        ]
    );

    let answer = guest.book(&choice, "one-key").unwrap();
    assert_eq!(answer.status, 201, "{}", answer.body);
    let reservation = &answer.body;
    assert_eq!(
        fields(reservation),
        [
            "attendees",
            "day",
            "duration",
            "experience",
            "id",
            "manageToken",
            "minutes",
            "number",
            "sequence",
            "status"
        ]
    );
    assert_eq!(reservation["status"], "booked");
    assert_eq!(
        (&reservation["day"], &reservation["minutes"]),
        (&json!(choice.day), &json!(choice.minutes))
    );
    assert!(
        !reservation["experience"]["name"]["de"]
            .as_str()
            .unwrap()
            .is_empty()
    );

    let again = guest.book(&choice, "one-key").unwrap();
    assert_eq!(again.status, 201);
    assert_eq!(again.body, *reservation);
    assert_eq!(again.headers["idempotency-replayed"], "true");

    let mut other = choice.clone();
    other.attendees = 3;
    let reused = guest.book(&other, "one-key").unwrap();
    assert_eq!(
        (reused.status, &reused.body["code"]),
        (422, &json!("idempotency_key_reused"))
    );

    let after = guest.slots(&choice);
    let open =
        |slots: &[Value]| -> u64 { slots.iter().map(|slot| slot["spotsOpen"].as_u64().unwrap()).sum() };
    assert_eq!(before.len(), after.len());
    assert!(open(&after) < open(&before));
}

#[test]
fn the_demo_looks_like_a_real_restaurant() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let today = guest.get("").body["today"].as_str().unwrap().to_owned();
    let to = days_after(&today, 60);
    let calendar = guest.get(&format!(
        "/calendar?experienceId=dinner&attendees=2&from={today}&to={to}"
    ));
    let days = calendar.body["days"].as_array().unwrap();
    assert_eq!(days.len(), 61);
    for status in ["open", "full", "closed"] {
        assert!(
            days.iter().any(|day| day["status"] == status),
            "no day is {status}"
        );
    }
}

#[test]
fn pages_and_health_answer_with_their_policies() {
    let home = Home::new();
    let server = home.start();
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let get = |path: &str| agent.get(format!("{}{path}", server.origin)).call().unwrap();

    assert_eq!(get("/healthz").status(), 200);
    let embedded = r#"<script src="/embed.js" data-restaurant="demo" async crossorigin></script>"#;
    // The hosted page says whose it is on the element that holds the first screen.
    let hosted = r#"<script src="/embed.js" async></script>"#;
    for (path, script) in [("/", embedded), ("/de", embedded), ("/book/demo", hosted)] {
        let mut page = get(path);
        assert_eq!(page.status(), 200, "{path}");
        let policy = page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"),
            "{policy}"
        );
        let html = page.body_mut().read_to_string().unwrap();
        assert!(html.contains(script), "{path}");
        assert!(!html.contains("{{"), "{path} has a placeholder left");
    }
    assert_eq!(get("/book/nobody").status(), 404);

    let mut loader = get("/embed.js");
    assert_eq!(loader.status(), 200);
    let script = loader.body_mut().read_to_string().unwrap();
    let assets = script
        .split("assets/")
        .nth(1)
        .and_then(|rest| rest.split(['"', '/', '`', '\'']).next())
        .unwrap();
    let style = get(&format!("/assets/{assets}/couvert.css"));
    assert_eq!(style.status(), 200);
    assert_eq!(
        style.headers()["cache-control"],
        "public, max-age=31536000, immutable"
    );
    assert_eq!(style.headers()["access-control-allow-origin"], "*");
}
