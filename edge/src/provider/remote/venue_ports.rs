//! The venue's own part in a booking at its remote system.

use shared::choices::GivenAnswer;
use shared::reservation::ReservationRequest;

use super::answers::{self, AsksQuestions};
use super::takes_payments::TakesPayments;

/// The ports of a venue that its bookings at a remote system are made through.
#[derive(Clone, Copy, Default)]
pub struct VenuePorts<'a> {
    /// The taker of payments; none where bookings are not paid for here.
    pub payments: Option<&'a dyn TakesPayments>,
    /// The questions to guests; none where answers are not taken.
    pub questions: Option<&'a dyn AsksQuestions>,
}

impl VenuePorts<'_> {
    /// The answers of a request with the words of their questions.
    #[must_use]
    pub fn given_answers(&self, request: &ReservationRequest) -> Vec<GivenAnswer> {
        answers::given(self.questions, request)
    }
}
