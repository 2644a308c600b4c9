//! Facts about the check: tokens that pass and tokens that do not, with scripted answers of Cloudflare.

use pollster::block_on;
use serde_json::{Value, json};

use super::*;
use crate::test_support::challenge::check;

const BOOKING: &str = "venue key";

fn good() -> Value {
    json!({ "success": true, "hostname": "www.example.com", "action": "reserve", "error-codes": [] })
}

#[test]
fn a_good_token_passes() {
    let (check, requests) = check(Ok(good()), &json!({}));
    assert_eq!(block_on(check.pass(Some("token"), BOOKING)), Ok(()));
    let body = String::from_utf8(requests.borrow()[0].body().clone()).unwrap();
    assert!(
        body.starts_with("secret=s3cret&response=token&idempotency_key="),
        "{body}"
    );
    assert!(!body.contains("remoteip"), "the guest's address is not sent");
}

#[test]
fn verdicts_are_judged_by_all_they_say() {
    let failed = |code: &str| json!({ "success": false, "error-codes": [code] });
    for (answer, settings, passes) in [
        (good(), json!({ "hostnames": ["www.example.com"] }), true),
        (good(), json!({ "hostnames": ["example.com"] }), false),
        (json!({ "success": true, "action": "" }), json!({}), true),
        (json!({ "success": true, "action": "login" }), json!({}), false),
        (failed("timeout-or-duplicate"), json!({}), false),
        (failed("invalid-input-response"), json!({}), false),
    ] {
        let (check, _) = check(Ok(answer.clone()), &settings);
        let expected = if passes {
            Ok(())
        } else {
            Err(VenueError::ChallengeFailed)
        };
        assert_eq!(block_on(check.pass(Some("token"), BOOKING)), expected, "{answer}");
    }
}

#[test]
fn a_verdict_is_asked_for_again_for_the_same_booking_alone() {
    let keys = ["venue key", "venue key", "venue other-key", "other-venue key"].map(|booking| {
        // Nothing is remembered between them, as after a restart.
        let (check, requests) = check(Ok(good()), &json!({}));
        assert_eq!(block_on(check.pass(Some("token"), booking)), Ok(()));
        let body = requests.borrow()[0].body().clone();
        let fields = form_urlencoded::parse(&body).into_owned();
        fields
            .into_iter()
            .find(|(name, _)| name == "idempotency_key")
            .unwrap()
            .1
    });
    assert_eq!(keys[0], keys[1]);
    assert!(
        keys[2] != keys[0] && keys[3] != keys[0] && keys[3] != keys[2],
        "{keys:?}"
    );
}

#[test]
fn what_is_no_token_is_not_even_shown_to_cloudflare() {
    let (check, requests) = check(Ok(good()), &json!({}));
    for token in [None, Some(""), Some(&*"a".repeat(MAX_TOKEN_BYTES + 1))] {
        assert_eq!(
            block_on(check.pass(token, BOOKING)),
            Err(VenueError::ChallengeFailed)
        );
    }
    assert!(requests.borrow().is_empty());
}

#[test]
fn without_an_answer_no_token_passes() {
    let codes = ["internal-error", "invalid-input-secret"];
    let answers = codes.map(|code| Ok(json!({ "success": false, "error-codes": [code] })));
    for answer in answers.into_iter().chain([Err(()), Ok(json!("no verdict"))]) {
        let (check, requests) = check(answer, &json!({}));
        let outcome = block_on(check.pass(Some("token"), BOOKING));
        let Err(VenueError::Away { cause, .. }) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(!cause.contains("s3cret") && !cause.contains("token"), "{cause}");
        assert!(!requests.borrow().is_empty());
    }
}
