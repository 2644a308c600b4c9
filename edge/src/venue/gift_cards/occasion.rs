//! The letters about gift cards, and the subjects under which they are due.

use shared::id::OrderId;

use crate::gift_card::order::Stage;

/// The occasion of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The card is paid; this letter brings it to the purchaser.
    Bought,
    /// The card is paid, and comes in a letter of its own.
    Receipt,
    /// The card.
    Card,
    /// The purchaser's withdrawal has arrived.
    Withdrawn,
    /// The money has gone back.
    Refunded,
    /// Money that the card had paid came back after the withdrawal, and goes on to the purchaser.
    Share,
}

impl Occasion {
    /// All occasions.
    pub const ALL: [Self; 6] = [
        Self::Bought,
        Self::Receipt,
        Self::Card,
        Self::Withdrawn,
        Self::Refunded,
        Self::Share,
    ];

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Bought => "bought",
            Self::Receipt => "receipt",
            Self::Card => "card",
            Self::Withdrawn => "withdrawn",
            Self::Refunded => "refunded",
            Self::Share => "share",
        }
    }

    /// The subject of the job that writes the letter.
    #[must_use]
    pub fn subject(self, id: &OrderId) -> String {
        format!("{}/{id}", self.text())
    }

    pub(super) fn of(subject: &str) -> Option<(Self, OrderId)> {
        let (what, id) = subject.split_once('/')?;
        let what = Self::ALL.into_iter().find(|known| known.text() == what)?;
        Some((what, OrderId::parse(id).ok()?))
    }

    /// Whether the letter is still true of an order at this stage.
    pub(super) fn holds(self, stage: Stage) -> bool {
        match self {
            // The money is not there any more, or never was.
            Self::Bought | Self::Receipt | Self::Card => stage == Stage::Issued,
            Self::Withdrawn | Self::Refunded | Self::Share => true,
        }
    }
}

/// The prefix of the subject of the letter with a card that staff made, followed by the card's id. It is no occasion of an
/// order.
const MADE: &str = "made/";

/// The subject of the job that writes the letter with a card that staff made.
pub(super) fn made_subject(id: &OrderId) -> String {
    format!("{MADE}{id}")
}

/// The card that staff made whose letter has this subject; none if the letter is about an order.
pub(super) fn made_card(subject: &str) -> Option<OrderId> {
    OrderId::parse(subject.strip_prefix(MADE)?).ok()
}
