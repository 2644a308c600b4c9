//! The waitlist, for guests and for staff.

use shared::id::WaitlistEntryId;
use shared::reservation::Reservation;
use shared::staff_day::WaitingParty;
use shared::waitlist::WaitlistEntry;

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::waitlist::{
    JoinedWaitlist, NewDoorEntry, NewWaitlistEntry, StaffWaitlistRequest, WaitlistRequest,
};

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

    /// Notes a party at the door. Repeating the key adds nothing more.
    pub async fn wait_at_door(&self, new: NewDoorEntry) -> Result<WaitingParty, VenueError> {
        let request = StaffWaitlistRequest::Add(Box::new(new));
        self.request(Request::Staff(StaffRequest::Waitlist(request)))
            .await
    }

    /// Withdraws an entry in its guest's place. Repeating the call changes nothing.
    pub async fn withdraw_by_staff(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry, VenueError> {
        let request = StaffWaitlistRequest::Withdraw(id.clone());
        self.request(Request::Staff(StaffRequest::Waitlist(request)))
            .await
    }

    /// Books the table that is offered. Repeating the call returns the same reservation.
    pub async fn accept_waitlist_offer(&self, id: &WaitlistEntryId) -> Result<Reservation, VenueError> {
        let request = WaitlistRequest::Accept(id.clone());
        self.request(Request::Waitlist(request)).await
    }
}
