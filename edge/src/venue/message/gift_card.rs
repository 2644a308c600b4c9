//! Requests about gift cards, and their responses.

use serde::{Deserialize, Serialize};
use shared::gift_card::{GiftCardCode, GiftCardOrder, GiftCardRequest, WithdrawalRequest};
use shared::id::OrderId;

use crate::limits::Creation;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::policy::{Authorization, Policy};

/// A request about gift cards.
#[derive(Debug, Serialize, Deserialize)]
pub enum GiftCardsRequest {
    /// Answered with the order made.
    Create(Box<WantedCard>),
    /// Answered with the order, and its card once it is issued.
    Order(OrderId),
    /// Answered with the balance of the card of this code.
    Balance(GiftCardCode),
    /// Answered with the order's card as a PDF, in base64.
    #[serde(rename = "Sheet")]
    Pdf(OrderId),
    /// Answered with the refund of a withdrawal, which is carried out if it is confirmed.
    Withdraw(OrderId, WithdrawalRequest),
}

impl GiftCardsRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'_> {
        match self {
            Self::Create(wanted) => Policy::create(Creation::GiftCardOrder, &wanted.key),
            Self::Order(id) | Self::Pdf(id) => Policy::look_up(Authorization::OrderToken(id)),
            Self::Balance(_) => Policy::look_up(Authorization::Visitor),
            Self::Withdraw(id, _) => Policy::write(Authorization::OrderToken(id)),
        }
    }
}

/// A card to order, under a key that orders it once only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WantedCard {
    /// The purchaser's request.
    pub request: GiftCardRequest,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// An order that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// The order, as its purchaser sees it.
    pub order: GiftCardOrder,
    /// Whether an earlier request with the same key had made it.
    pub replayed: bool,
}
