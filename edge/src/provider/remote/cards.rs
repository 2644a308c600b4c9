//! The port to a system elsewhere that keeps a venue's gift cards. It must not know how an order is paid, nor
//! what is kept of a card here.
//!
//! A card's code is chosen here, before anybody is asked: so it can be looked for when an answer got lost,
//! and asking for it once more makes no second one.

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
    /// What it is worth.
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
pub struct KnownCard {
    /// What can be spent.
    pub remaining: Money,
    /// Its last day, where the system says one that can be read.
    pub expires_on: Option<Day>,
}

/// A system that keeps gift cards.
#[async_trait(?Send)]
pub trait RemoteCards {
    /// Makes a card, or says that it may have been made. One whose code there is already is a
    /// [`RemoteError::Conflict`].
    async fn make(&self, scope: &Scope, new: NewCard<'_>) -> Result<KnownCard, RemoteError>;

    /// Takes `amount` off a card, or says that it may have been taken. `reference` names this for the system's
    /// books; that asking for it again takes nothing more cannot be relied on.
    async fn redeem(
        &self,
        scope: &Scope,
        code: &GiftCardCode,
        amount: Money,
        reference: &str,
    ) -> Result<(), RemoteError>;

    /// The card of this code, or [`RemoteError::NotFound`].
    async fn find(&self, scope: &Scope, code: &GiftCardCode) -> Result<KnownCard, RemoteError>;
}
