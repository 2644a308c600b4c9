//! Requests of a venue's staff and tills about gift cards and their transactions, and their responses. They contain codes.

use serde::{Deserialize, Serialize};
use shared::id::TemplateId;
use shared::locale::Language;
use shared::time::{Day, Instant};
use shared::validation::Email;

use crate::gift_card::code::CardCode;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::policy::Policy;

/// A gift card to create for staff or their systems.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewStaffCard {
    /// Its value, in minor units of the venue's currency; 0 for a card that is topped up later.
    pub amount: i64,
    /// Its design.
    pub template_id: TemplateId,
    /// Its last day.
    pub expires_on: Day,
    /// Its code, if the caller has chosen one.
    pub code: Option<CardCode>,
    /// The caller's reference of the payment for which it is made.
    pub payment_reference: Option<String>,
    /// The customer, to whom the card is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The language of the letter to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Language>,
    /// The caller's `Idempotency-Key`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<IdempotencyKey>,
}

/// A gift card as staff see it. It cannot be printed: it holds the card's code.
#[derive(Serialize, Deserialize)]
pub struct StaffCard {
    /// Its code.
    pub code: CardCode,
    /// Its initial value, in minor units.
    pub amount: i64,
    /// The amount that can still be spent, in minor units.
    pub remaining: i64,
    /// Its design, if it was stored.
    pub template_id: Option<TemplateId>,
    /// Its last day; none if it does not expire.
    pub expires_on: Option<Day>,
    /// The address to which it is sent, unless that was blanked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The language in which it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Language>,
    /// When it was made.
    pub made_at: Instant,
    /// Whether an earlier request with the same key had made it.
    #[serde(default)]
    pub replayed: bool,
}

/// A request about the transactions of a gift card. It cannot be printed: it holds the card's code.
#[derive(Serialize, Deserialize)]
pub enum CardTransactionRequest {
    /// Moves money; answered with the outcome.
    Create(Box<NewCardTransaction>),
    /// Answered with the transaction of the card of this code.
    Read(CardCode, String),
    /// Settles or cancels a pending transaction; answered with the outcome.
    Update(Box<CardTransactionUpdate>),
}

impl std::fmt::Debug for CardTransactionRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CardTransactionRequest(…)")
    }
}

impl CardTransactionRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::Read(..) => Policy::READ_BY_STAFF,
            Self::Create(_) | Self::Update(_) => Policy::WRITE_BY_STAFF,
        }
    }
}

/// The status of a transaction of a gift card, as staff's systems see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardTransactionStatus {
    /// Money that is redeemed is set aside, a top-up is announced.
    Pending,
    /// It is final.
    Successful,
    /// It was taken back, or has lapsed: it moved nothing.
    Cancelled,
}

/// Money to move.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewCardTransaction {
    /// The card's code.
    pub code: CardCode,
    /// Minor units: above 0 tops up, below 0 redeems.
    pub amount: i64,
    /// Whether it has to be settled by an update; else it is final at once.
    pub is_pending: bool,
    /// The caller's reference: a card has one transaction of each.
    pub reference: Option<String>,
    /// The caller's `Idempotency-Key`.
    pub key: Option<IdempotencyKey>,
}

/// A new status for a transaction.
#[derive(Clone, Serialize, Deserialize)]
pub struct CardTransactionUpdate {
    /// The card's code.
    pub code: CardCode,
    /// The transaction.
    pub id: String,
    /// Its status after this.
    pub status: CardTransactionStatus,
    /// The caller's reference from now on; as it is, if none is given.
    pub reference: Option<String>,
}

/// A transaction of a gift card that staff or a till made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardTransaction {
    /// Its name in the card's ledger.
    pub id: String,
    /// Its status.
    pub status: CardTransactionStatus,
    /// Minor units: above 0 tops up, below 0 redeems.
    pub amount: i64,
    /// The caller's reference.
    pub reference: Option<String>,
    /// When it was made.
    pub at: Instant,
    /// When it lapses, while it is pending.
    pub lapses_at: Option<Instant>,
}

/// The outcome of a request to move money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardTransactionOutcome {
    /// The transaction as it is now; made before, if the request repeats an earlier one.
    Recorded {
        /// The transaction.
        transaction: CardTransaction,
        /// Whether an earlier request had made it.
        replayed: bool,
    },
    /// Nothing was changed.
    Refused(CardTransactionRefusal),
}

/// Why money is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardTransactionRefusal {
    /// No card can hold that much, or it is nothing at all.
    Amount,
    /// There is less on the card.
    OverBalance,
    /// The card's last day is over.
    Expired,
    /// The purchase of the card was withdrawn from.
    Withdrawn,
    /// The reference or the key belongs to another transaction.
    Reused,
    /// The transaction is final.
    Successful,
    /// The transaction was cancelled.
    Cancelled,
    /// The transaction was pending for too long.
    Lapsed,
}
