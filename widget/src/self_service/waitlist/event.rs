//! What can happen to whoever waits for a table and what it asks to be done. It must not know how either is carried
//! out.

use shared::availability::Slot;
use shared::id::VenueId;
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use crate::flow::{self, Failure, Focus, HostEvent, IdempotencyKey, SlotsQuestion};
use crate::self_service::Link;

/// What can happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// The venue's data came, or did not.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// The times of the day that is wished for came, or did not.
    SlotsAnswered(u32, Result<Vec<Slot>, Failure>),
    /// Answer to the new entry's request. After [`Failure::Offline`] its outcome is unknown.
    Submitted(u32, Result<Box<WaitlistEntry>, Failure>),
    /// Answer to the request for the entry.
    EntryAnswered(u32, Result<Box<WaitlistEntry>, Failure>),
    /// Answer to accepting the offer.
    Accepted(u32, Result<Box<Reservation>, Failure>),
    /// Answer to the withdrawal.
    Withdrawn(u32, Result<Box<WaitlistEntry>, Failure>),
    /// A second has passed in which the page was visible.
    Ticked,
    /// What the restaurant's clock shows when an offer is over; none where nobody can tell.
    ClockRead(Instant, Option<(Day, Minutes)>),
    /// What happened in the parts that a guest's details are asked with.
    Details(flow::Event),
    /// The guest chose the earliest time.
    FromChosen(Minutes),
    /// The guest chose the latest time.
    ToChosen(Minutes),
    /// The guest leaves the wish. The key is random and used only where a new one is due.
    Confirmed(IdempotencyKey),
    /// The guest takes what is offered, or asks once more for what it has become.
    TakeWanted,
    /// The guest wants to withdraw.
    WithdrawWanted,
    /// The guest withdraws.
    WithdrawConfirmed,
    /// The guest goes back one step.
    WentBack,
    /// The guest, or the page, asks again.
    Refreshed,
    /// The guest wants to make a reservation.
    BookingWanted,
}

/// What is to be done outside. Answers carry the number of their question.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the venue.
    AskVenue(u32, VenueId),
    /// Ask for a day's slots.
    AskSlots(u32, SlotsQuestion),
    /// Make the entry.
    Submit(u32, IdempotencyKey, Box<WaitlistEntryRequest>),
    /// Request the entry.
    AskEntry(u32, Link),
    /// Take what is offered. Once more gives the same reservation.
    Accept(u32, Link),
    /// Withdraw the wish. Once more changes nothing.
    Withdraw(u32, Link),
    /// Say so after a second in which the page could be seen.
    Wait,
    /// Find what a clock in a time zone shows at an instant.
    ReadClock(String, Instant),
    /// Move the keyboard's focus, once the new state is drawn.
    Focus(Focus),
    /// Tell the page.
    Emit(HostEvent),
    /// Show another view, by its name.
    OpenView(&'static str),
    /// Show the guest's own reservation.
    OpenReservation(Link),
}
