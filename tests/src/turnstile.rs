//! A stand-in for the server side of Cloudflare's Turnstile: `POST /turnstile/v0/siteverify` as its documentation
//! describes it.
//!
//! A token that begins with `pass` is good once, or again under the same `idempotency_key`; one that
//! begins with `old` has run out; one that begins with `trouble` meets an internal error; any other
//! is none. The documented secrets for tests work as
//! documented: `1x…AA` lets everything pass, `2x…AA` nothing, and to `3x…AA` every token is spent.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{Method, Request, Response, header};
use serde_json::{Value, json};

use crate::molzait::answer::json_answer;

/// Where it is asked.
pub const PATH: &str = "/turnstile/v0/siteverify";

/// The check.
#[derive(Clone, Debug)]
pub struct Turnstile {
    /// The secret that callers must have.
    pub secret: String,
    /// The host name that the guest solved it on.
    pub hostname: String,
    /// The action that the widget was given.
    pub action: String,
    /// Tokens that were verified, each with its idempotency key.
    spent: BTreeMap<String, Option<String>>,
}

impl Turnstile {
    /// A check that has seen no token.
    #[must_use]
    pub fn new(secret: &str, hostname: &str, action: &str) -> Self {
        Self {
            secret: secret.to_owned(),
            hostname: hostname.to_owned(),
            action: action.to_owned(),
            spent: BTreeMap::new(),
        }
    }

    /// The answer at `now`, since the Unix epoch; none if the request is not for it.
    pub fn answer(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Option<Response<Vec<u8>>> {
        if request.uri().path() != PATH {
            return None;
        }
        if request.method() != Method::POST {
            return Some(json_answer(405, &failure("bad-request"), now));
        }
        Some(match self.verdict(request) {
            Ok(()) => json_answer(200, &self.success(now), now),
            Err(code) => json_answer(200, &failure(code), now),
        })
    }

    fn verdict(&mut self, request: &Request<Vec<u8>>) -> Result<(), &'static str> {
        let fields = fields(request).ok_or("bad-request")?;
        let field = |name: &str| fields.get(name).filter(|text| !text.is_empty());
        let secret = field("secret").ok_or("missing-input-secret")?;
        let token = field("response").ok_or("missing-input-response")?;
        match secret.as_str() {
            "1x0000000000000000000000000000000AA" => return Ok(()),
            "2x0000000000000000000000000000000AA" => return Err("invalid-input-response"),
            "3x0000000000000000000000000000000AA" => return Err("timeout-or-duplicate"),
            other if other != self.secret => return Err("invalid-input-secret"),
            _ => {}
        }
        if token.starts_with("old") {
            return Err("timeout-or-duplicate");
        }
        if token.starts_with("trouble") {
            return Err("internal-error");
        }
        if !token.starts_with("pass") || token.len() > 2048 {
            return Err("invalid-input-response");
        }
        let key = field("idempotency_key").cloned();
        match self.spent.get(token) {
            Some(Some(known)) if Some(known) == key.as_ref() => Ok(()),
            Some(_) => Err("timeout-or-duplicate"),
            None => {
                self.spent.insert(token.clone(), key);
                Ok(())
            }
        }
    }

    fn success(&self, now: Duration) -> Value {
        let seconds = i64::try_from(now.as_secs()).unwrap_or_default();
        json!({
            "success": true,
            "challenge_ts": shared::time::Instant::from_unix(seconds).to_string(),
            "hostname": self.hostname,
            "error-codes": [],
            "action": self.action,
            "cdata": "",
        })
    }
}

fn failure(code: &str) -> Value {
    json!({ "success": false, "error-codes": [code] })
}

/// The fields of a form or of a JSON object of texts.
fn fields(request: &Request<Vec<u8>>) -> Option<BTreeMap<String, String>> {
    let media_type = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    match media_type.split(';').next()?.trim() {
        "application/x-www-form-urlencoded" => {
            Some(form_urlencoded::parse(request.body()).into_owned().collect())
        }
        "application/json" => serde_json::from_slice(request.body()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(turnstile: &mut Turnstile, media_type: &str, body: &str) -> Value {
        let request = Request::post(PATH)
            .header(header::CONTENT_TYPE, media_type)
            .body(body.as_bytes().to_vec())
            .unwrap();
        let answer = turnstile.answer(&request, Duration::from_hours(500_000)).unwrap();
        assert_eq!(answer.status(), 200);
        serde_json::from_slice(answer.body()).unwrap()
    }

    fn form(turnstile: &mut Turnstile, body: &str) -> Value {
        ask(turnstile, "application/x-www-form-urlencoded", body)
    }

    #[test]
    fn a_token_is_good_once() {
        let mut turnstile = Turnstile::new("s", "www.example.com", "reserve");
        let good = json!({
            "success": true, "challenge_ts": "2027-01-15T08:00:00Z", "hostname": "www.example.com",
            "error-codes": [], "action": "reserve", "cdata": "",
        });
        let spent = json!({ "success": false, "error-codes": ["timeout-or-duplicate"] });
        assert_eq!(form(&mut turnstile, "secret=s&response=pass-1"), good);
        assert_eq!(form(&mut turnstile, "secret=s&response=pass-1"), spent);
        let json = r#"{"secret":"s","response":"pass-2","remoteip":"203.0.113.7"}"#;
        assert_eq!(ask(&mut turnstile, "application/json", json), good);
    }

    #[test]
    fn an_idempotency_key_repeats_a_verdict() {
        let mut turnstile = Turnstile::new("s", "h", "a");
        for key in ["k", "k"] {
            let body = format!("secret=s&response=pass&idempotency_key={key}");
            assert_eq!(form(&mut turnstile, &body)["success"], true);
        }
        let other = form(&mut turnstile, "secret=s&response=pass&idempotency_key=other");
        assert_eq!(other["success"], false);
    }

    #[test]
    fn every_fault_has_its_code() {
        let mut turnstile = Turnstile::new("s", "h", "a");
        for (body, code) in [
            ("response=pass", "missing-input-secret"),
            ("secret=s", "missing-input-response"),
            ("secret=wrong&response=pass", "invalid-input-secret"),
            ("secret=s&response=made-up", "invalid-input-response"),
            ("secret=s&response=old-1", "timeout-or-duplicate"),
            ("secret=s&response=trouble", "internal-error"),
            (
                "secret=2x0000000000000000000000000000000AA&response=pass",
                "invalid-input-response",
            ),
        ] {
            assert_eq!(form(&mut turnstile, body), failure(code), "{body}");
        }
        assert_eq!(ask(&mut turnstile, "text/plain", "x"), failure("bad-request"));
    }
}
