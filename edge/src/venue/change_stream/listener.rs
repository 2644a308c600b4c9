//! A listener: the changes that were sent to it and are not acknowledged yet, and what ends its stream. Pure: the time is
//! an argument, and the caller sends, stores and closes.

use serde::{Deserialize, Serialize};
use shared::change::ChangePage;
use shared::change_stream::StreamAcknowledgement;
use shared::page::PagePosition;
use shared::time::Instant;

use super::ending::Ending;
use crate::access::CredentialId;
use crate::storage::row;

/// The most changes that may be sent and not acknowledged.
pub const MAX_UNACKNOWLEDGED: u32 = 1000;

/// For how many seconds a change may be unacknowledged.
pub const MAX_SECONDS_BEHIND: i64 = 60;

/// The largest message of a listener, in bytes: an acknowledgement has some 30.
pub const MAX_MESSAGE_BYTES: usize = 256;

/// The most messages of a listener within a minute of the clock.
pub const MAX_MESSAGES_PER_MINUTE: u32 = 300;

/// Changes that are sent within so many seconds count as sent with the first of them, so that the state of a listener
/// stays small: there are at most 60 / 5 + 1 such groups, since older ones end the stream.
const GROUP_SECONDS: i64 = 5;

/// A message of a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming<'a> {
    /// A text.
    Text(&'a str),
    /// Bytes, which no message is.
    Binary,
}

/// The outcome of offering changes to a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// They have to be sent, and count as sent.
    Sent,
    /// There are none: it has been sent every change.
    UpToDate,
    /// They have to wait until it acknowledges earlier ones.
    Waiting,
    /// The stream has to end.
    Ended(Ending),
}

/// Changes that were sent in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SentGroup {
    /// The cursor after the last of them.
    up_to: PagePosition,
    /// When the first of them was sent.
    #[serde(with = "row::unix")]
    at: Instant,
    /// How many of them may be unacknowledged.
    count: u32,
}

/// A listener, as it is stored with its WebSocket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listener {
    /// The credential with which the stream was opened.
    pub credential: CredentialId,
    /// When it was opened.
    #[serde(with = "row::unix")]
    pub opened_at: Instant,
    /// When the credential ends, as far as is known; none for one without an end.
    #[serde(with = "row::optional_unix")]
    credential_ends_at: Option<Instant>,
    sent: PagePosition,
    acknowledged: PagePosition,
    /// Whether it has been sent every change at some instant. Until then it catches up at its own speed.
    is_live: bool,
    /// The groups that are not acknowledged, the oldest first.
    groups: Vec<SentGroup>,
    /// The minute of its last message, since 1970, and the number of its messages in that minute.
    messages: (i64, u32),
}

impl Listener {
    /// A listener that has dealt with every change up to `cursor`.
    #[must_use]
    pub fn new(
        credential: CredentialId,
        credential_ends_at: Option<Instant>,
        cursor: PagePosition,
        now: Instant,
    ) -> Self {
        Self {
            credential,
            opened_at: now,
            credential_ends_at,
            sent: cursor,
            acknowledged: cursor,
            is_live: false,
            groups: Vec::new(),
            messages: (0, 0),
        }
    }

    /// The cursor after the last change that was sent.
    #[must_use]
    pub fn cursor(&self) -> PagePosition {
        self.sent
    }

    /// Whether it has been sent every change at some instant, so that only a new change is news to it.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.is_live
    }

    /// How many changes may be unacknowledged: exactly as many, or somewhat more while a group is acknowledged in part.
    #[must_use]
    pub fn unacknowledged(&self) -> u32 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// When it has to be looked at: it will be too far behind, or its credential ends. None if neither can come about.
    #[must_use]
    pub fn check_at(&self) -> Option<Instant> {
        self.behind_at().into_iter().chain(self.credential_ends_at).min()
    }

    /// Whether it is too far behind.
    #[must_use]
    pub fn is_behind(&self, now: Instant) -> bool {
        self.behind_at().is_some_and(|at| at <= now)
    }

    /// Whether the end of its credential, as far as is known, has come.
    #[must_use]
    pub fn is_credential_over(&self, now: Instant) -> bool {
        self.credential_ends_at.is_some_and(|at| at <= now)
    }

    /// Notes when its credential ends.
    pub fn set_credential_end(&mut self, at: Option<Instant>) {
        self.credential_ends_at = at;
    }

    fn behind_at(&self) -> Option<Instant> {
        let oldest = self.groups.first()?;
        Some(oldest.at.plus_seconds(MAX_SECONDS_BEHIND))
    }

    /// Offers the changes after [`Listener::cursor`]. They are sent as a whole or not at all, and never more than
    /// [`MAX_UNACKNOWLEDGED`] are unacknowledged. A listener that catches up waits then; one that had been sent every
    /// change is too slow.
    pub fn offer(&mut self, page: &ChangePage, now: Instant) -> Offer {
        let Some(last) = page.changes.last() else {
            self.is_live = true;
            return Offer::UpToDate;
        };
        let count = u32::try_from(page.changes.len()).unwrap_or(u32::MAX);
        if self.unacknowledged().saturating_add(count) > MAX_UNACKNOWLEDGED {
            return if self.is_live {
                Offer::Ended(Ending::TooManyUnacknowledged)
            } else {
                Offer::Waiting
            };
        }
        self.sent = last.cursor;
        self.is_live |= !page.more;
        match self.groups.last_mut() {
            Some(group) if now.unix() - group.at.unix() < GROUP_SECONDS => {
                group.up_to = last.cursor;
                group.count += count;
            }
            _ => self.groups.push(SentGroup {
                up_to: last.cursor,
                at: now,
                count,
            }),
        }
        Offer::Sent
    }

    /// Takes a message. An acknowledgement that says less than an earlier one changes nothing; anything but an
    /// acknowledgement of what was sent ends the stream.
    pub fn receive(&mut self, message: Incoming<'_>, now: Instant) -> Result<(), Ending> {
        let minute = now.unix().div_euclid(60);
        if self.messages.0 != minute {
            self.messages = (minute, 0);
        }
        self.messages.1 += 1;
        if self.messages.1 > MAX_MESSAGES_PER_MINUTE {
            return Err(Ending::TooManyMessages);
        }
        let Incoming::Text(text) = message else {
            return Err(Ending::NotUnderstood);
        };
        if text.len() > MAX_MESSAGE_BYTES {
            return Err(Ending::MessageTooLarge);
        }
        let message: StreamAcknowledgement = serde_json::from_str(text).map_err(|_| Ending::NotUnderstood)?;
        if message.acknowledge > self.sent {
            return Err(Ending::NotUnderstood);
        }
        self.acknowledge(message.acknowledge);
        Ok(())
    }

    fn acknowledge(&mut self, cursor: PagePosition) {
        if cursor <= self.acknowledged {
            return;
        }
        self.acknowledged = cursor;
        self.groups.retain(|group| group.up_to > cursor);
        if let Some(oldest) = self.groups.first_mut() {
            // Every change has a number of its own, so there are no more than that.
            let left = oldest.up_to.0 - cursor.0;
            oldest.count = u32::try_from(left).map_or(oldest.count, |left| oldest.count.min(left));
        }
    }

    /// Goes on from another cursor, since the changes after its own are not there.
    pub fn resynchronise(&mut self, cursor: PagePosition) {
        self.sent = cursor;
        self.acknowledged = cursor;
        self.groups.clear();
    }
}

#[cfg(test)]
#[path = "listener_tests.rs"]
mod tests;
