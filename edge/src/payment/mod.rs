//! The port to payment providers. It must not know any provider, nor what is paid for beyond its name.
//!
//! Every request to a provider carries an idempotency key, and repeating it does nothing twice. So no outcome stays
//! unknown: in doubt the request is repeated.

pub mod demo;
pub mod flow;
pub mod stripe;

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use shared::id::PaymentId;
use shared::money::Money;
use shared::no_show::ChargeRefusal;
use shared::payment::Handover;
use shared::time::Instant;

use self::flow::{Event, Mode};
use crate::delivery::Delivery;

/// A payment to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// Its id, which is its key with the provider too.
    pub id: PaymentId,
    /// How the money is taken.
    pub mode: Mode,
    /// How much; for a guarantee, how much it could become.
    pub amount: Money,
}

/// A payment that the provider knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The provider's id of it.
    pub reference: Reference,
    /// Where and how to pay.
    pub handover: Handover,
}

/// The charge to a stored card, as the provider knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charged {
    /// The provider's id of it: it is a payment of its own.
    pub reference: Reference,
    /// Where it stands; empty while it is on its way.
    pub standing: PaymentEvents,
}

/// Money to send back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewRefund {
    /// How much.
    pub amount: Money,
    /// The refunded total afterwards.
    pub total: Money,
    /// How many refunds of this payment failed before.
    pub failures: usize,
}

impl NewRefund {
    /// Its idempotency key: the same refund is made once, and another after a failed one.
    #[must_use]
    pub fn key(&self, id: &PaymentId) -> String {
        let total = self.total.amount();
        match self.failures {
            0 => format!("{id}-refund-{total}"),
            failures => format!("{id}-refund-{total}-{failures}"),
        }
    }
}

/// The provider's id of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(pub String);

/// A provider's events about a payment, in the order in which they happened.
pub type PaymentEvents = Vec<Event>;

/// A provider's verified webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookEvent {
    /// Names it for ever: the same may come again.
    pub id: String,
    /// Which payment it is about; none if it is about something else.
    pub about: Option<(Reference, PaymentEvents)>,
}

/// Why something was not done, sorted by what the caller can do next. Texts are for the operator's log:
/// they hold no key and no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentError {
    /// Not available, or the outcome is unknown: to be repeated later, under the same key.
    Again(String),
    /// The payment is not where it was thought to be: look at it.
    Moved(String),
    /// The card or its bank declined, and nothing was charged: another card may do.
    Declined(ChargeRefusal),
    /// The provider refused it: a repetition would not help. The operator has to correct the cause.
    Never(String),
}

impl fmt::Display for PaymentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Again(cause) | Self::Moved(cause) | Self::Never(cause) => formatter.write_str(cause),
            Self::Declined(ChargeRefusal::AuthenticationRequired) => {
                formatter.write_str("declined: the bank wants to ask the payer")
            }
            Self::Declined(_) => formatter.write_str("declined: the bank says no"),
        }
    }
}

impl std::error::Error for PaymentError {}

/// Why a delivery is not believed; the text is for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBelieved(pub &'static str);

/// A payment provider.
#[async_trait(?Send)]
pub trait Payments {
    /// Begins a payment. Beginning it again gives the same one.
    async fn begin(&self, new: &NewPayment) -> Result<Begun, PaymentError>;

    /// Where a payment stands.
    async fn look(&self, mode: Mode, reference: &Reference) -> Result<PaymentEvents, PaymentError>;

    /// Captures the authorised amount: all of it, which is `amount`.
    async fn capture(
        &self,
        id: &PaymentId,
        reference: &Reference,
        amount: Money,
    ) -> Result<PaymentEvents, PaymentError>;

    /// Charges the card that was kept under `reference`, while its holder is away, and once for all: if it
    /// may have been asked for before, `again` is set, and what was done then is found before anything is.
    async fn charge(
        &self,
        id: &PaymentId,
        reference: &Reference,
        amount: Money,
        again: bool,
    ) -> Result<Charged, PaymentError>;

    /// Closes a payment, releases its authorisation, and deletes its card on file.
    async fn cancel(
        &self,
        id: &PaymentId,
        mode: Mode,
        reference: &Reference,
    ) -> Result<PaymentEvents, PaymentError>;

    /// Sends money back.
    async fn refund(
        &self,
        id: &PaymentId,
        reference: &Reference,
        refund: NewRefund,
    ) -> Result<PaymentEvents, PaymentError>;

    /// Verifies a webhook's signature and age, and parses it.
    fn notice(&self, delivery: &Delivery, now: Instant) -> Result<WebhookEvent, NotBelieved>;
}
