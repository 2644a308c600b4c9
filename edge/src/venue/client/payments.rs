//! Payments, for guests and payment providers.

use shared::id::{PaymentId, ReservationId};
use shared::reservation::Reservation;

use super::VenueClient;
use crate::delivery::Delivery;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::payment::{Choice, DemoPayment, WebhookOutcome};

impl VenueClient<'_> {
    /// Passes on a delivery of `source`, with what proves its origin.
    pub async fn webhook(&self, source: &str, delivery: Delivery) -> Result<WebhookOutcome, VenueError> {
        self.request(Request::Webhook {
            source: source.to_owned(),
            delivery,
        })
        .await
    }

    /// Extends the payment deadline of a reservation, once; needs the reservation's token.
    pub async fn extend_hold(&self, id: &ReservationId) -> Result<Reservation, VenueError> {
        self.request(Request::ExtendHold(id.clone())).await
    }

    /// A payment of a demonstration, after the choice made on its page, if one was made; needs the payment's token.
    pub async fn demo_payment(
        &self,
        id: &PaymentId,
        token: &str,
        choice: Option<Choice>,
    ) -> Result<DemoPayment, VenueError> {
        self.request(Request::DemoPayment(id.clone(), token.to_owned(), choice))
            .await
    }
}
