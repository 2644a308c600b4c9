//! The port to a remote system that keeps a venue's gift cards.
//!
//! A card's code is chosen here, before any call: so it can be looked up when an answer was lost, and a repeated call
//! makes no second card.

use async_trait::async_trait;
use shared::gift_card::GiftCardCode;
use shared::id::TemplateId;
use shared::money::Money;
use shared::time::Day;

use super::RemoteError;
use crate::upstream::Scope;

/// A card to make. It cannot be printed: it holds the card's code.
#[derive(Clone, Copy)]
pub struct NewCard<'a> {
    /// Its code.
    pub code: &'a GiftCardCode,
    /// Its value.
    pub amount: Money,
    /// Its design.
    pub template: &'a TemplateId,
    /// Its last day; none if it does not expire.
    pub expires_on: Option<Day>,
    /// The day it is.
    pub today: Day,
    /// Names the payment that it is made for.
    pub payment: &'a str,
}

/// A card as the system knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemoteCard {
    /// Its balance.
    pub remaining: Money,
    /// Its last day, where the system states one that can be parsed.
    pub expires_on: Option<Day>,
}

/// A system that keeps gift cards.
#[async_trait(?Send)]
pub trait RemoteCards {
    /// Creates a card. The outcome may be unknown. A card whose code exists already is a
    /// [`RemoteError::Conflict`].
    async fn make(&self, scope: &Scope, new: NewCard<'_>) -> Result<RemoteCard, RemoteError>;

    /// Redeems `amount` from a card. The outcome may be unknown. `reference` names the redemption in the system's books;
    /// it may not be idempotent.
    async fn redeem(
        &self,
        scope: &Scope,
        code: &GiftCardCode,
        amount: Money,
        reference: &str,
    ) -> Result<(), RemoteError>;

    /// The card of this code, or [`RemoteError::NotFound`].
    async fn find(&self, scope: &Scope, code: &GiftCardCode) -> Result<RemoteCard, RemoteError>;
}
