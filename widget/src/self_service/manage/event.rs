//! What can happen to a guest's own reservation and what it asks to be done. It must not know how either is
//! carried out.

use shared::id::VenueId;
use shared::reservation::{Reservation, ReservationChange};
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;

use crate::flow::{self, Failure, Focus, HostEvent};
use crate::self_service::{Link, payment};

/// What can happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// The venue's data came, or did not.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// The reservation came, or did not.
    ReservationAnswered(u32, Result<Box<Reservation>, Failure>),
    /// The instant at which the reservation begins; none where nobody can tell.
    StartLocated(Option<Instant>),
    /// The reservation was changed, or was not.
    Changed(u32, Result<Box<Reservation>, Failure>),
    /// The reservation was cancelled, or was not.
    Cancelled(u32, Result<Box<Reservation>, Failure>),
    /// There is more time to pay, or there is not.
    Extended(u32, Result<Box<Reservation>, Failure>),
    /// The calendar file was offered, or could not be had.
    FileSaved(Result<(), Failure>),
    /// What happened in the parts that another table is looked for with, answers to their questions among it.
    Find(flow::Event),
    /// What happened to the payment.
    Payment(payment::Event),
    /// The guest, or the page, asks again.
    Refreshed,
    /// The guest wants to make a reservation.
    BookingWanted,
    /// The guest wants another day, time or party.
    MoveWanted,
    /// The guest wants the other day, time or party that they chose.
    MoveConfirmed,
    /// The guest wants to tell the restaurant something.
    NotesWanted,
    /// The guest changed what they tell the restaurant.
    NotesTyped(String),
    /// The guest sends what they tell the restaurant.
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

/// What is to be done outside. Answers carry the number of their question.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the venue.
    AskVenue(u32, VenueId),
    /// Ask for the reservation.
    AskReservation(u32, Link),
    /// Find the instant of a time in a time zone.
    Locate(String, Day, Minutes),
    /// Change the reservation.
    Change(u32, Link, Box<ReservationChange>),
    /// Cancel the reservation.
    Cancel(u32, Link),
    /// Ask for more time to pay.
    Extend(u32, Link),
    /// Fetch the calendar file and offer it.
    SaveFile(Link),
    /// Ask what is open, where the reservation's own table is.
    Find(Box<flow::Effect>, Link),
    /// What the payment asks for.
    Payment(payment::Effect),
    /// Move the keyboard's focus, once the new state is drawn.
    Focus(Focus),
    /// Tell the page.
    Emit(HostEvent),
    /// Show another view, by its name.
    OpenView(&'static str),
}
