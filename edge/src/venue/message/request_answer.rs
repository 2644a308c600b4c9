//! A restaurant's answer to a request, by the link in its letter, and its effects on the guest's money.

use serde::{Deserialize, Serialize};
use shared::id::ReservationId;
use shared::money::Money;
use shared::validation::Message;

/// The link of a letter about a request: the right to answer the reservation as it was when the letter was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLink {
    /// The reservation.
    pub id: ReservationId,
    /// Its revision by then.
    pub revision: u32,
    /// The token of both.
    pub token: String,
}

/// A restaurant's answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestAnswer {
    /// The guest may come.
    Accept,
    /// The guest may not come, and reads this message in the letter.
    Decline(Option<Message>),
}

/// An effect of an answer on the money of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoneyEffect {
    /// An amount that is authorised on the guest's card is captured.
    Captured(Money),
    /// The guest is asked for a payment, since what was authorised has lapsed.
    AskedFor(Money),
    /// An amount that is authorised on the guest's card is released.
    Released(Money),
    /// An amount that was paid goes back to the guest.
    Refunded(Money),
    /// The contribution of a gift card goes back.
    GiftCardReturned(Money),
    /// The stored card is removed.
    CardForgotten,
}
