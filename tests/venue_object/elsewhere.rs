//! Facts about gift cards that are made at another system, over an unsteady line and across crashes.

use std::rc::Rc;
use std::time::Duration;

use config::VenueSettings;
use edge::error::VenueError;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::gift_card::{GiftCardsRequest, Ordered, WantedCard};
use edge::venue::message::payment::WebhookOutcome;
use serde_json::json;
use shared::gift_card::{Balance, GiftCardOrder, OrderStatus};

use super::card_system::{CardSystem, Fault, connect_remote};
use super::venue::{AMOUNT, NOON, Venue, mail, no_limits};

/// A venue that sells the other system's cards.
pub(super) fn shop(system: &Rc<CardSystem>) -> Venue {
    shop_in("EUR", system)
}

/// The same in this currency.
pub(super) fn shop_in(currency: &str, system: &Rc<CardSystem>) -> Venue {
    let settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": currency, "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "payments": {
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1", "leastCharge": 100,
        },
        "mail": mail(),
        "giftCards": { "templates": [{ "id": "plain", "name": { "en": "Plain" }, "amounts": [AMOUNT] }] },
        "limits": no_limits(),
        "staffKey": "LINDE_STAFF",
        "molzait": { "key": "LINDE_KEY", "horizonDays": 30 },
    });
    let settings: VenueSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    Venue::of(settings, connect_remote(system))
}

pub(super) async fn order(venue: &Venue) -> GiftCardOrder {
    order_in("EUR", venue).await
}

pub(super) async fn order_in(currency: &str, venue: &Venue) -> GiftCardOrder {
    let request = json!({
        "templateId": "plain", "amount": { "amount": AMOUNT, "currency": currency },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    });
    let wanted = WantedCard {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse("the-card").unwrap(),
    };
    let call = Request::GiftCards(GiftCardsRequest::Create(Box::new(wanted)));
    let ordered: Ordered = venue.send(call, None).await.unwrap();
    ordered.order
}

pub(super) async fn see(venue: &Venue, order: &GiftCardOrder) -> Result<GiftCardOrder, VenueError> {
    let call = Request::GiftCards(GiftCardsRequest::Order(order.order_id.clone()));
    venue.send(call, order.order_token.clone()).await
}

/// Lets so many minutes pass, for the venue and for its line.
pub(super) async fn pass(venue: &Venue, minutes: i64) {
    let end = venue.now.get().plus_minutes(minutes);
    while venue.now.get() < end {
        // A day at a time: a line that was closed opens again meanwhile.
        let next = venue.now.get().plus_minutes(5).min(end);
        venue.run_until(next).await;
        tokio::time::advance(Duration::from_mins(5)).await;
    }
}

pub(super) fn subjects(venue: &Venue) -> Vec<String> {
    venue
        .office
        .taken
        .borrow()
        .iter()
        .map(|letter| letter.subject.clone())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_paid_card_is_made_elsewhere_once_for_any_number_of_webhooks() {
    let system = CardSystem::new();
    let venue = shop(&system);
    let order = order(&venue).await;
    assert!(venue.bank.pay());
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Processed));
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Issuing);
    assert_eq!(venue.tell("n1").await, Ok(WebhookOutcome::Duplicate));
    assert_eq!(venue.tell("n2").await, Ok(WebhookOutcome::Processed));
    pass(&venue, 1).await;
    assert_eq!(venue.tell("n3").await, Ok(WebhookOutcome::Processed));
    pass(&venue, 60).await;
    let issued = see(&venue, &order).await.unwrap();
    assert_eq!(issued.status, OrderStatus::Issued);
    let card = issued.card.unwrap();
    assert_eq!((card.remaining.amount(), card.expires_on), (AMOUNT, None));
    let payment = order.payment.unwrap().id;
    assert_eq!(
        system.cards(),
        [json!({ "amount": AMOUNT, "payment_reference": payment })]
    );
    let balance: Balance = venue
        .send(Request::GiftCards(GiftCardsRequest::Balance(card.code)), None)
        .await
        .unwrap();
    assert_eq!(balance.remaining.amount(), AMOUNT);
    assert_eq!(subjects(&venue), ["Your gift card from Linde"]);
    // Its money is counted elsewhere alone.
    assert_eq!(venue.count("SELECT id FROM gift_card_transactions"), 0);
    assert!(
        venue.complaints.borrow().is_empty(),
        "{:?}",
        venue.complaints.borrow()
    );
}

#[tokio::test(start_paused = true)]
async fn what_gets_lost_on_the_way_is_looked_for_and_made_once() {
    for lost in [
        vec![Fault::Lost],
        vec![Fault::AnswerLost],
        vec![Fault::Lost; 5],
        vec![Fault::AnswerLost; 5],
        vec![Fault::AnswerLost, Fault::Lost, Fault::Lost, Fault::Lost],
        vec![Fault::Lost, Fault::None, Fault::AnswerLost, Fault::Lost],
        vec![Fault::Refused, Fault::None, Fault::AnswerLost],
    ] {
        let system = CardSystem::new();
        let venue = shop(&system);
        let order = order(&venue).await;
        assert!(venue.bank.pay());
        venue.tell("n1").await.unwrap();
        system.line.borrow_mut().extend(lost.clone());
        pass(&venue, 3 * 60).await;
        assert_eq!(
            see(&venue, &order).await.unwrap().status,
            OrderStatus::Issued,
            "{lost:?}"
        );
        assert_eq!(system.cards().len(), 1, "{lost:?}");
        assert_eq!(venue.bank.account().returned, 0);
        assert_eq!(subjects(&venue), ["Your gift card from Linde"]);
    }
}

#[tokio::test(start_paused = true)]
async fn where_the_other_system_says_no_the_money_goes_back_within_two_hours() {
    let system = CardSystem::new();
    let venue = shop(&system);
    let order = order(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    // The key was withdrawn for writing; what there is can still be looked at.
    system.line.borrow_mut().push(Fault::Refused);
    system
        .line
        .borrow_mut()
        .extend([Fault::None, Fault::Refused].repeat(20));
    pass(&venue, 120).await;
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Refunded);
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
    assert!(system.cards().is_empty());
    assert_eq!(subjects(&venue), ["Your money is on its way back: Linde"]);
    assert!(venue.office.taken.borrow()[0].text.contains("could not be made"));
}

#[tokio::test(start_paused = true)]
async fn a_part_that_is_sent_back_by_hand_before_there_is_a_card_brings_the_rest_back_too() {
    let system = CardSystem::new();
    let venue = shop(&system);
    let order = order(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.bank.refund_by_hand("by-hand", 500);
    venue.tell("n2").await.unwrap();
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Refunding);
    pass(&venue, 120).await;
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Refunded);
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
    assert!(system.cards().is_empty());
}

#[tokio::test(start_paused = true)]
async fn while_it_is_unknown_whether_there_is_a_card_the_money_stays() {
    let system = CardSystem::new();
    let venue = shop(&system);
    let order = order(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    system.always.set(Some(Fault::Lost));
    pass(&venue, 3 * 24 * 60).await;
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Issuing);
    assert_eq!(venue.bank.account().returned, 0);
    // Once it can be asked again, and has no card, the purchaser has waited long enough.
    system.always.set(None);
    pass(&venue, 24 * 60).await;
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Refunded);
    assert_eq!(venue.bank.account().returned, AMOUNT);
    assert!(system.cards().is_empty());
}

const GIVEN_UP: &str = "UPDATE gift_card_orders SET stage = 'refunding', refund_reason = 'not_issued'";

#[tokio::test(start_paused = true)]
async fn no_card_is_asked_for_that_was_given_up_during_a_look() {
    let system = CardSystem::new();
    let venue = shop(&system);
    order(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    system.line.borrow_mut().push(Fault::Lost);
    venue.wake().await;
    venue.now.set(NOON.plus_minutes(1));
    system.meanwhile.replace(Some((0, venue.later(GIVEN_UP))));
    venue.wake().await;
    assert!(system.cards().is_empty());
    assert_eq!(
        venue.count("SELECT id FROM gift_card_orders WHERE stage = 'refunding'"),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_card_that_is_made_after_it_was_given_up_is_reported() {
    let system = CardSystem::new();
    let venue = shop(&system);
    order(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    system.meanwhile.replace(Some((0, venue.later(GIVEN_UP))));
    venue.wake().await;
    assert_eq!(venue.count("SELECT id FROM gift_cards"), 0);
    let complaints = venue.complaints.borrow();
    assert!(
        complaints.iter().any(|cause| cause.contains("revoke it there")),
        "{complaints:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_card_whose_answer_was_lost_is_found_after_days() {
    let system = CardSystem::new();
    let venue = shop(&system);
    let order = order(&venue).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    system.always.set(Some(Fault::AnswerLost));
    pass(&venue, 2 * 24 * 60).await;
    system.always.set(None);
    pass(&venue, 24 * 60).await;
    assert_eq!(see(&venue, &order).await.unwrap().status, OrderStatus::Issued);
    assert_eq!((system.cards().len(), venue.bank.account().returned), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_crash_between_any_two_steps_makes_one_card_for_one_payment() {
    for fault in [Fault::None, Fault::Lost, Fault::AnswerLost] {
        for writes in 0..14 {
            let system = CardSystem::new();
            let venue = shop(&system);
            let order = order(&venue).await;
            assert!(venue.bank.pay());
            system.line.borrow_mut().push(fault);
            venue.doom(writes);
            let _ = venue.tell("n1").await;
            venue.run_until(NOON).await;
            let venue = venue.restarted();
            venue.tell("n1").await.unwrap();
            pass(&venue, 3 * 60).await;
            let case = format!("{fault:?} after {writes} writes");
            assert_eq!(
                see(&venue, &order).await.unwrap().status,
                OrderStatus::Issued,
                "{case}"
            );
            assert_eq!(system.cards().len(), 1, "{case}");
            let account = venue.bank.account();
            assert_eq!((account.paid, account.returned), (AMOUNT, 0), "{case}");
            assert_eq!(venue.count("SELECT id FROM gift_cards"), 1, "{case}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn with_any_fault_there_is_a_card_or_a_refund() {
    for seed in 0..40 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let system = CardSystem::new();
        let mut venue = shop(&system);
        let order = order(&venue).await;
        assert!(venue.bank.pay());
        for step in 0..12 {
            let fault = [Fault::Lost, Fault::AnswerLost, Fault::Refused, Fault::None];
            match rng.u8(0..4) {
                0 => {
                    let _ = venue.tell(&format!("n{}", rng.u8(0..4))).await;
                }
                1 => {
                    let next = (0..rng.usize(1..5)).map(|_| fault[rng.usize(0..4)]);
                    let next: Vec<_> = next.collect();
                    system.line.borrow_mut().extend(next);
                }
                2 => pass(&venue, rng.i64(1..200)).await,
                _ => {
                    venue.doom(rng.u32(0..5));
                    let _ = venue.tell(&format!("m{step}")).await;
                    venue.run_until(venue.now.get()).await;
                    venue = venue.restarted();
                }
            }
            assert!(system.cards().len() <= 1, "seed {seed}");
        }
        system.line.borrow_mut().clear();
        let _ = venue.tell("last").await;
        pass(&venue, 3 * 24 * 60).await;
        let status = see(&venue, &order).await.unwrap().status;
        let account = venue.bank.account();
        match status {
            OrderStatus::Issued => {
                assert_eq!((system.cards().len(), account.returned), (1, 0), "seed {seed}");
            }
            OrderStatus::Refunded => {
                assert_eq!(
                    (system.cards().len(), account.returned),
                    (0, AMOUNT),
                    "seed {seed}"
                );
            }
            other => panic!("seed {seed} ends at {other:?}"),
        }
        assert!(
            system.asked.get() < 200,
            "seed {seed}: the other system was asked {} times",
            system.asked.get()
        );
    }
}
