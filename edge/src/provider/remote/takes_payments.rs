//! The port to what takes the payments of bookings at a remote system.

use shared::choices::GivenAnswer;
use shared::payment::PaymentTerms;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationRequest};
use shared::time::Instant;

use crate::error::Result;
use crate::storage::database::Statement;

/// Takes the payments of bookings at a remote system.
pub trait TakesPayments {
    /// Refuses a booking whose price cannot be taken on these terms. Nothing was sent yet.
    fn check(&self, request: &ReservationRequest, terms: &PaymentTerms) -> Result<()>;

    /// The quote with what the gift card of this request gives of what is due with the booking.
    fn quoted(&self, request: &QuoteRequest, quote: Quote) -> Result<Quote>;

    /// The statements that store a held booking with its payment, for the write in which the booking counts as made.
    fn begin(&self, held: &HeldBooking<'_>) -> Result<Vec<Statement>>;
}

/// A booking that is held at the remote system, and waits for its payment.
pub struct HeldBooking<'a> {
    /// The guest's request.
    pub request: &'a ReservationRequest,
    /// The reservation as its guest sees it, with the terms of its payment.
    pub reservation: &'a Reservation,
    /// The guest's answers to the venue's questions.
    pub answers: &'a [GivenAnswer],
    /// When it begins.
    pub start: Instant,
    /// When the hold lapses by itself; none where that is not known.
    pub held_until: Option<Instant>,
    /// Whether the system posts deposits to its books.
    pub takes_deposit: bool,
}
