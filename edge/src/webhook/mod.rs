//! Webhooks to other systems, as [Standard Webhooks 1.0](https://www.standardwebhooks.com) has them: the message, its
//! signature and the times of its tries. Pure, but for the port by which a message is sent; [`upstream`] is its adapter.

pub mod upstream;

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use http::header::CONTENT_TYPE;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::Sha256;
use shared::change::{ChangeAction, VenueChange};
use shared::id::WebhookId;
use shared::page::PagePosition;
use shared::time::Instant;
use shared::webhook::WebhookUrl;

/// Before the base64 of a secret.
const SECRET_PREFIX: &str = "whsec_";
/// The bytes that a secret has at least and at most.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The waits after the failed tries of one message, in seconds: 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours.
/// With the first try there are ten, in three days and four hours.
const WAITS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// The wait after this many failed tries of a message, in seconds; none where it is given up.
#[must_use]
pub fn wait_after(failures: u32) -> Option<i64> {
    let place = usize::try_from(failures.checked_sub(1)?).ok()?;
    WAITS.get(place).copied()
}

/// Number of tries of a dead letter that staff send again. It holds back what is newer, and the journal is kept for a week:
/// a few letters with as many tries as a change has would be the end of the changes behind them.
const REPLAY_TRIES: u32 = 3;

/// The wait after this many failed tries of a dead letter that is sent again, in seconds; none where it stays one.
#[must_use]
pub fn replay_wait_after(failures: u32) -> Option<i64> {
    wait_after(failures).filter(|_| failures < REPLAY_TRIES)
}

/// The text of a secret of 256 random bits.
#[must_use]
pub fn secret_text(random: &[u8; 32]) -> SecretString {
    SecretString::from(format!("{SECRET_PREFIX}{}", Base64::encode_string(random)))
}

/// The signature of a message by a secret, as `webhook-signature` has it; none if the text is no secret.
#[must_use]
pub fn sign(secret: &SecretString, id: &str, timestamp: Instant, body: &str) -> Option<String> {
    let text = secret.expose_secret().strip_prefix(SECRET_PREFIX)?;
    let key = Zeroizing::new(Base64::decode_vec(text).ok()?);
    if !SECRET_BYTES.contains(&key.len()) {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{}.{body}", timestamp.unix()).as_bytes());
    let signature = mac.finalize().into_bytes();
    Some(format!("v1,{}", Base64::encode_string(&signature)))
}

/// A message to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookMessage {
    /// Its id, the same at each try and for no other message. It has no point, which parts what is signed.
    pub id: String,
    /// Its body.
    pub body: String,
}

/// The body of a message.
#[derive(Serialize)]
struct Body<T> {
    #[serde(rename = "type")]
    kind: String,
    timestamp: Instant,
    data: T,
}

#[derive(Serialize)]
struct ResyncData {
    cursor: PagePosition,
}

impl WebhookMessage {
    /// The message about a change. Its type is the kind of the subject and what happened to it, such as
    /// `reservation.changed`.
    pub fn of_change(webhook: &WebhookId, change: &VenueChange) -> serde_json::Result<Self> {
        let action = match change.action {
            ChangeAction::Created => "created",
            ChangeAction::Changed => "changed",
            ChangeAction::Deleted => "deleted",
        };
        let body = Body {
            kind: format!("{}.{action}", change.kind.text()),
            timestamp: change.at,
            data: change,
        };
        Ok(Self {
            id: format!("{webhook}-{}", change.cursor.0),
            body: serde_json::to_string(&body)?,
        })
    }

    /// The message to a webhook that changes after `from` are no longer kept, and what is followed has to be read again. The
    /// changes after the cursor are sent next.
    pub fn resync(
        (webhook, from): (&WebhookId, PagePosition),
        cursor: PagePosition,
        now: Instant,
    ) -> serde_json::Result<Self> {
        let body = Body {
            kind: "changes.resync".to_owned(),
            timestamp: now,
            data: ResyncData { cursor },
        };
        Ok(Self {
            id: format!("{webhook}-resync-{}", from.0),
            body: serde_json::to_string(&body)?,
        })
    }

    /// The request that sends it, signed by each of these secrets; none if one of them is no secret.
    #[must_use]
    pub fn request(
        &self,
        url: &WebhookUrl,
        secrets: &[SecretString],
        now: Instant,
    ) -> Option<Request<Vec<u8>>> {
        let signatures: Option<Vec<String>> = secrets
            .iter()
            .map(|secret| sign(secret, &self.id, now, &self.body))
            .collect();
        Request::post(url.to_string())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &self.id)
            .header("webhook-timestamp", now.unix())
            .header("webhook-signature", signatures?.join(" "))
            .body(self.body.clone().into_bytes())
            .ok()
    }
}

/// The outcome of a try to send a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The receiver has it: a status of 2xx.
    Delivered,
    /// The receiver wants no message any more: 410.
    Gone,
    /// The receiver may not have it.
    Failed {
        /// The status of the answer, redirects too, which are not followed; none if there was no answer.
        status: Option<u16>,
        /// The `Retry-After`, in seconds; 0 without one.
        retry_after: i64,
    },
    /// Nothing was sent: try again after this time, in seconds.
    Unsent {
        /// The time.
        retry_after: i64,
    },
}

/// The port by which messages are sent.
#[async_trait(?Send)]
pub trait WebhookSender {
    /// Sends a request of a webhook once.
    async fn send(&self, webhook: &WebhookId, request: Request<Vec<u8>>) -> DeliveryOutcome;
}

#[cfg(test)]
#[path = "webhook_tests.rs"]
mod tests;
