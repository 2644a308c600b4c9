//! The port to services that send e-mail. It must not know why an e-mail is written, nor any service that delivers
//! it.

pub mod http_api;
pub mod mime;
pub mod preview;
pub mod templates;
pub mod timed;
mod unlinked;

pub use unlinked::unlinked;

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// How long a mail service may take for one message: a message without an answer must not hold up those after it.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A message to one person. It cannot be printed: it holds their data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingEmail {
    /// Names the message for ever: a service that knows it already does not deliver it again.
    pub id: String,
    /// The sender.
    pub from: Mailbox,
    /// The recipient.
    pub to: Mailbox,
    /// Where answers go, if not to the writer.
    pub reply_to: Option<Mailbox>,
    /// One line.
    pub subject: String,
    /// The message in plain text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// Files that come with it.
    pub attachments: Vec<Attachment>,
    /// Whether it counts towards the day's most to one recipient, and is left out beyond it: letters that a guest's own
    /// request causes, and reminders. Letters about money, those that the restaurant or a free table causes and those to
    /// the restaurant do not count. Letters that were written before there was such a limit do not either.
    #[serde(default)]
    pub is_limited: bool,
}

/// A name with an e-mail address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The name, if it is known.
    pub name: Option<String>,
    /// The address (RFC 5321).
    pub address: String,
}

/// A file that comes with a message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type, such as `text/calendar; method=PUBLISH`.
    pub media_type: String,
    /// The content in base64 (RFC 4648, section 4).
    pub content: String,
}

/// Why a message was not taken, sorted by what can be done. The texts are for the log and hold no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailError {
    /// Not now: try again.
    Later(String),
    /// The service takes nothing at the moment, and did not look at this letter: no letter should be tried before
    /// that is over.
    Away {
        /// When to try again, where the service states it.
        retry_after: Option<Duration>,
        /// For the log.
        cause: String,
    },
    /// Not like this: trying again would not help.
    Never(String),
}

/// A service that sends e-mail.
#[async_trait(?Send)]
pub trait Mailer {
    /// Hands a message over. One that was handed over before is delivered once.
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError>;
}

/// The text on one line, without what could end a header.
#[must_use]
pub fn one_line(text: &str) -> String {
    let words = text.split(|character: char| character.is_control() || character.is_whitespace());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
