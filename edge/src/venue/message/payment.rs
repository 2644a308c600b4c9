//! Responses to requests about payments.

use serde::{Deserialize, Serialize};
use shared::locale::LocalizedText;
use shared::party::Attendees;
use shared::payment::Payment;
use shared::time::{Day, Minutes};

pub use crate::delivery::WebhookOutcome;
pub use crate::payment::demo::Choice;

/// A payment of a demonstration, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPayment {
    /// The payment.
    pub payment: Payment,
    /// Whether a card is stored as a guarantee, and nothing is paid.
    pub is_guarantee: bool,
    /// The reservation that it is for, where the venue's own engine has it.
    pub reservation: Option<ReservationToPay>,
}

/// The reservation that a payment is for, without its guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationToPay {
    /// The name of the experience.
    pub experience: LocalizedText,
    /// The day.
    pub day: Day,
    /// The time.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
}
