//! Maps Stripe's objects to the payment port's types and back. Pure.

use config::payment::stripe_currency::{of_stripe, to_stripe};
use form_urlencoded::Serializer;
use shared::id::PaymentId;
use shared::money::Money;
use shared::no_show::ChargeRefusal;

use super::wire;
use crate::payment::flow::reversal::{DisputeStatus, RefundStatus};
use crate::payment::flow::{Event, Mode};
use crate::payment::{Charged, NewPayment, PaymentError, PaymentEvents, Reference, WebhookEvent};

/// An amount as it travels; what cannot be charged was let through by settings of another day.
fn amount(money: Money) -> Result<String, PaymentError> {
    let amount = to_stripe(money).ok_or_else(|| {
        let currency = money.currency();
        PaymentError::Never(format!("stripe: not every amount can be charged in {currency:?}"))
    })?;
    Ok(amount.to_string())
}

fn currency(money: Money) -> String {
    money.currency().code().to_ascii_lowercase()
}

/// The body that begins a payment; a card is stored for a customer.
pub fn begin(new: &NewPayment, types: &[String], customer: Option<&str>) -> Result<String, PaymentError> {
    let mut form = Serializer::new(String::new());
    match new.mode {
        Mode::Charge | Mode::Reserve => {
            form.append_pair("amount", &amount(new.amount)?);
            form.append_pair("currency", &currency(new.amount));
        }
        Mode::Guarantee => {
            form.append_pair("usage", "off_session");
        }
    }
    if let Some(customer) = customer {
        form.append_pair("customer", customer);
    }
    if new.mode == Mode::Reserve {
        form.append_pair("capture_method", "manual");
    }
    // What is charged while its holder is away has to be answered at once, which of all ways to pay a card is.
    let card = ["card".to_owned()];
    let types = if new.mode == Mode::Guarantee { &card } else { types };
    if types.is_empty() {
        form.append_pair("automatic_payment_methods[enabled]", "true");
    }
    for (place, name) in types.iter().enumerate() {
        form.append_pair(&format!("payment_method_types[{place}]"), name);
    }
    form.append_pair("metadata[couvert_payment]", new.id.as_str());
    Ok(form.finish())
}

/// The body of the customer for whom the card of a payment is kept on file, without personal data.
#[must_use]
pub fn customer(id: &PaymentId) -> String {
    Serializer::new(String::new())
        .append_pair("metadata[couvert_payment]", id.as_str())
        .finish()
}

/// The body that charges a stored card while its holder is away.
pub fn charge(id: &PaymentId, money: Money, customer: &str, method: &str) -> Result<String, PaymentError> {
    let form = Serializer::new(String::new())
        .append_pair("amount", &amount(money)?)
        .append_pair("currency", &currency(money))
        .append_pair("customer", customer)
        .append_pair("payment_method", method)
        .append_pair("payment_method_types[0]", "card")
        .append_pair("off_session", "true")
        .append_pair("confirm", "true")
        .append_pair("metadata[couvert_payment]", id.as_str())
        .finish();
    Ok(form)
}

/// The outcome of an intent that charges a card on file. It waits for no authentication: the card's holder is away.
pub fn charged(intent: &wire::Object) -> Result<Charged, PaymentError> {
    let code = intent
        .last_payment_error
        .as_ref()
        .and_then(|error| error.get("code"));
    match intent.status.as_str() {
        "requires_action" => Err(PaymentError::Declined(ChargeRefusal::AuthenticationRequired)),
        "requires_payment_method" | "requires_confirmation" | "canceled" => Err(PaymentError::Declined(
            refusal(code.and_then(serde_json::Value::as_str).unwrap_or_default()),
        )),
        _ if intent.id.is_empty() => Err(PaymentError::Again("stripe: charge: no intent".to_owned())),
        _ => Ok(Charged {
            reference: Reference(intent.id.clone()),
            standing: standing(intent),
        }),
    }
}

/// Why a card was declined, by the error's code.
#[must_use]
pub fn refusal(code: &str) -> ChargeRefusal {
    match code {
        "authentication_required" | "payment_intent_authentication_failure" => {
            ChargeRefusal::AuthenticationRequired
        }
        _ => ChargeRefusal::CardDeclined,
    }
}

/// The body that sends money back.
pub fn refund(reference: &Reference, money: Money) -> Result<String, PaymentError> {
    let form = Serializer::new(String::new())
        .append_pair("payment_intent", &reference.0)
        .append_pair("amount", &amount(money)?)
        .finish();
    Ok(form)
}

/// Where the API has the intents of a mode.
#[must_use]
pub fn path(mode: Mode) -> &'static str {
    match mode {
        Mode::Charge | Mode::Reserve => "/v1/payment_intents",
        Mode::Guarantee => "/v1/setup_intents",
    }
}

/// An intent's events, in the order in which they happened. An unknown status has none.
#[must_use]
pub fn standing(intent: &wire::Object) -> PaymentEvents {
    let mut standing = vec![Event::Begun];
    let failed = intent.last_payment_error.is_some() || intent.last_setup_error.is_some();
    let is_setup = intent.id.starts_with("seti_");
    standing.extend(match intent.status.as_str() {
        "requires_payment_method" if failed => Some(Event::Declined),
        "requires_action" | "processing" => Some(Event::Authenticating),
        "requires_capture" => Some(Event::Authorised),
        "succeeded" if is_setup => Some(Event::Authorised),
        "succeeded" => minor(
            intent.amount_received.or(intent.amount),
            intent.currency.as_deref(),
        )
        .map(Event::Paid),
        "canceled" => Some(Event::Closed),
        _ => None,
    });
    standing
}

/// A refund's event; none if it is not one of ours.
#[must_use]
pub fn refunded(refund: &wire::Object) -> Option<Event> {
    Some(Event::Refund {
        id: Some(refund.id.clone()).filter(|id| !id.is_empty())?,
        amount: minor(refund.amount, refund.currency.as_deref())?,
        status: match refund.status.as_str() {
            "succeeded" => RefundStatus::Succeeded,
            // One that was not completed in time is cancelled: the money did not go.
            "failed" | "canceled" => RefundStatus::Failed,
            _ => RefundStatus::Pending,
        },
    })
}

/// A dispute's event; none if it is not one of ours.
fn disputed(dispute: &wire::Object) -> Option<Event> {
    Some(Event::Dispute {
        id: Some(dispute.id.clone()).filter(|id| !id.is_empty())?,
        amount: minor(dispute.amount, dispute.currency.as_deref())?,
        status: match dispute.status.as_str() {
            "lost" => DisputeStatus::Lost,
            "won" | "warning_closed" | "prevented" => DisputeStatus::Won,
            "warning_needs_response" | "warning_under_review" => DisputeStatus::Inquiry,
            _ => DisputeStatus::Open,
        },
    })
}

/// An amount of Stripe's, in minor units; one of a currency that is not charged is none of ours.
fn minor(amount: Option<i64>, currency: Option<&str>) -> Option<i64> {
    of_stripe(amount?, currency?)
}

fn returned(charge: &wire::Object) -> Option<Event> {
    let amount = minor(charge.amount_refunded, charge.currency.as_deref());
    amount.filter(|amount| *amount > 0).map(Event::Returned)
}

/// The payment that an object is about.
fn about(object: &wire::Object, event: Option<Event>) -> Option<(Reference, PaymentEvents)> {
    let intent = object.payment_intent.clone()?;
    Some((Reference(intent), vec![event?]))
}

/// Maps a webhook's event.
pub fn notice(event: wire::Event) -> Result<WebhookEvent, serde_json::Error> {
    let wire::Event { id, kind, data } = event;
    let about = if kind.starts_with("payment_intent.") || kind.starts_with("setup_intent.") {
        let intent: wire::Object = serde_json::from_value(data.object)?;
        Some((Reference(intent.id.clone()), standing(&intent)))
    } else if kind == "charge.refunded" {
        let charge: wire::Object = serde_json::from_value(data.object)?;
        about(&charge, returned(&charge))
    } else if kind.starts_with("refund.") || kind == "charge.refund.updated" {
        let refund: wire::Object = serde_json::from_value(data.object)?;
        about(&refund, refunded(&refund))
    } else if kind.starts_with("charge.dispute.") {
        let dispute: wire::Object = serde_json::from_value(data.object)?;
        about(&dispute, disputed(&dispute))
    } else {
        None
    };
    Ok(WebhookEvent { id, about })
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
