//! Facts about Stripe's words and ours.

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
fn a_stored_card_is_charged_while_its_holder_is_away() {
    let new = new(Mode::Guarantee);
    assert_eq!(
        charge(&new.id, new.amount, "cus_1", "pm_1").unwrap(),
        "amount=6800&currency=eur&customer=cus_1&payment_method=pm_1&payment_method_types%5B0%5D=card\
         &off_session=true&confirm=true&metadata%5Bcouvert_payment%5D=p1"
    );
}

#[test]
fn a_charge_to_a_card_on_file_waits_for_no_authentication() {
    let read = |intent: serde_json::Value| charged(&serde_json::from_value(intent).unwrap());
    let failed = |code: &str| json!({ "id": "pi_1", "status": "requires_payment_method", "last_payment_error": { "code": code } });
    for (intent, refusal) in [
        (
            failed("authentication_required"),
            ChargeRefusal::AuthenticationRequired,
        ),
        (failed("card_declined"), ChargeRefusal::CardDeclined),
        (
            json!({ "id": "pi_1", "status": "requires_action" }),
            ChargeRefusal::AuthenticationRequired,
        ),
        (
            json!({ "id": "pi_1", "status": "canceled" }),
            ChargeRefusal::CardDeclined,
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

/// The events that a webhook of this kind has about the payment `pi_1`.
fn events_of(kind: &str, object: &serde_json::Value) -> Vec<Event> {
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
    assert_eq!(events_of("charge.refunded", &charge), [Event::Returned(6_800)]);
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
        assert_eq!(events_of(kind, &refund), [event], "{kind} {status}");
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
        assert_eq!(events_of("charge.dispute.updated", &dispute), [event], "{status}");
    }
}

#[test]
fn what_is_about_something_else_is_read_and_left() {
    let event = json!({ "id": "evt_1", "type": "customer.created", "data": { "object": { "id": "cus_1" } } });
    let notice = notice(serde_json::from_value(event).unwrap()).unwrap();
    assert_eq!((notice.id.as_str(), notice.about), ("evt_1", None));
}
