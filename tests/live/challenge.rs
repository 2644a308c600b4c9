//! A venue with a check against robots: what books there and what does not.

use std::thread;

use serde_json::{Value, json};

use crate::guest::{Answer, Choice, Guest};
use crate::server::{CANARY, Home, STAFF_KEY, Server};
use crate::siteverify::{SECRET, Siteverify, refusing};

const VENUE: &str = "demo-checked";

/// Starts a worker that verifies tokens at `url` with this secret.
fn start(home: &Home, secret: &str, url: &str) -> (Server, Guest) {
    let server = home.start_with(&[("DEMO_TURNSTILE_SECRET", secret), ("DEMO_TURNSTILE_URL", url)]);
    let guest = Guest::of(&server.origin, VENUE);
    (server, guest)
}

fn choices(guest: &Guest, count: usize) -> Vec<Choice> {
    let choices: Vec<Choice> = guest.open_times("wine", 2).take(count).collect();
    assert_eq!(choices.len(), count);
    choices
}

/// Books with a token, if there is one.
fn book(guest: &Guest, choice: &Choice, key: &str, token: Option<&str>) -> Answer {
    let mut headers = vec![("content-type", "application/json"), ("idempotency-key", key)];
    headers.extend(token.map(|token| ("turnstile-token", token)));
    guest
        .post(&headers, choice.body().to_string().as_bytes())
        .unwrap()
}

fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, &answer.body["code"]),
        (status, &json!(code)),
        "{}",
        answer.body
    );
}

/// All that is open on the days of these choices.
fn open(guest: &Guest, choices: &[Choice]) -> Vec<Vec<Value>> {
    choices.iter().map(|choice| guest.slots(choice)).collect()
}

#[test]
fn without_a_good_token_guests_look_around_and_book_nothing() {
    let (home, siteverify) = (Home::new(), Siteverify::start());
    let (server, guest) = start(&home, SECRET, &siteverify.url);

    let venue = guest.get("");
    assert_eq!(venue.status, 200);
    assert_eq!(
        venue.body["challenge"],
        json!({ "kind": "turnstile", "siteKey": "1x00000000000000000000AA" })
    );
    let page = ureq::get(format!("{}/book/{VENUE}", server.origin))
        .call()
        .unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("frame-src https://challenges.cloudflare.com"),
        "{policy}"
    );

    let choices = choices(&guest, 1);
    let before = open(&guest, &choices);
    let too_long = format!("pass-{}", "x".repeat(2048));
    for (number, token) in [None, Some(""), Some("made-up"), Some("old-1"), Some(&*too_long)]
        .into_iter()
        .enumerate()
    {
        let answer = book(&guest, &choices[0], &format!("key-{number}"), token);
        assert_refused(&answer, 403, "challenge_failed");
    }
    siteverify.change(|turnstile| turnstile.hostname = "evil.test".to_owned());
    let of_another_page = book(&guest, &choices[0], "key", Some("pass-elsewhere"));
    assert_refused(&of_another_page, 403, "challenge_failed");
    assert_eq!(open(&guest, &choices), before);

    let log = server.log_up_to(&of_another_page.headers);
    assert!(log.contains(r#""call":"siteverify""#), "{log}");
    for secret in [CANARY, "made-up", "old-1", "pass-"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn a_token_is_good_for_one_booking_and_for_that_one_again() {
    let (home, siteverify) = (Home::new(), Siteverify::start());
    let (server, guest) = start(&home, SECRET, &siteverify.url);
    let choices = choices(&guest, 12);
    let before = open(&guest, &choices);

    let first = book(&guest, &choices[0], "key", Some("pass-1"));
    assert_eq!(first.status, 201, "{}", first.body);
    let after = open(&guest, &choices);
    assert_ne!(after, before);
    // The answer is repeated for the same key, and needs no token.
    for token in [Some("pass-1"), None] {
        let again = book(&guest, &choices[0], "key", token);
        assert_eq!((again.status, &again.body), (201, &first.body));
        assert_eq!(again.headers["idempotency-replayed"], "true");
    }
    let other = book(&guest, &choices[1], "other-key", Some("pass-1"));
    assert_refused(&other, 403, "challenge_failed");
    assert_eq!(open(&guest, &choices), after);

    let mut statuses: Vec<u16> = thread::scope(|scope| {
        let all: Vec<_> = choices[2..]
            .iter()
            .enumerate()
            .map(|(number, choice)| {
                let guest = &guest;
                scope.spawn(move || book(guest, choice, &format!("crowd-{number}"), Some("pass-2")).status)
            })
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [&[201][..], &[403; 9]].concat());

    // Nothing but the database outlives a crash.
    server.kill();
    let (server, guest) = start(&home, SECRET, &siteverify.url);
    let after = open(&guest, &choices);
    for token in ["pass-1", "pass-2"] {
        let other = book(&guest, &choices[1], "key-after-the-crash", Some(token));
        assert_refused(&other, 403, "challenge_failed");
    }
    let again = book(&guest, &choices[0], "key", Some("pass-1"));
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(open(&guest, &choices), after);

    let log = server.log_up_to(&again.headers);
    for secret in [CANARY, "pass-1", "pass-2", "ada@example.com"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn where_cloudflare_does_not_answer_nothing_is_booked_and_everything_is_shown() {
    let home = Home::new();
    let (_kept, url) = refusing();
    let (server, guest) = start(&home, SECRET, &url);
    let choices = choices(&guest, 1);
    let before = open(&guest, &choices);
    let answer = book(&guest, &choices[0], "key", Some("pass-1"));
    assert_refused(&answer, 503, "upstream_unavailable");
    assert_eq!(open(&guest, &choices), before);
    let log = server.log_until(r#""code":"upstream_unavailable""#);
    assert!(log.contains(r#""outcome":"failed""#), "{log}");
    assert!(!log.contains(CANARY), "{log}");
}

#[test]
fn a_token_that_could_not_be_verified_stays_valid() {
    let (home, siteverify) = (Home::new(), Siteverify::start());
    let (server, guest) = start(&home, SECRET, &siteverify.url);
    let choices = choices(&guest, 1);
    let before = open(&guest, &choices);
    assert_refused(
        &book(&guest, &choices[0], "trouble", Some("trouble-1")),
        503,
        "upstream_unavailable",
    );
    siteverify.change(|turnstile| turnstile.secret = "another".to_owned());
    assert_refused(
        &book(&guest, &choices[0], "key", Some("pass-1")),
        503,
        "upstream_unavailable",
    );
    assert_eq!(open(&guest, &choices), before);
    server.log_until("the secret DEMO_TURNSTILE_SECRET is not the site key's");

    siteverify.change(|turnstile| turnstile.secret = SECRET.to_owned());
    let answer = book(&guest, &choices[0], "key", Some("pass-1"));
    assert_eq!(answer.status, 201, "{}", answer.body);
}

#[test]
fn without_its_secret_a_venue_takes_no_bookings_and_others_do() {
    let home = Home::new();
    let server = home.start_with(&[("DEMO_STAFF_KEY", STAFF_KEY)]);
    let guest = Guest::of(&server.origin, VENUE);
    let answer = book(&guest, &choices(&guest, 1)[0], "key", Some("pass-1"));
    assert_refused(&answer, 503, "upstream_unavailable");
    assert!(!answer.body.to_string().contains("DEMO_TURNSTILE_SECRET"));
    let elsewhere = Guest::of(&server.origin, "demo");
    let choice = elsewhere.open_times("dinner", 2).next().unwrap();
    assert_eq!(elsewhere.book(&choice, "key").unwrap().status, 201);
    server.log_until("the secret DEMO_TURNSTILE_SECRET is not set");
}

#[test]
fn with_cloudflares_test_keys_every_guest_books_again_and_again() {
    let (home, siteverify) = (Home::new(), Siteverify::start());
    let (_server, guest) = start(&home, "1x0000000000000000000000000000000AA", &siteverify.url);
    // By Cloudflare's documentation the test site keys make no other token.
    let token = Some("XXXX.DUMMY.TOKEN.XXXX");
    for (number, choice) in choices(&guest, 2).iter().enumerate() {
        let answer = book(&guest, choice, &format!("key-{number}"), token);
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    let without = book(&guest, &choices(&guest, 1)[0], "key", None);
    assert_refused(&without, 403, "challenge_failed");
}
