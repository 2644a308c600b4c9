//! The waitlist, for guests.

use shared::id::WaitlistEntryId;
use shared::reservation::Reservation;
use shared::waitlist::WaitlistEntry;

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::waitlist::{JoinedWaitlist, NewWaitlistEntry, WaitlistRequest};

impl VenueClient<'_> {
    /// Adds an entry. Repeating the key adds nothing more.
    pub async fn join_waitlist(&self, new: &NewWaitlistEntry) -> Result<JoinedWaitlist, VenueError> {
        let request = WaitlistRequest::Join(Box::new(new.clone()));
        self.request(Request::Waitlist(request)).await
    }

    /// An entry; needs its token.
    pub async fn waitlist_entry(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError> {
        let request = WaitlistRequest::Entry(id.clone());
        self.request(Request::Waitlist(request)).await
    }

    /// Withdraws an entry, and releases the table that is held for it. Repeating the call changes nothing.
    pub async fn leave_waitlist(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError> {
        let request = WaitlistRequest::Withdraw(id.clone());
        self.request(Request::Waitlist(request)).await
    }

    /// Books the table that is offered. Repeating the call returns the same reservation.
    pub async fn accept_waitlist_offer(&self, id: &WaitlistEntryId) -> Result<Reservation, VenueError> {
        let request = WaitlistRequest::Accept(id.clone());
        self.request(Request::Waitlist(request)).await
    }
}
