//! The vendor's token endpoint as a process of its own, and a person who authorizes the account there.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use edge::account::message::{AuthorizationOutcome, AuthorizationReturn};
use http::Uri;
use serde_json::{Value, from_str};
use shared::id::TokenName;

use super::surroundings::{AccountLine, agent};

/// How long an access token of the vendor is valid, in seconds.
pub const LIFE: i64 = 3_600;

/// The vendor. It ends when this is dropped.
pub struct Vendor {
    process: Child,
    /// Where it is.
    pub origin: String,
}

impl Vendor {
    /// Starts it, and waits until it listens.
    pub fn start() -> Self {
        let mut process = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/accounts/vendor.mjs"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut port).unwrap();
        assert!(!port.is_empty(), "the vendor does not listen");
        Self {
            process,
            origin: format!("http://127.0.0.1:{}", port.trim()),
        }
    }

    /// How often it was asked for what.
    pub fn counts(&self) -> Value {
        let mut answer = agent().get(format!("{}/counts", self.origin)).call().unwrap();
        from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Authorizes the account's own token. The vendor leads back at once, and has the code's challenge.
pub async fn authorize(line: &AccountLine) {
    let name = TokenName::parse("platform").unwrap();
    let begun = line.operator().authorize(name).await.unwrap();
    let answer = agent().get(&begun.url).call().unwrap();
    let back: Uri = answer.headers()["location"].to_str().unwrap().parse().unwrap();
    assert_eq!(back.path(), "/oauth/group/callback");
    let mut query: BTreeMap<String, String> = form_urlencoded::parse(back.query().unwrap().as_bytes())
        .into_owned()
        .collect();
    let back = AuthorizationReturn {
        state: query.remove("state").unwrap(),
        code: query.remove("code"),
        is_of_beginner: false,
    };
    let again = AuthorizationReturn {
        state: back.state.clone(),
        code: back.code.clone(),
        is_of_beginner: back.is_of_beginner,
    };
    let client = line.client();
    assert_eq!(
        client.complete(back).await,
        Ok(AuthorizationOutcome::Connected(None))
    );
    // The state is used up.
    assert_eq!(client.complete(again).await, Ok(AuthorizationOutcome::Unknown));
}
