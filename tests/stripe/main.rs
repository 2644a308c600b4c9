//! Facts about the adapter for Stripe, against a server of another project that keeps its own state: localstripe,
//! on loopback. `cargo xtask test --only stripe` runs it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what should not be there ends a test"
)]

mod server;

use std::rc::Rc;

use config::payment::StripeSettings;
use couvert_tests::native::{SeededRng, TestClock};
use edge::delivery::Delivery;
use edge::payment::flow::reversal::RefundStatus;
use edge::payment::flow::{Event, Mode};
use edge::payment::stripe::Stripe;
use edge::payment::{Begun, NewPayment, NewRefund, NotBelieved, PaymentError, Payments, Reference};
use edge::upstream::{Ports, Upstream};
use secrecy::SecretString;
use serde_json::json;
use server::{Internet, Listener, Server};
use shared::id::PaymentId;
use shared::money::{Currency, Money};
use shared::no_show::ChargeRefusal;
use shared::payment::Handover;
use shared::time::Instant;

const AMOUNT: i64 = 6_800;
const GOOD: &str = "4242424242424242";
const DECLINED: &str = "4000000000000341";
const ASKED: &str = "4000002500003155";
const SECRET: &str = "whsec_of_the_test";

fn stripe(server: &Server, key: &str) -> Stripe {
    let ports = Rc::new(Ports {
        network: Box::new(Internet::new()),
        clock: Box::new(TestClock::at(Instant::from_unix(1_795_258_800))),
        rng: Box::new(SeededRng::new(1)),
    });
    // It knows no automatic choice of ways to pay.
    let settings: StripeSettings = serde_json::from_value(json!({
        "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_test_1", "apiBase": server.base,
        "paymentMethodTypes": ["card"],
    }))
    .unwrap();
    Stripe::new(
        settings,
        SecretString::from(key),
        SecretString::from(SECRET),
        Upstream::new(ports.clone()),
        ports,
    )
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::parse("EUR").unwrap()).unwrap()
}

fn id() -> PaymentId {
    PaymentId::parse("p1").unwrap()
}

fn refund(amount: i64, total: i64) -> NewRefund {
    NewRefund {
        amount: eur(amount),
        total: eur(total),
        failures: 0,
    }
}

/// The amounts of succeeded refunds among these events.
fn amounts(standing: &[Event]) -> Vec<i64> {
    let amount = |event: &Event| match event {
        Event::Refund {
            amount,
            status: RefundStatus::Succeeded,
            ..
        } => Some(*amount),
        _ => None,
    };
    standing.iter().filter_map(amount).collect()
}

async fn begin(stripe: &Stripe, mode: Mode) -> Begun {
    let new = NewPayment {
        id: id(),
        mode,
        amount: eur(AMOUNT),
    };
    let begun = stripe.begin(&new).await.unwrap();
    let Handover::Stripe { client_secret, .. } = &begun.handover else {
        panic!("not with Stripe");
    };
    assert!(client_secret.starts_with(&begun.reference.0));
    begun
}

/// Keeps a card of this number, which its bank has nothing against.
async fn keep(server: &Server, stripe: &Stripe, number: &str) -> Reference {
    let reference = begin(stripe, Mode::Guarantee).await.reference;
    let path = format!("/v1/setup_intents/{}/confirm", reference.0);
    let card = server.card(number);
    assert_eq!(server.post(&path, &[("payment_method", &card)]).0, 200);
    // The bank's authentication: this server takes a second confirmation for it.
    if number == ASKED {
        assert_eq!(server.post(&path, &[]).0, 200);
    }
    assert_eq!(
        stripe.look(Mode::Guarantee, &reference).await.unwrap(),
        [Event::Begun, Event::Authorised]
    );
    reference
}

#[tokio::test]
async fn a_charge_comes_and_goes_back_in_parts() {
    let server = Server::start();
    let stripe = stripe(&server, "sk_test_house");
    let reference = begin(&stripe, Mode::Charge).await.reference;
    assert_eq!(
        stripe.look(Mode::Charge, &reference).await.unwrap(),
        [Event::Begun]
    );
    assert_eq!(server.pay(&reference.0, GOOD), 200);
    let paid = [Event::Begun, Event::Paid(AMOUNT)];
    assert_eq!(stripe.look(Mode::Charge, &reference).await.unwrap(), paid);
    for (amount, total) in [(500, 500), (6_300, AMOUNT)] {
        let back = stripe
            .refund(&id(), &reference, refund(amount, total))
            .await
            .unwrap();
        assert_eq!(amounts(&back), [amount]);
        let looked = stripe.look(Mode::Charge, &reference).await.unwrap();
        assert_eq!(looked[..2], paid);
        assert!(looked.contains(&back[0]), "{looked:?}");
        assert_eq!(amounts(&looked).iter().sum::<i64>(), total);
    }
    // A received payment cannot be cancelled any more.
    let cancelled = stripe.cancel(&id(), Mode::Charge, &reference).await;
    assert!(matches!(cancelled, Err(PaymentError::Moved(_))), "{cancelled:?}");
}

#[tokio::test]
async fn a_card_may_be_declined_and_another_taken() {
    let server = Server::start();
    let stripe = stripe(&server, "sk_test_house");
    let reference = begin(&stripe, Mode::Charge).await.reference;
    assert_eq!(server.pay(&reference.0, DECLINED), 402);
    assert_eq!(
        stripe.look(Mode::Charge, &reference).await.unwrap(),
        [Event::Begun, Event::Declined]
    );
}

#[tokio::test]
async fn a_bank_may_ask_first() {
    let server = Server::start();
    let stripe = stripe(&server, "sk_test_house");
    for (success, last) in [("true", Event::Paid(AMOUNT)), ("false", Event::Declined)] {
        let Begun { reference, handover } = begin(&stripe, Mode::Charge).await;
        assert_eq!(server.pay(&reference.0, ASKED), 200);
        assert_eq!(
            stripe.look(Mode::Charge, &reference).await.unwrap(),
            [Event::Begun, Event::Authenticating]
        );
        let Handover::Stripe { client_secret, .. } = handover else {
            panic!("not with Stripe");
        };
        let path = format!("/v1/payment_intents/{}/_authenticate", reference.0);
        let form = [("client_secret", client_secret.as_str()), ("success", success)];
        assert_eq!(server.post(&path, &form).0, 200);
        assert_eq!(
            stripe.look(Mode::Charge, &reference).await.unwrap(),
            [Event::Begun, last]
        );
    }
}

#[tokio::test]
async fn what_is_set_aside_is_taken_or_set_free() {
    let server = Server::start();
    let stripe = stripe(&server, "sk_test_house");
    for is_taken in [true, false] {
        let reference = begin(&stripe, Mode::Reserve).await.reference;
        assert_eq!(server.pay(&reference.0, GOOD), 200);
        assert_eq!(
            stripe.look(Mode::Reserve, &reference).await.unwrap(),
            [Event::Begun, Event::Authorised]
        );
        let (standing, last) = if is_taken {
            (
                stripe.capture(&id(), &reference, eur(AMOUNT)).await,
                Event::Paid(AMOUNT),
            )
        } else {
            (
                stripe.cancel(&id(), Mode::Reserve, &reference).await,
                Event::Closed,
            )
        };
        assert_eq!(standing.unwrap(), [Event::Begun, last.clone()]);
        assert_eq!(
            stripe.look(Mode::Reserve, &reference).await.unwrap(),
            [Event::Begun, last]
        );
    }
}

#[tokio::test]
async fn a_stored_card_is_charged_and_the_money_can_go_back() {
    let server = Server::start();
    let stripe = stripe(&server, "sk_test_house");
    let setup = keep(&server, &stripe, GOOD).await;
    let charged = stripe.charge(&id(), &setup, eur(AMOUNT), false).await.unwrap();
    assert!(charged.reference.0.starts_with("pi_"));
    assert_eq!(charged.standing, [Event::Begun, Event::Paid(AMOUNT)]);
    let looked = stripe.look(Mode::Charge, &charged.reference).await.unwrap();
    assert_eq!(looked, charged.standing);
    let back = stripe
        .refund(&id(), &charged.reference, refund(AMOUNT, AMOUNT))
        .await;
    assert_eq!(amounts(&back.unwrap()), [AMOUNT]);
}

#[tokio::test]
async fn a_stored_card_may_be_declined_and_says_why() {
    let server = Server::start();
    let stripe = stripe(&server, "sk_test_house");
    // Where a bank requires authentication, Stripe itself answers 402 with the code; this server leaves the
    // intent waiting for a payer who is not there. Both mean the same.
    for (number, refusal) in [
        (DECLINED, ChargeRefusal::CardDeclined),
        (ASKED, ChargeRefusal::AuthenticationRequired),
    ] {
        let setup = keep(&server, &stripe, number).await;
        let charged = stripe.charge(&id(), &setup, eur(AMOUNT), false).await;
        assert_eq!(charged, Err(PaymentError::Declined(refusal)), "{number}");
    }
}

#[tokio::test]
async fn a_stored_card_is_forgotten() {
    let server = Server::start();
    let stripe = stripe(&server, "sk_test_house");
    let setup = keep(&server, &stripe, GOOD).await;
    for _ in 0..2 {
        let closed = stripe.cancel(&id(), Mode::Guarantee, &setup).await;
        assert_eq!(closed.unwrap(), [Event::Closed]);
    }
}

#[tokio::test]
async fn a_webhook_is_accepted_for_its_signature() {
    let (server, listener) = (Server::start(), Listener::new());
    let stripe = stripe(&server, "sk_test_house");
    let hook = [
        ("url", listener.url()),
        ("secret", SECRET.to_owned()),
        ("events[0]", "payment_intent.succeeded".to_owned()),
    ];
    let hook: Vec<(&str, &str)> = hook.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(server.post("/_config/webhooks/house", &hook).0, 200);
    let reference = begin(&stripe, Mode::Charge).await.reference;
    assert_eq!(server.pay(&reference.0, GOOD), 200);
    let (signature, body) = listener.next();
    let signed_at: i64 = signature
        .split(['=', ','])
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap();
    let read = |body: &[u8], now: i64| {
        let header = ("stripe-signature".to_owned(), signature.clone());
        let delivery = Delivery {
            headers: [header].into_iter().collect(),
            query: std::collections::BTreeMap::new(),
            body: body.to_vec(),
        };
        stripe.notice(&delivery, Instant::from_unix(now))
    };
    let notice = read(&body, signed_at).unwrap();
    assert!(notice.id.starts_with("evt_"));
    assert_eq!(
        notice.about,
        Some((reference, vec![Event::Begun, Event::Paid(AMOUNT)]))
    );
    assert!(matches!(read(&body, signed_at + 301), Err(NotBelieved(_))));
    let mut other = body.clone();
    other.push(b' ');
    assert!(matches!(read(&other, signed_at), Err(NotBelieved(_))));
}

#[tokio::test]
async fn a_wrong_key_is_the_operators_to_mend() {
    let server = Server::start();
    let new = NewPayment {
        id: id(),
        mode: Mode::Charge,
        amount: eur(AMOUNT),
    };
    let begun = stripe(&server, "no-key").begin(&new).await;
    let Err(PaymentError::Never(cause)) = begun else {
        panic!("{begun:?}");
    };
    assert!(
        cause.contains("payments.secretKey") && !cause.contains("no-key"),
        "{cause}"
    );
}
