//! Events and effects of a guest's own reservation.

use shared::choices::AccessCode;
use shared::id::VenueId;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationChange};
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;

use crate::flow::{self, Failure, Focus, HostEvent, common_effect};
use crate::self_service::extras::{self, ExtrasFocus};
use crate::self_service::{Link, payment};

/// An event: an answer of the API, an act of the guest, or a request of the page.
#[derive(Clone, Debug)]
pub enum Event {
    /// Answer to the request for the venue.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// Answer to the request for the reservation.
    ReservationAnswered(u32, Result<Box<Reservation>, Failure>),
    /// The instant at which the reservation begins; none where the browser does not know the time zone.
    StartLocated(Option<Instant>),
    /// The local day and time of the deadline of its refund; none where the browser does not know the time zone.
    ClockRead(Instant, Option<(Day, Minutes)>),
    /// Answer to the change.
    Changed(u32, Result<Box<Reservation>, Failure>),
    /// Answer to the question for the price after a change.
    QuoteAnswered(u32, Result<Box<Quote>, Failure>),
    /// Answer to the cancellation.
    Cancelled(u32, Result<Box<Reservation>, Failure>),
    /// Answer to the request for more time to pay.
    Extended(u32, Result<Box<Reservation>, Failure>),
    /// The calendar file was offered for download, or the request failed.
    FileSaved(Result<(), Failure>),
    /// An event of the find step that looks for another slot, answers included.
    Find(flow::Event),
    /// An event of the payment.
    Payment(payment::Event),
    /// The guest or the page requests fresh data.
    Refreshed,
    /// The guest wants to make a reservation.
    BookingWanted,
    /// The guest wants another day, time or party.
    MoveWanted,
    /// The guest confirmed another day, time or party.
    MoveConfirmed,
    /// The guest wants to change what was chosen beside the table.
    ChoicesWanted,
    /// An act of the guest at what was chosen.
    Extras(extras::Event),
    /// The guest confirmed what is chosen now.
    ChoicesConfirmed,
    /// The guest changed the access code.
    CodeTyped(String),
    /// The guest uses the access code.
    CodeConfirmed,
    /// The guest wants to write notes to the restaurant.
    NotesWanted,
    /// The guest changed the notes.
    NotesTyped(String),
    /// The guest confirmed the notes.
    NotesConfirmed,
    /// The guest wants to cancel.
    CancelWanted,
    /// The guest cancels.
    CancelConfirmed,
    /// The guest goes back one step.
    WentBack,
    /// The guest wants the reservation in their calendar.
    FileWanted,
}

/// A side effect for the runtime. Requests carry a number, which their answer repeats.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Request the venue.
    AskVenue(u32, VenueId),
    /// Request the reservation.
    AskReservation(u32, Link),
    /// Find the instant of a local time in a time zone.
    Locate(String, Day, Minutes),
    /// Find the local day and time of an instant in a time zone.
    ReadClock(String, Instant),
    /// Change the reservation.
    Change(u32, Link, Box<ReservationChange>),
    /// Ask what the reservation costs after a change.
    AskQuote(u32, Link, Box<QuoteRequest>),
    /// Cancel the reservation.
    Cancel(u32, Link),
    /// Request more time to pay.
    Extend(u32, Link),
    /// Fetch the calendar file and offer it for download.
    SaveFile(Link),
    /// Request availability, for which the reservation's own table counts as free.
    Find(Box<flow::Effect>, Link),
    /// An effect of the payment.
    Payment(payment::Effect),
    /// Send this access code with all that is asked from now on; none any more, if there is none.
    UseCode(Option<AccessCode>),
    /// Move the keyboard's focus, once the new state is drawn.
    Focus(Focus),
    /// The same, to a field of the extras.
    FocusField(ExtrasFocus),
    /// Dispatch an event to the page.
    Emit(HostEvent),
    /// Show another view, by its name.
    OpenView(&'static str),
}

common_effect!(Effect);
