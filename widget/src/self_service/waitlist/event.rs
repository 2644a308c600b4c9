//! Events and effects of the waitlist.

use shared::availability::Slot;
use shared::id::VenueId;
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use crate::flow::{self, Failure, Focus, HostEvent, IdempotencyKey, SlotsQuestion, common_effect};
use crate::self_service::Link;

/// An event: an answer of the API, an act of the guest, or a request of the page.
#[derive(Clone, Debug)]
pub enum Event {
    /// Answer to the request for the venue.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// Answer to the request for the chosen day's slots.
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
    /// The local day and time of an offer's deadline; none where the browser does not know the time zone.
    ClockRead(Instant, Option<(Day, Minutes)>),
    /// An event of the form for the guest's details.
    Details(flow::Event),
    /// The guest chose the earliest time.
    FromChosen(Minutes),
    /// The guest chose the latest time.
    ToChosen(Minutes),
    /// The guest confirmed the entry. The random key is used unless an earlier request is repeated.
    Confirmed(IdempotencyKey),
    /// The guest accepts the offer, or opens the reservation that it became.
    TakeWanted,
    /// The guest wants to withdraw.
    WithdrawWanted,
    /// The guest withdraws.
    WithdrawConfirmed,
    /// The guest goes back one step.
    WentBack,
    /// The guest or the page requests fresh data.
    Refreshed,
    /// The guest wants to make a reservation.
    BookingWanted,
}

/// A side effect for the runtime. Requests carry a number, which their answer repeats.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Request the venue.
    AskVenue(u32, VenueId),
    /// Request a day's slots.
    AskSlots(u32, SlotsQuestion),
    /// Make the entry.
    Submit(u32, IdempotencyKey, Box<WaitlistEntryRequest>),
    /// Request the entry.
    AskEntry(u32, Link),
    /// Accept the offer. Accepting again answers with the same reservation.
    Accept(u32, Link),
    /// Withdraw the entry. Withdrawing again changes nothing.
    Withdraw(u32, Link),
    /// Report when a second has passed in which the page was visible.
    Wait,
    /// Find the local day and time of an instant in a time zone.
    ReadClock(String, Instant),
    /// Move the keyboard's focus, once the new state is drawn.
    Focus(Focus),
    /// Dispatch an event to the page.
    Emit(HostEvent),
    /// Show another view, by its name.
    OpenView(&'static str),
    /// Show the guest's own reservation.
    OpenReservation(Link),
}

common_effect!(Effect);
