//! Webhook requests of other systems, as they arrive: the parts that are kept, their size limits, and their
//! authentication. Each system's port reads their content.

pub mod auth;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The largest body, in bytes. A bill of some hundred lines is 100 KB.
pub const MAX_BODY_BYTES: usize = 256 * 1024;
/// The most headers and the most query parameters that are kept.
pub const MAX_FIELDS: usize = 16;
/// The longest header and the longest query parameter that is kept, in bytes of name and value. Tokens of other systems'
/// issuers are some 2 KB.
pub const MAX_FIELD_BYTES: usize = 8 * 1024;

/// The headers that every source may use, in small letters. A source with API keys names further ones in its settings.
pub const HEADERS: [&str; 4] = [
    "authorization",
    "content-type",
    "stripe-signature",
    IDEMPOTENCY_KEY,
];

/// A request as another system sent it. It cannot be printed: headers and query may hold credentials,
/// and the body guests' data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The headers that may matter, by their names in small letters. A header that was sent twice is left out, since two
    /// readers could take different ones for it.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The query's parameters, decoded. One that was sent twice is left out.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// The body, byte for byte; in JSON as base64.
    #[serde(with = "base64")]
    pub body: Vec<u8>,
}

/// The outcome of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookOutcome {
    /// Its event was processed, or stored to be worked off.
    Processed,
    /// Its event was received before.
    Duplicate,
    /// Its credentials or its signature are missing, wrong or too old.
    Rejected,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Delivery(…)")
    }
}

impl Delivery {
    /// The parts of a request that are kept: its body, its query, and those of its headers that every source may use or `key_headers`
    /// names, in small letters. A value of `None` is no text. None where that is more than a delivery may have.
    #[must_use]
    pub fn of<'h>(
        headers: impl Iterator<Item = (&'h str, Option<&'h str>)>,
        query: Vec<(String, String)>,
        body: Vec<u8>,
        key_headers: &[String],
    ) -> Option<Self> {
        let kept = headers.filter(|(name, _)| {
            HEADERS.contains(name) || key_headers.iter().any(|key_header| key_header == name)
        });
        let kept = kept.map(|(name, value)| (name.to_owned(), value.map(str::to_owned)));
        let query = query.into_iter().map(|(name, value)| (name, Some(value)));
        Some(Self {
            headers: once_each(kept)?,
            query: once_each(query)?,
            body: Some(body).filter(|body| body.len() <= MAX_BODY_BYTES)?,
        })
    }

    /// A header by its name in small letters; none where it was not sent, or not once.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The SHA-256 digest of the body in hexadecimal, which tells deliveries apart where their source gives them no id.
    #[must_use]
    pub fn digest(&self) -> String {
        base16ct::lower::encode_string(&Sha256::digest(&self.body))
    }

    /// The key that tells the delivery apart from others: the digest of its body and of the vendor's idempotency key, if it sent
    /// one. Two events may have one body, and a repetition has the same key.
    #[must_use]
    pub fn key(&self) -> String {
        let key = self.header(IDEMPOTENCY_KEY).unwrap_or_default();
        let digest = Sha256::new()
            .chain_update(key)
            .chain_update([0_u8])
            .chain_update(&self.body);
        base16ct::lower::encode_string(&digest.finalize())
    }

    /// The same without what proves its origin, for storage: an authenticated delivery needs no credentials any more.
    #[must_use]
    pub fn without_credentials(&self) -> Self {
        let mut headers = self.headers.clone();
        headers.retain(|name, _| KEPT_HEADERS.contains(&name.as_str()));
        Self {
            headers,
            query: BTreeMap::new(),
            body: self.body.clone(),
        }
    }
}

/// The fields by name, without those that occur twice or are no text; none if they are too many or too long.
fn once_each(fields: impl Iterator<Item = (String, Option<String>)>) -> Option<BTreeMap<String, String>> {
    let mut all: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (name, value) in fields {
        let is_one_too_many = all.len() >= MAX_FIELDS && !all.contains_key(&name);
        let bytes = name.len() + value.as_ref().map_or(0, String::len);
        if is_one_too_many || bytes > MAX_FIELD_BYTES {
            return None;
        }
        all.entry(name).and_modify(|known| *known = None).or_insert(value);
    }
    Some(
        all.into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect(),
    )
}

/// The header by which a vendor names a delivery.
const IDEMPOTENCY_KEY: &str = "x-lightspeed-idempotency-key";

/// The headers that are stored with a delivery.
const KEPT_HEADERS: [&str; 2] = ["content-type", IDEMPOTENCY_KEY];

/// The body in JSON.
mod base64 {
    use base64ct::{Base64, Encoding as _};
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Base64::encode_string(body))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Base64::decode_vec(&text).map_err(|_| D::Error::custom("the body is not in base64"))
    }
}
