//! Webhooks: subscriptions of other systems to a venue's changes. Each change is sent to the subscription's address, signed
//! by its secret as [Standard Webhooks](https://www.standardwebhooks.com) says.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::change::{ChangeKind, VenueChange};
use crate::id::WebhookId;
use crate::page::PagePosition;
use crate::time::Instant;
use crate::validation::{FieldCode, request_type};

/// The longest address, in bytes.
const MAX_URL_BYTES: usize = 2_048;
/// The longest name of a host, in bytes (RFC 1035, section 2.3.4).
const MAX_HOST_BYTES: usize = 253;
/// The port of HTTPS, which addresses leave out.
const HTTPS_PORT: u16 = 443;
/// Names at the end of hosts that are no one's on the internet (RFC 6761, RFC 6762, RFC 8375, ICANN for `internal`).
const INSIDE: [&str; 6] = ["localhost", "local", "internal", "arpa", "test", "invalid"];

/// A host to which webhooks may be sent: a name of the domain name system, and its port unless that is 443. It is no IP
/// address and no name of a local network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookHost(String);

impl WebhookHost {
    /// Reads a host in small or capital letters.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        Self::try_from(text.to_owned())
    }

    /// The host in small letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for WebhookHost {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        let text = text.to_ascii_lowercase();
        let (name, port) = match text.split_once(':') {
            Some((name, port)) => (name, Some(read_port(port)?)),
            None => (text.as_str(), None),
        };
        if !is_host_name(name) {
            return Err(FieldCode::Invalid);
        }
        Ok(Self(match port {
            Some(port) if port != HTTPS_PORT => format!("{name}:{port}"),
            _ => name.to_owned(),
        }))
    }
}

impl From<WebhookHost> for String {
    fn from(host: WebhookHost) -> Self {
        host.0
    }
}

impl fmt::Display for WebhookHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn read_port(text: &str) -> Result<u16, FieldCode> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let port = text.parse().ok().filter(|_| is_plain);
    port.ok_or(FieldCode::Invalid)
}

/// Whether it is a name of at least two labels (RFC 1123, section 2.1) whose last one begins with a letter: browsers read
/// others as IPv4 addresses, such as `127.1` and `0x7f.0.0.1`.
fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((rest, last)) = text.rsplit_once('.') else {
        return false;
    };
    text.len() <= MAX_HOST_BYTES
        && rest.split('.').all(is_label)
        && is_label(last)
        && last.starts_with(|first: char| first.is_ascii_lowercase())
        && !INSIDE.contains(&last)
}

/// The address of a webhook: by HTTPS, of a [`WebhookHost`], without the name of a user and without a fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = crate::validation::FieldErrors, try_from(String) = Self::try_from -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct WebhookUrl {
    host: WebhookHost,
    /// The path and the query.
    rest: String,
}

impl WebhookUrl {
    /// Its host, with the port unless that is 443.
    #[must_use]
    pub fn host(&self) -> &WebhookHost {
        &self.host
    }
}

impl TryFrom<String> for WebhookUrl {
    type Error = FieldCode;

    fn try_from(text: String) -> Result<Self, FieldCode> {
        // No character that some readers of addresses leave out, replace or take for the end of the host.
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&byte);
        if text.len() > MAX_URL_BYTES || !text.bytes().all(is_plain) {
            return Err(FieldCode::Invalid);
        }
        let scheme = text
            .get(..8)
            .filter(|scheme| scheme.eq_ignore_ascii_case("https://"));
        let after = scheme.and_then(|_| text.get(8..)).ok_or(FieldCode::Invalid)?;
        let end = after.find(['/', '?']).unwrap_or(after.len());
        let (host, rest) = after.split_at(end);
        Ok(Self {
            host: WebhookHost::parse(host)?,
            rest: rest.to_owned(),
        })
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "https://{}{}", self.host, self.rest)
    }
}

impl From<WebhookUrl> for String {
    fn from(url: WebhookUrl) -> Self {
        url.to_string()
    }
}

request_type! {
    /// A webhook to create.
    pub struct NewWebhook {
        /// The address to which changes are sent. An operator has to confirm its host before anything is sent.
        pub url: WebhookUrl,
        /// The kinds of changes that are sent, at least one.
        pub kinds: Vec<ChangeKind>,
    }
}

/// Whether a webhook sends changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookStatus {
    /// It does.
    Active,
    /// It does not until an operator has confirmed its host.
    Waiting,
    /// It does not: its address has answered 410.
    Disabled,
}

/// A webhook of a venue, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// The address to which changes are sent.
    pub url: WebhookUrl,
    /// The kinds of changes that are sent.
    pub kinds: Vec<ChangeKind>,
    /// Whether it sends them.
    pub status: WebhookStatus,
    /// When it was created.
    pub created_at: Instant,
    /// Its creator, as the audit log names it.
    pub created_by: String,
    /// Until when the secret before the last rotation signs too; absent where none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_secret_until: Option<Instant>,
    /// The number of changes that were given up.
    pub dead_letters: u32,
}

/// The webhooks of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Webhooks {
    /// The webhooks, in the order in which they were created.
    pub webhooks: Vec<Webhook>,
}

/// A webhook with a new secret. It cannot be printed: the secret is shown once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookWithSecret {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: Webhook,
    /// The secret that signs: `whsec_` and 32 bytes in base64. It is not shown again.
    pub secret: String,
}

request_type! {
    /// A part of the list of dead letters to read.
    pub struct DeadLettersQuery {
        /// Only letters with smaller numbers than this; the newest ones if it is left out.
        #[cfg_attr(feature = "requests", deserr(default))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub before: Option<PagePosition>,
    }
}

/// A change that was given up after its last try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// Its number: later ones are larger.
    pub number: PagePosition,
    /// When it was given up.
    pub at: Instant,
    /// The status of the last answer; absent if there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whether it is queued to be sent again.
    pub is_queued: bool,
    /// The change.
    pub change: VenueChange,
}

/// A page of the list of dead letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeadLetterPage {
    /// The letters, the newest first; 50 at most.
    pub letters: Vec<DeadLetter>,
    /// The value of `before` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PagePosition>,
}

/// The dead letters that were queued to be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReplayedLetters {
    /// Their number.
    pub queued: u32,
}

/// A host that an operator has confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConfirmedHost {
    /// The host.
    pub host: WebhookHost,
    /// When it was confirmed.
    pub confirmed_at: Instant,
    /// The operator who confirmed it, as the audit log names them.
    pub confirmed_by: String,
}

/// The hosts to which a venue's webhooks may be sent, and those that wait for that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WebhookHosts {
    /// The confirmed ones, by name.
    pub hosts: Vec<ConfirmedHost>,
    /// Hosts of webhooks that wait to be confirmed, by name.
    pub waiting: Vec<WebhookHost>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Option<(String, String)> {
        let url = WebhookUrl::try_from(text.to_owned()).ok()?;
        Some((url.host().to_string(), url.to_string()))
    }

    #[test]
    fn an_address_is_of_a_host_by_https() {
        for (text, host, written) in [
            (
                "https://hooks.example.com",
                "hooks.example.com",
                "https://hooks.example.com",
            ),
            (
                "HTTPS://Hooks.Example.com/A?b=C",
                "hooks.example.com",
                "https://hooks.example.com/A?b=C",
            ),
            (
                "https://hooks.example.com:443/a",
                "hooks.example.com",
                "https://hooks.example.com/a",
            ),
            (
                "https://hooks.example.com:8443/a",
                "hooks.example.com:8443",
                "https://hooks.example.com:8443/a",
            ),
            ("https://a.xn--p1ai/?x", "a.xn--p1ai", "https://a.xn--p1ai/?x"),
        ] {
            assert_eq!(url(text), Some((host.to_owned(), written.to_owned())), "{text}");
        }
    }

    #[test]
    fn addresses_of_other_schemes_ip_addresses_users_and_inside_names_are_refused() {
        for text in [
            "",
            "https://",
            "http://hooks.example.com",
            "ftp://hooks.example.com",
            "//hooks.example.com",
            "https:hooks.example.com",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0x0.0x0.0x1/",
            "https://a.0x7f/",
            "https://[::1]/",
            "https://[::ffff:7f00:1]/",
            "https://user@hooks.example.com/",
            "https://user:word@hooks.example.com/",
            "https://hooks.example.com@127.0.0.1/",
            "https://hooks.example.com\\@evil.example.net/",
            "https://hooks.example.com#@evil.example.net/",
            "https://localhost/",
            "https://a.localhost/",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://1.0.0.127.in-addr.arpa/",
            "https://hooks/",
            "https://hooks.example.com./",
            "https://.example.com/",
            "https://hooks..example.com/",
            "https://-a.example.com/",
            "https://a-.example.com/",
            "https://hooks.example.com:/",
            "https://hooks.example.com:0/",
            "https://hooks.example.com:0443/",
            "https://hooks.example.com:65536/",
            "https://hooks.example.com:80:80/",
            "https://hooks.example.com/a b",
            "https://hooks.example.com/\n",
            "https://hooks.exämple.com/",
            "https://%68ooks.example.com/",
        ] {
            assert_eq!(url(text), None, "{text:?}");
        }
        assert_eq!(
            url(&format!("https://hooks.example.com/{}", "a".repeat(2_048))),
            None
        );
    }
}
