//! The port to a waitlist as the worker holds it: every call goes to the venue's object. It must not know who
//! may call, nor how answers are written.

use async_trait::async_trait;
use shared::id::WaitlistEntryId;
use shared::reservation::Reservation;
use shared::waitlist::WaitlistEntry;

use super::call::{Left, NewWish, WaitCall, Waitlist};
use crate::provider::ProviderError;
use crate::venue::call::{Call, Line};
use crate::venue::desk::Desk;

/// A venue's waitlist, for one request.
pub struct WaitDesk<L>(pub Desk<L>);

#[async_trait(?Send)]
impl<L: Line> Waitlist for WaitDesk<L> {
    async fn leave(&self, new: &NewWish) -> Result<Left, ProviderError> {
        let call = WaitCall::Leave(Box::new(new.clone()));
        self.0.make(Call::Waitlist(call)).await
    }

    async fn look(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, ProviderError> {
        self.0.make(Call::Waitlist(WaitCall::Look(id.clone()))).await
    }

    async fn withdraw(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, ProviderError> {
        self.0.make(Call::Waitlist(WaitCall::Withdraw(id.clone()))).await
    }

    async fn accept(&self, id: &WaitlistEntryId) -> Result<Reservation, ProviderError> {
        self.0.make(Call::Waitlist(WaitCall::Accept(id.clone()))).await
    }
}
