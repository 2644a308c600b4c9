//! Requests about the waitlist, and their responses.

use async_trait::async_trait;
use config::{System, VenueSettings};
use serde::{Deserialize, Serialize};
use shared::id::WaitlistEntryId;
use shared::reservation::Reservation;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use crate::error::VenueError;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::service::VenueService;

/// What can be asked of a venue's object about its waitlist.
#[derive(Debug, Serialize, Deserialize)]
pub enum WaitlistRequest {
    /// Answered with the wish left.
    Leave(Box<NewWish>),
    /// Answered with the wish.
    Look(WaitlistEntryId),
    /// Answered with the wish, which is open no more.
    Withdraw(WaitlistEntryId),
    /// Answered with the reservation that it has become.
    Accept(WaitlistEntryId),
}

impl WaitlistRequest {
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
    async fn leave(&self, new: &NewWish) -> Result<Left, VenueError>;

    /// An entry; needs its token.
    async fn look(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError>;

    /// Withdraws a wish, and gives back what is held for it. Once more changes nothing.
    async fn withdraw(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError>;

    /// Takes what is offered. Once more gives the same reservation.
    async fn accept(&self, id: &WaitlistEntryId) -> Result<Reservation, VenueError>;
}

/// What the object says to a call.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum WaitlistResponse {
    /// To [`WaitlistRequest::Leave`].
    Left(Box<Left>),
    /// To [`WaitlistRequest::Look`] and [`WaitlistRequest::Withdraw`].
    Entry(Box<WaitlistEntry>),
    /// To [`WaitlistRequest::Accept`].
    Reservation(Box<Reservation>),
}

impl VenueService {
    /// Answers a call, a reservation with the payment that belongs to it.
    pub(in crate::venue) async fn of_waitlist(
        &self,
        settings: &VenueSettings,
        call: &WaitlistRequest,
    ) -> Result<WaitlistResponse, VenueError> {
        if !matches!(settings.system(), Some(System::Engine(_))) || settings.waitlist.is_none() {
            return Err(VenueError::NotFound);
        }
        let answer = self.with_reservations(settings, |reservations, ctx| {
            Ok(match call {
                WaitlistRequest::Leave(new) => {
                    WaitlistResponse::Left(Box::new(reservations.leave_wish(ctx, new)?))
                }
                WaitlistRequest::Look(id) => WaitlistResponse::Entry(Box::new(reservations.wish(ctx, id)?)),
                WaitlistRequest::Withdraw(id) => {
                    WaitlistResponse::Entry(Box::new(reservations.withdraw_wish(ctx, id)?))
                }
                WaitlistRequest::Accept(id) => {
                    WaitlistResponse::Reservation(Box::new(reservations.accept_offer(ctx, id)?))
                }
            })
        })?;
        Ok(match answer {
            WaitlistResponse::Reservation(reservation) if settings.payments.is_some() => {
                WaitlistResponse::Reservation(Box::new(self.with_checkout(settings, *reservation).await))
            }
            answer => answer,
        })
    }
}
