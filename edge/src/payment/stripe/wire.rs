//! Stripe's JSON, as far as it is read.

use serde::Deserialize;

/// A Payment Intent or a Setup Intent; or, with fewer of the fields, a customer, a charge, a refund, a dispute, a way
/// to pay, or a list. One type for all of them keeps the worker small.
#[derive(Debug, Deserialize)]
pub struct Object {
    /// Its id, such as `pi_…` or `seti_…`; a list has none.
    #[serde(default)]
    pub id: String,
    /// Where it stands; of a refund `pending`, `requires_action`, `succeeded`, `failed` or `canceled`.
    #[serde(default)]
    pub status: String,
    /// Opens it to one browser.
    pub client_secret: Option<String>,
    /// The amount to pay, in Stripe's units.
    pub amount: Option<i64>,
    /// The amount received.
    pub amount_received: Option<i64>,
    /// The currency's code, in small letters.
    pub currency: Option<String>,
    /// Why the last try failed.
    pub last_payment_error: Option<serde_json::Value>,
    /// The same of a Setup Intent.
    pub last_setup_error: Option<serde_json::Value>,
    /// Of a charge: what was refunded, in Stripe's units.
    pub amount_refunded: Option<i64>,
    /// Of a charge, a refund or a dispute: the intent it belongs to.
    pub payment_intent: Option<String>,
    /// Whose it is, `cus_…`.
    pub customer: Option<String>,
    /// The means of payment, `pm_…`.
    pub payment_method: Option<String>,
    /// A list's entries, the newest first.
    #[serde(default)]
    pub data: Vec<Object>,
}

/// An error's body.
#[derive(Debug, Deserialize)]
pub struct Failure {
    /// The error.
    pub error: Fault,
}

/// An error.
#[derive(Debug, Deserialize)]
pub struct Fault {
    /// `api_error`, `card_error`, `idempotency_error`, `invalid_request_error`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// A short word for it.
    pub code: Option<String>,
}

/// A webhook's event.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// Its id, `evt_…`.
    pub id: String,
    /// The event's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// To what.
    pub data: Data,
}

/// An event's object.
#[derive(Debug, Deserialize)]
pub struct Data {
    /// The object as it was then.
    pub object: serde_json::Value,
}
