//! A venue's till, for its staff: what could not be told to it or read from it.

use serde::{Deserialize, Serialize};

use crate::id::ReservationId;
use crate::time::Instant;

/// The kind of a dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeadLetterKind {
    /// The till could not be told how a reservation stands.
    Push,
    /// What the till has delivered could not be read or applied.
    Delivery,
}

impl DeadLetterKind {
    /// The kind as it is written in paths and stored.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Delivery => "delivery",
        }
    }

    /// The kind of this text, if there is one.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Push, Self::Delivery]
            .into_iter()
            .find(|kind| kind.text() == text)
    }
}

/// A push or a delivery that was given up and waits for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillDeadLetter {
    /// Its kind.
    pub kind: DeadLetterKind,
    /// Its id among those of its kind.
    pub id: String,
    /// When it was given up.
    pub at: Instant,
    /// Why: a code of the till, or one of `unreadable`, `unknown_reservation`, `reservation_over`, `not_certain`, `unsent`.
    pub cause: String,
    /// The reservation that it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation_id: Option<ReservationId>,
}

/// The dead letters of a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TillDeadLetterPage {
    /// The dead letters, the newest first; 100 at most.
    pub dead_letters: Vec<TillDeadLetter>,
    /// Whether there are more: they follow once these are replayed.
    pub has_more: bool,
}
