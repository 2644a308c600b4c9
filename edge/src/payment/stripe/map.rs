//! Between Stripe's words and ours, both ways. Pure; it must not know how a call is made.

use form_urlencoded::Serializer;
use shared::id::PaymentId;
use shared::money::Money;
use shared::payment::Refusal;

use super::currency::{of_stripe, to_stripe};
use super::wire;
use crate::payment::flow::reversal::{DisputeStatus, RefundStatus};
use crate::payment::flow::{Event, Mode};
use crate::payment::{Charged, NewPayment, Notice, PaymentError, Reference, Standing};

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

/// The body that begins a payment; a card is kept for a customer.
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

/// The body of the customer for whom the card of a payment is kept. Stripe need not know who it is.
#[must_use]
pub fn customer(id: &PaymentId) -> String {
    Serializer::new(String::new())
        .append_pair("metadata[couvert_payment]", id.as_str())
        .finish()
}

/// The body that charges a kept card while its holder is away.
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

/// What an intent says that was to charge a kept card. It waits for nobody: the card's holder is away.
pub fn charged(intent: &wire::Object) -> Result<Charged, PaymentError> {
    let code = intent
        .last_payment_error
        .as_ref()
        .and_then(|error| error.get("code"));
    match intent.status.as_str() {
        "requires_action" => Err(PaymentError::Declined(Refusal::AuthenticationRequired)),
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
pub fn refusal(code: &str) -> Refusal {
    match code {
        "authentication_required" | "payment_intent_authentication_failure" => {
            Refusal::AuthenticationRequired
        }
        _ => Refusal::CardDeclined,
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

/// What an intent says, in the order in which it happened. A status that nobody knows says nothing.
#[must_use]
pub fn standing(intent: &wire::Object) -> Standing {
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

/// What a refund says; none if it is not one of ours.
#[must_use]
pub fn refunded(refund: &wire::Object) -> Option<Event> {
    Some(Event::Refund {
        id: Some(refund.id.clone()).filter(|id| !id.is_empty())?,
        amount: minor(refund.amount, refund.currency.as_deref())?,
        status: match refund.status.as_str() {
            "succeeded" => RefundStatus::Succeeded,
            // One that nobody completed in time is called off: the money did not go.
            "failed" | "canceled" => RefundStatus::Failed,
            _ => RefundStatus::Pending,
        },
    })
}

/// What a dispute says; none if it is not one of ours.
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

/// The payment of which an object says something.
fn about(object: &wire::Object, said: Option<Event>) -> Option<(Reference, Standing)> {
    let intent = object.payment_intent.clone()?;
    Some((Reference(intent), vec![said?]))
}

/// What an event tells.
pub fn notice(event: wire::Event) -> Result<Notice, serde_json::Error> {
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
    Ok(Notice { id, about })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::id::PaymentId;
    use shared::money::{Currency, Money};

    use super::*;

    fn new(mode: Mode) -> NewPayment {
        NewPayment {
            id: PaymentId::parse("p1").unwrap(),
            mode,
            amount: Money::new(6_800, Currency::parse("EUR").unwrap()).unwrap(),
        }
    }

    #[test]
    fn what_begins_a_payment_is_a_form() {
        assert_eq!(
            begin(&new(Mode::Charge), &[], None).unwrap(),
            "amount=6800&currency=eur&automatic_payment_methods%5Benabled%5D=true\
             &metadata%5Bcouvert_payment%5D=p1"
        );
        assert_eq!(
            begin(&new(Mode::Reserve), &["card".to_owned()], None).unwrap(),
            "amount=6800&currency=eur&capture_method=manual&payment_method_types%5B0%5D=card\
             &metadata%5Bcouvert_payment%5D=p1"
        );
        assert_eq!(
            begin(&new(Mode::Guarantee), &[], Some("cus_1")).unwrap(),
            "usage=off_session&customer=cus_1&payment_method_types%5B0%5D=card&metadata%5Bcouvert_payment%5D=p1"
        );
        assert_eq!(
            customer(&new(Mode::Guarantee).id),
            "metadata%5Bcouvert_payment%5D=p1"
        );
    }

    #[test]
    fn a_kept_card_is_charged_while_its_holder_is_away() {
        let new = new(Mode::Guarantee);
        assert_eq!(
            charge(&new.id, new.amount, "cus_1", "pm_1").unwrap(),
            "amount=6800&currency=eur&customer=cus_1&payment_method=pm_1&payment_method_types%5B0%5D=card\
             &off_session=true&confirm=true&metadata%5Bcouvert_payment%5D=p1"
        );
    }

    #[test]
    fn what_charges_a_kept_card_waits_for_nobody() {
        let read = |intent: serde_json::Value| charged(&serde_json::from_value(intent).unwrap());
        let failed = |code: &str| json!({ "id": "pi_1", "status": "requires_payment_method", "last_payment_error": { "code": code } });
        for (intent, refusal) in [
            (failed("authentication_required"), Refusal::AuthenticationRequired),
            (failed("card_declined"), Refusal::CardDeclined),
            (
                json!({ "id": "pi_1", "status": "requires_action" }),
                Refusal::AuthenticationRequired,
            ),
            (
                json!({ "id": "pi_1", "status": "canceled" }),
                Refusal::CardDeclined,
            ),
        ] {
            assert_eq!(
                read(intent.clone()),
                Err(PaymentError::Declined(refusal)),
                "{intent}"
            );
        }
        let paid =
            read(json!({ "id": "pi_1", "status": "succeeded", "amount_received": 6_800, "currency": "eur" }))
                .unwrap();
        assert_eq!(paid.standing, [Event::Begun, Event::Paid(6_800)]);
        let on_its_way = read(json!({ "id": "pi_1", "status": "processing" })).unwrap();
        assert_eq!(on_its_way.reference, Reference("pi_1".to_owned()));
        assert!(
            on_its_way
                .standing
                .into_iter()
                .find_map(Event::of_charge)
                .is_none()
        );
    }

    #[test]
    fn an_intent_says_where_it_stands() {
        let declined = json!({ "code": "card_declined" });
        for (intent, last) in [
            (
                json!({ "id": "pi_1", "status": "requires_payment_method" }),
                Event::Begun,
            ),
            (
                json!({ "id": "pi_1", "status": "requires_confirmation" }),
                Event::Begun,
            ),
            (json!({ "id": "pi_1", "status": "something_new" }), Event::Begun),
            (
                json!({ "id": "pi_1", "status": "requires_payment_method", "last_payment_error": declined }),
                Event::Declined,
            ),
            (
                json!({ "id": "pi_1", "status": "requires_action" }),
                Event::Authenticating,
            ),
            (
                json!({ "id": "pi_1", "status": "processing" }),
                Event::Authenticating,
            ),
            (
                json!({ "id": "pi_1", "status": "requires_capture" }),
                Event::Authorised,
            ),
            (
                json!({ "id": "pi_1", "status": "succeeded", "amount": 6_800, "amount_received": 6_800,
                    "currency": "eur", "latest_charge": "ch_1" }),
                Event::Paid(6_800),
            ),
            (json!({ "id": "pi_1", "status": "canceled" }), Event::Closed),
            (
                json!({ "id": "seti_1", "status": "succeeded" }),
                Event::Authorised,
            ),
            (
                json!({ "id": "seti_1", "status": "requires_payment_method", "last_setup_error": declined }),
                Event::Declined,
            ),
        ] {
            let read: wire::Object = serde_json::from_value(intent.clone()).unwrap();
            assert_eq!(standing(&read).last(), Some(&last), "{intent}");
        }
    }

    #[test]
    fn amounts_are_converted_on_both_ways() {
        let krona = NewPayment {
            amount: Money::new(5_000, Currency::parse("ISK").unwrap()).unwrap(),
            ..new(Mode::Charge)
        };
        let form = begin(&krona, &[], None).unwrap();
        assert!(form.starts_with("amount=500000&currency=isk&"), "{form}");
        let form = charge(&krona.id, krona.amount, "cus_1", "pm_1").unwrap();
        assert!(form.starts_with("amount=500000&currency=isk&"), "{form}");
        let form = refund(&Reference("pi_1".to_owned()), krona.amount).unwrap();
        assert_eq!(form, "payment_intent=pi_1&amount=500000");
        let intent =
            json!({ "id": "pi_1", "status": "succeeded", "amount_received": 500_000, "currency": "isk" });
        let standing = standing(&serde_json::from_value(intent).unwrap());
        assert_eq!(standing, [Event::Begun, Event::Paid(5_000)]);
        let back = json!({ "id": "re_1", "status": "succeeded", "amount": 200_000, "currency": "isk" });
        let back = refunded(&serde_json::from_value(back).unwrap());
        assert!(
            matches!(back, Some(Event::Refund { amount: 2_000, .. })),
            "{back:?}"
        );
        let dinar = NewPayment {
            amount: Money::new(5_124, Currency::parse("KWD").unwrap()).unwrap(),
            ..krona
        };
        assert!(matches!(begin(&dinar, &[], None), Err(PaymentError::Never(_))));
    }

    /// What an event of this kind tells of the payment `pi_1`.
    fn told(kind: &str, object: &serde_json::Value) -> Vec<Event> {
        let event = json!({ "id": "evt_1", "type": kind, "data": { "object": object } });
        let (reference, standing) = notice(serde_json::from_value(event).unwrap())
            .unwrap()
            .about
            .unwrap();
        assert_eq!(reference.0, "pi_1");
        standing
    }

    #[test]
    fn a_charge_says_how_much_was_refunded_and_a_refund_how_far_it_has_come() {
        let charge =
            json!({ "id": "ch_1", "payment_intent": "pi_1", "amount_refunded": 6_800, "currency": "eur" });
        assert_eq!(told("charge.refunded", &charge), [Event::Returned(6_800)]);
        for (kind, status, come) in [
            ("refund.created", "pending", RefundStatus::Pending),
            ("refund.created", "succeeded", RefundStatus::Succeeded),
            ("refund.updated", "requires_action", RefundStatus::Pending),
            ("charge.refund.updated", "succeeded", RefundStatus::Succeeded),
            ("refund.failed", "failed", RefundStatus::Failed),
            ("refund.updated", "canceled", RefundStatus::Failed),
        ] {
            let refund = json!({ "id": "re_1", "object": "refund", "amount": 500, "currency": "eur",
                "charge": "ch_1", "payment_intent": "pi_1", "status": status, "failure_reason": "lost_or_stolen_card" });
            let event = Event::Refund {
                id: "re_1".to_owned(),
                amount: 500,
                status: come,
            };
            assert_eq!(told(kind, &refund), [event], "{kind} {status}");
        }
    }

    #[test]
    fn a_dispute_says_how_far_it_has_come() {
        for (status, come) in [
            ("warning_needs_response", DisputeStatus::Inquiry),
            ("warning_under_review", DisputeStatus::Inquiry),
            ("warning_closed", DisputeStatus::Won),
            ("needs_response", DisputeStatus::Open),
            ("under_review", DisputeStatus::Open),
            ("won", DisputeStatus::Won),
            ("lost", DisputeStatus::Lost),
        ] {
            let dispute = json!({ "id": "dp_1", "object": "dispute", "amount": 6_800, "currency": "eur",
                "charge": "ch_1", "payment_intent": "pi_1", "status": status, "reason": "fraudulent" });
            let event = Event::Dispute {
                id: "dp_1".to_owned(),
                amount: 6_800,
                status: come,
            };
            assert_eq!(told("charge.dispute.updated", &dispute), [event], "{status}");
        }
    }

    #[test]
    fn what_is_about_something_else_is_read_and_left() {
        let event =
            json!({ "id": "evt_1", "type": "customer.created", "data": { "object": { "id": "cus_1" } } });
        let notice = notice(serde_json::from_value(event).unwrap()).unwrap();
        assert_eq!((notice.id.as_str(), notice.about), ("evt_1", None));
    }
}
