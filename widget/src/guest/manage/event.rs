//! What can happen to a guest's own reservation and what it asks to be done. It must not know how either is
//! carried out.

use shared::id::VenueId;
use shared::reservation::Reservation;
use shared::venue::Venue;

use crate::flow::Failure;
use crate::guest::{Link, ToPage};

/// What can happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// The venue's data came, or did not.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// The reservation came, or did not.
    ReservationAnswered(u32, Result<Box<Reservation>, Failure>),
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
    /// Ask for the reservation.
    AskReservation(u32, Link),
    /// What every view asks of its page.
    ToPage(ToPage),
}
