//! The worker's defences on the real runtime: rate limits, foreign pages, wrong tokens.

use serde_json::json;
use ureq::Agent;

use crate::guest::{Answer, Guest};
use crate::server::Home;

/// The address of a single caller.
const ADDRESS: (&str, &str) = ("cf-connecting-ip", "203.0.113.7");

fn look_up(origin: &str, id: &str, token: &str) -> Answer {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let request = agent
        .get(format!("{origin}/v1/venues/demo/reservations/{id}"))
        .header(ADDRESS.0, ADDRESS.1)
        .header("authorization", format!("Bearer {token}"));
    crate::guest::read(request.call().unwrap()).unwrap()
}

fn seconds_to_wait(refused: &Answer) -> u32 {
    refused.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

#[test]
fn a_reservation_opens_to_its_own_token_until_guesses_run_out() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choice = guest.open_times("dinner", 2).next().unwrap();
    let one = guest.book(&choice, "key").unwrap();
    assert_eq!(one.status, 201, "{}", one.body);
    let (id, token) = (
        one.body["id"].as_str().unwrap(),
        one.body["manageToken"].as_str().unwrap(),
    );

    let found = look_up(&server.origin, id, token);
    assert_eq!(found.status, 200, "{}", found.body);
    assert_eq!(found.headers["cache-control"], "no-store");
    let mut expected = one.body.clone();
    expected.as_object_mut().unwrap().remove("manageToken");
    // Dinner is cancelled free of charge until two hours before it.
    let minutes = expected["minutes"].as_i64().unwrap() - 120;
    expected["freeUntil"] = json!({ "day": expected["day"], "minutes": minutes });
    assert_eq!(found.body, expected);

    let (wrong, nobody) = (
        look_up(&server.origin, id, "guess"),
        look_up(&server.origin, "nobody", token),
    );
    for mut answer in [wrong, nobody] {
        assert_eq!(answer.status, 404);
        answer.body.as_object_mut().unwrap().remove("requestId");
        assert_eq!(
            answer.body,
            serde_json::json!({
                "type": "urn:couvert:problem:not_found", "title": "There is nothing here", "status": 404,
                "code": "not_found",
            })
        );
    }
    let refused = (0..30)
        .map(|_| look_up(&server.origin, id, "guess"))
        .find(|answer| answer.status == 429)
        .unwrap();
    assert!(seconds_to_wait(&refused) >= 1);
    // Wrangler writes lines of its own, addresses included.
    let log = server.log_up_to(&refused.headers);
    let ours: Vec<_> = log.lines().filter(|line| line.starts_with('{')).collect();
    assert!(ours.len() > 5, "{log}");
    for line in ours {
        assert!(
            ![ADDRESS.1, token, id].iter().any(|secret| line.contains(secret)),
            "{line}"
        );
    }
}

#[test]
fn endless_bookings_are_limited_with_a_retry_after() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choice = guest.open_times("dinner", 2).next().unwrap();
    let body = choice.body().to_string();
    let refused = (0..40)
        .map(|turn| {
            let key = format!("key-{turn}");
            let headers = [
                ("content-type", "application/json"),
                ("idempotency-key", &key),
                ADDRESS,
            ];
            guest.post(&headers, body.as_bytes()).unwrap()
        })
        .find(|answer| answer.status == 429)
        .unwrap();
    assert_eq!(refused.body["code"], "rate_limited");
    assert!(seconds_to_wait(&refused) >= 1);
    assert!([201, 409].contains(&guest.book(&choice, "elsewhere").unwrap().status));
}

#[test]
fn a_foreign_page_books_nothing_and_a_page_of_ours_does() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, "demo");
    let choice = guest.open_times("dinner", 2).next().unwrap();
    let body = choice.body().to_string();
    let own = server.origin.clone();
    for (origin, status) in [
        ("https://evil.test", 403),
        ("null", 403),
        // Another scheme cannot be tried here: wrangler's proxy gives what names this host the scheme of its own.
        (&own.replace("127.0.0.1", "127.0.0.2"), 403),
        (&own, 201),
    ] {
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", "the-same-key"),
            ("origin", origin),
        ];
        let answer = guest.post(&headers, body.as_bytes()).unwrap();
        assert_eq!(answer.status, status, "{origin}: {}", answer.body);
    }
}

#[test]
fn head_has_the_headers_of_get() {
    let home = Home::new();
    let server = home.start();
    for path in ["/", "/healthz", "/v1/openapi.json"] {
        let address = format!("{}{path}", server.origin);
        let mut got = ureq::get(&address).call().unwrap();
        let mut head = ureq::head(&address).call().unwrap();
        assert_eq!(head.status(), 200, "{path}");
        assert_eq!(
            head.headers()["content-type"],
            got.headers()["content-type"],
            "{path}"
        );
        assert!(!got.body_mut().read_to_string().unwrap().is_empty(), "{path}");
        assert_eq!(head.body_mut().read_to_string().unwrap(), "", "{path}");
    }
}
