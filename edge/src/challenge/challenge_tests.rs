//! What passes and what does not, with a Cloudflare that answers by script.

use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use pollster::block_on;
use serde_json::{Value, json};

use super::*;
use crate::upstream::{Chance, Clock, Network, NetworkError};

/// Answers every request with the same, and keeps what it was sent.
struct Script {
    answer: Result<Value, ()>,
    heard: Rc<RefCell<Vec<http::Request<Vec<u8>>>>>,
}

#[async_trait(?Send)]
impl Network for Script {
    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
        _: usize,
    ) -> Result<http::Response<Vec<u8>>, NetworkError> {
        self.heard.borrow_mut().push(request);
        match &self.answer {
            Ok(answer) => Ok(http::Response::new(answer.to_string().into_bytes())),
            Err(()) => Err(NetworkError::Broken("script".to_owned())),
        }
    }
}

/// A clock that stands still, and lets nobody wait.
struct Still;

#[async_trait(?Send)]
impl Clock for Still {
    fn now(&self) -> Instant {
        at(0)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, time: Duration) {
        // Deadlines never come; a pause before another try is over at once.
        if time > Duration::from_secs(3) {
            std::future::pending::<()>().await;
        }
    }
}

struct Never;

impl Chance for Never {
    fn next(&self) -> u64 {
        0
    }
}

type Heard = Rc<RefCell<Vec<http::Request<Vec<u8>>>>>;

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_795_000_000 + seconds)
}

fn check(answer: Result<Value, ()>, settings: &Value) -> (Check, Heard) {
    let heard = Heard::default();
    let network = Script {
        answer,
        heard: heard.clone(),
    };
    let ports = Rc::new(Ports {
        network: Box::new(network),
        clock: Box::new(Still),
        chance: Box::new(Never),
    });
    let mut all = json!({ "siteKey": "1x00000000000000000000AA", "secret": "KEY" });
    all.as_object_mut()
        .unwrap()
        .extend(settings.as_object().unwrap().clone());
    let secret = SecretString::from("s3cret");
    let upstream = Upstream::new(ports.clone());
    (
        Check::new(serde_json::from_value(all).unwrap(), secret, upstream, ports),
        heard,
    )
}

fn good() -> Value {
    json!({ "success": true, "hostname": "www.example.com", "action": "reserve", "error-codes": [] })
}

#[test]
fn a_good_token_passes_once() {
    let (check, heard) = check(Ok(good()), &json!({}));
    assert_eq!(block_on(check.pass(Some("token"), at(0))), Ok(()));
    assert_eq!(
        block_on(check.pass(Some("token"), at(299))),
        Err(ProviderError::ChallengeFailed)
    );
    assert_eq!(heard.borrow().len(), 1, "a used token costs no call");
    let body = String::from_utf8(heard.borrow()[0].body().clone()).unwrap();
    assert!(
        body.starts_with("secret=s3cret&response=token&idempotency_key="),
        "{body}"
    );
    assert!(
        !body.contains("remoteip"),
        "the guest's address is nobody's business"
    );
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
            Err(ProviderError::ChallengeFailed)
        };
        assert_eq!(block_on(check.pass(Some("token"), at(0))), expected, "{answer}");
    }
}

#[test]
fn what_is_no_token_is_not_even_shown_to_cloudflare() {
    let (check, heard) = check(Ok(good()), &json!({}));
    for token in [None, Some(""), Some(&*"a".repeat(MAX_TOKEN_BYTES + 1))] {
        assert_eq!(
            block_on(check.pass(token, at(0))),
            Err(ProviderError::ChallengeFailed)
        );
    }
    assert!(heard.borrow().is_empty());
}

#[test]
fn where_nobody_can_tell_nothing_passes_and_the_token_stays_good() {
    let codes = ["internal-error", "invalid-input-secret"];
    let answers = codes.map(|code| Ok(json!({ "success": false, "error-codes": [code] })));
    for answer in answers.into_iter().chain([Err(()), Ok(json!("no verdict"))]) {
        let (check, heard) = check(answer, &json!({}));
        for _ in 0..2 {
            let outcome = block_on(check.pass(Some("token"), at(0)));
            let Err(ProviderError::Away { cause, .. }) = outcome else {
                panic!("{outcome:?}");
            };
            assert!(!cause.contains("s3cret") && !cause.contains("token"), "{cause}");
        }
        assert!(heard.borrow().len() >= 2);
    }
}
