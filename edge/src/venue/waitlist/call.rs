//! The port to a venue's waitlist, and what it says to the venue's object. It must not know how a wish is kept,
//! nor how anything is written on the wire.

use async_trait::async_trait;
use config::{System, VenueSettings};
use serde::{Deserialize, Serialize};
use shared::id::WaitlistEntryId;
use shared::reservation::Reservation;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use crate::provider::{IdempotencyKey, ProviderError};
use crate::venue::writer::Writer;

/// What can be asked of a venue's object about its waitlist.
#[derive(Debug, Serialize, Deserialize)]
pub enum WaitCall {
    /// Answered with the wish left.
    Leave(Box<NewWish>),
    /// Answered with the wish.
    Look(WaitlistEntryId),
    /// Answered with the wish, which is open no more.
    Withdraw(WaitlistEntryId),
    /// Answered with the reservation that it has become.
    Accept(WaitlistEntryId),
}

impl WaitCall {
    /// Whether it changes something.
    #[must_use]
    pub fn is_write(&self) -> bool {
        !matches!(self, Self::Look(_))
    }

    /// Whose token it takes.
    #[must_use]
    pub fn wish(&self) -> Option<&WaitlistEntryId> {
        match self {
            Self::Leave(_) => None,
            Self::Look(id) | Self::Withdraw(id) | Self::Accept(id) => Some(id),
        }
    }
}

/// A wish to leave, under a key that leaves it once only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewWish {
    /// What the guest asked for.
    pub request: WaitlistEntryRequest,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// A wish that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// What the guest is told.
    pub wish: WaitlistEntry,
    /// Whether an earlier request with the same key had left it.
    pub replayed: bool,
}

/// A venue's waitlist, for one guest.
#[async_trait(?Send)]
pub trait Waitlist {
    /// Leaves a wish. Repeating the key leaves nothing more.
    async fn leave(&self, new: &NewWish) -> Result<Left, ProviderError>;

    /// A wish, to whoever shows its token.
    async fn look(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, ProviderError>;

    /// Withdraws a wish, and gives back what is held for it. Once more changes nothing.
    async fn withdraw(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, ProviderError>;

    /// Takes what is offered. Once more gives the same reservation.
    async fn accept(&self, id: &WaitlistEntryId) -> Result<Reservation, ProviderError>;
}

/// What the object says to a call.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum WaitAnswer {
    /// To [`WaitCall::Leave`].
    Left(Box<Left>),
    /// To [`WaitCall::Look`] and [`WaitCall::Withdraw`].
    WaitlistEntry(Box<WaitlistEntry>),
    /// To [`WaitCall::Accept`].
    Reservation(Box<Reservation>),
}

impl Writer {
    /// Answers a call, a reservation with the payment that belongs to it.
    pub(in crate::venue) async fn of_waitlist(
        &self,
        settings: &VenueSettings,
        call: &WaitCall,
    ) -> Result<WaitAnswer, ProviderError> {
        if !matches!(settings.system(), Some(System::Engine(_))) || settings.waitlist.is_none() {
            return Err(ProviderError::NotFound);
        }
        let answer = self.with_house(settings, |house, means| {
            Ok(match call {
                WaitCall::Leave(new) => WaitAnswer::Left(Box::new(house.leave_wish(means, new)?)),
                WaitCall::Look(id) => WaitAnswer::WaitlistEntry(Box::new(house.wish(means, id)?)),
                WaitCall::Withdraw(id) => {
                    WaitAnswer::WaitlistEntry(Box::new(house.withdraw_wish(means, id)?))
                }
                WaitCall::Accept(id) => WaitAnswer::Reservation(Box::new(house.accept_offer(means, id)?)),
            })
        })?;
        Ok(match answer {
            WaitAnswer::Reservation(reservation) if settings.payments.is_some() => {
                WaitAnswer::Reservation(Box::new(self.with_checkout(settings, *reservation).await))
            }
            answer => answer,
        })
    }
}
