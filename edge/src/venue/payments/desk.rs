//! Payments on the worker's side: each call is one request to the venue's object.

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};
use shared::id::{PaymentId, ReservationId};
use shared::payment::Payment;
use shared::reservation::Reservation;

use crate::error::VenueError;
use crate::payment::demo::Choice;
use crate::venue::client::VenueClient;
use crate::venue::message::{Request, Transport, WebhookOutcome};

/// What the page of a demonstration's payment shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayPage {
    /// The payment.
    pub payment: Payment,
    /// Whether a card is kept and nothing is paid.
    pub is_guarantee: bool,
}

/// A venue's payments, for one request.
#[async_trait(?Send)]
pub trait Till {
    /// Reads what a provider tells unasked, byte for byte, with the header that proves it.
    async fn webhook(
        &self,
        source: &str,
        signature: Option<String>,
        body: &[u8],
    ) -> Result<WebhookOutcome, VenueError>;

    /// Puts off until when a reservation can be paid, once.
    async fn extend(&self, id: &ReservationId) -> Result<Reservation, VenueError>;

    /// Plays a demonstration's payment, or only looks at it.
    async fn play(&self, id: &PaymentId, token: &str, choice: Option<Choice>) -> Result<PayPage, VenueError>;
}

/// The payments of the venue whose object is at the other end.
pub struct PayDesk<L>(pub VenueClient<L>);

#[async_trait(?Send)]
impl<L: Transport> Till for PayDesk<L> {
    async fn webhook(
        &self,
        source: &str,
        signature: Option<String>,
        body: &[u8],
    ) -> Result<WebhookOutcome, VenueError> {
        let call = Request::Webhook {
            source: source.to_owned(),
            signature,
            body: Base64::encode_string(body),
        };
        self.0.make(call).await
    }

    async fn extend(&self, id: &ReservationId) -> Result<Reservation, VenueError> {
        self.0.make(Request::ExtendHold(id.clone())).await
    }

    async fn play(&self, id: &PaymentId, token: &str, choice: Option<Choice>) -> Result<PayPage, VenueError> {
        self.0
            .make(Request::Play(id.clone(), token.to_owned(), choice))
            .await
    }
}
