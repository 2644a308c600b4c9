//! The check against robots: a token of Cloudflare Turnstile, verified with Cloudflare before anything is created.
//!
//! It fails closed: where Cloudflare cannot be reached, nothing is created, and the guest is asked to try again. A token
//! is valid for one booking, order or waitlist entry. Cloudflare enforces that: memory here would end with the venue's
//! object, and the token of Cloudflare's test keys is always the same one.

use std::rc::Rc;
use std::time::Duration;

use config::ChallengeSettings;
use http::header::{ACCEPT, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::VenueError;
use crate::upstream::{Call, Failure, Ports, Scope, Upstream};

/// The longest token there is, by Cloudflare's documentation.
pub const MAX_TOKEN_BYTES: usize = 2048;

/// The action that the widget names when it renders the check.
pub const ACTION: &str = "reserve";

/// How long a guest is kept waiting for it.
const DEADLINE: Duration = Duration::from_secs(8);

/// One venue's check, as long as its object lives.
pub struct Check {
    settings: ChallengeSettings,
    secret: SecretString,
    upstream: Upstream,
    ports: Rc<Ports>,
}

/// Cloudflare's answer, as far as it is read.
#[derive(Deserialize)]
struct Verdict {
    success: bool,
    #[serde(default)]
    hostname: Option<String>,
    #[serde(default)]
    action: Option<String>,
    #[serde(default, rename = "error-codes")]
    error_codes: Vec<String>,
}

impl Check {
    /// The check of these settings with their secret, which Cloudflare is asked about behind these ports.
    #[must_use]
    pub fn new(
        settings: ChallengeSettings,
        secret: SecretString,
        upstream: Upstream,
        ports: Rc<Ports>,
    ) -> Self {
        Self {
            settings,
            secret,
            upstream,
            ports,
        }
    }

    /// Verifies a token. `booking` names the request that it is shown for, and stays the same when that is repeated: for
    /// another request the token is used up.
    pub async fn pass(&self, token: Option<&str>, booking: &str) -> Result<(), VenueError> {
        let token = token
            .filter(|token| (1..=MAX_TOKEN_BYTES).contains(&token.len()))
            .ok_or(VenueError::ChallengeFailed)?;
        self.judge(&self.verify(token, booking).await?)
    }

    async fn verify(&self, token: &str, booking: &str) -> Result<Verdict, VenueError> {
        let scope = Scope::new(self.ports.clock.elapsed() + DEADLINE);
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("secret", self.secret.expose_secret())
            .append_pair("response", token)
            // Verifying again for the same booking gives the same answer, should one have got lost.
            .append_pair("idempotency_key", &uuid(token, booking))
            .finish();
        let request = http::Request::post(&self.settings.verify_url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .body(form.into_bytes())
            .map_err(|_| VenueError::Broken("turnstile: verifyUrl is no address".to_owned()))?;
        let call = Call {
            name: "siteverify",
            request,
        };
        let answer = self.upstream.read(&scope, &call).await.map_err(away)?;
        // Some of its errors come with a status of their own, all of them with a verdict.
        let verdict = str::from_utf8(answer.body()).ok();
        verdict
            .and_then(|verdict| serde_json::from_str(verdict).ok())
            .ok_or_else(|| unavailable("no verdict", None))
    }

    fn judge(&self, verdict: &Verdict) -> Result<(), VenueError> {
        if verdict.success {
            let is_here = |hostname: &str| {
                self.settings.hostnames.is_empty()
                    || self.settings.hostnames.iter().any(|named| named == hostname)
            };
            let is_right = verdict.hostname.as_deref().is_none_or(is_here)
                // Cloudflare's test keys answer without an action, or with an empty one.
                && verdict
                    .action
                    .as_deref()
                    .is_none_or(|action| action.is_empty() || action == ACTION);
            return if is_right {
                Ok(())
            } else {
                Err(VenueError::ChallengeFailed)
            };
        }
        let says = |code: &str| verdict.error_codes.iter().any(|found| found == code);
        if says("invalid-input-secret") || says("missing-input-secret") {
            let name = &self.settings.secret;
            Err(unavailable(
                &format!("the secret {name} is not the site key's"),
                None,
            ))
        } else if says("internal-error") || says("bad-request") {
            Err(unavailable("it could not tell", None))
        } else {
            Err(VenueError::ChallengeFailed)
        }
    }
}

fn away(failure: Failure) -> VenueError {
    match failure {
        Failure::Away { retry_after, cause } => unavailable(
            cause,
            retry_after.and_then(|time| u32::try_from(time.as_secs()).ok()),
        ),
        Failure::Timeout => unavailable("no answer in time", None),
        Failure::Failed(cause) => unavailable(&cause, None),
    }
}

fn unavailable(cause: &str, retry_after: Option<u32>) -> VenueError {
    VenueError::Away {
        retry_after,
        cause: format!("turnstile: {cause}"),
    }
}

/// A digest of both in the form of a random UUID (RFC 9562, section 5.4), as Cloudflare requires.
fn uuid(token: &str, booking: &str) -> String {
    // No header holds a zero byte, so that one is never taken for a part of the other.
    let digest = Sha256::new()
        .chain_update(token)
        .chain_update([0])
        .chain_update(booking)
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = base16ct::lower::encode_string(&bytes);
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
#[path = "challenge_tests.rs"]
mod tests;
