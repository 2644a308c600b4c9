//! The venue's own part in a booking at its remote system.

use shared::choices::GivenAnswer;
use shared::reservation::{Reservation, ReservationRequest};

use super::answers::{self, AsksQuestions};
use super::takes_payments::TakesPayments;
use crate::error::Result;
use crate::storage::database::Statement;

/// Writes the venue's letters to guests about bookings at its remote system.
pub trait WritesLetters {
    /// The statements that queue the letter about a booking that was made, for the write in which it counts as made; none
    /// where its guest is not written to.
    fn confirmed(
        &self,
        request: &ReservationRequest,
        made: &Reservation,
        answers: &[GivenAnswer],
    ) -> Result<Vec<Statement>>;
}

/// The ports of a venue that its bookings at a remote system are made through.
#[derive(Clone, Copy, Default)]
pub struct VenuePorts<'a> {
    /// The taker of payments; none where bookings are not paid for here.
    pub payments: Option<&'a dyn TakesPayments>,
    /// The questions to guests; none where answers are not taken.
    pub questions: Option<&'a dyn AsksQuestions>,
    /// The writer of letters about bookings that are not paid for here; none where the system writes them, or none are
    /// written.
    pub letters: Option<&'a dyn WritesLetters>,
}

impl VenuePorts<'_> {
    /// The answers of a request with the words of their questions.
    #[must_use]
    pub fn given_answers(&self, request: &ReservationRequest) -> Vec<GivenAnswer> {
        answers::given(self.questions, request)
    }
}
