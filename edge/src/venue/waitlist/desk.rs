//! The waitlist on the worker's side: each call is one request to the venue's object.

use async_trait::async_trait;
use shared::id::WaitlistEntryId;
use shared::reservation::Reservation;
use shared::waitlist::WaitlistEntry;

use crate::error::VenueError;
use crate::venue::client::VenueClient;
use crate::venue::message::waitlist::{Left, NewWish, Waitlist, WaitlistRequest};
use crate::venue::message::{Request, Transport};

/// A venue's waitlist, for one request.
pub struct WaitDesk<L>(pub VenueClient<L>);

#[async_trait(?Send)]
impl<L: Transport> Waitlist for WaitDesk<L> {
    async fn leave(&self, new: &NewWish) -> Result<Left, VenueError> {
        let call = WaitlistRequest::Leave(Box::new(new.clone()));
        self.0.make(Request::Waitlist(call)).await
    }

    async fn look(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError> {
        self.0
            .make(Request::Waitlist(WaitlistRequest::Look(id.clone())))
            .await
    }

    async fn withdraw(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError> {
        self.0
            .make(Request::Waitlist(WaitlistRequest::Withdraw(id.clone())))
            .await
    }

    async fn accept(&self, id: &WaitlistEntryId) -> Result<Reservation, VenueError> {
        self.0
            .make(Request::Waitlist(WaitlistRequest::Accept(id.clone())))
            .await
    }
}
