//! Facts about a venue's orders of gift cards, on a real SQLite.

use serde_json::json;
use shared::gift_card::{GiftCardOrder, OrderStatus};
use shared::time::Day;

use super::super::design::DesignFiles;
use super::super::test_support::*;
use super::super::{by_code, enclosed};
use super::*;
use crate::storage::database::Database;

#[test]
fn a_new_order_waits_for_its_payment_and_has_a_token_of_its_own() {
    let disk = Disk::new(None);
    let Ordered { order, replayed } = make(&disk, body(), "k1").unwrap();
    assert!(!replayed);
    assert_eq!(order.status, OrderStatus::PaymentPending);
    let other = make(&disk, body(), "k2").unwrap().order;
    assert_ne!(order.order_id, other.order_id);
    assert_ne!(order.order_token, other.order_token);
    let secret = disk.secret().unwrap();
    let token = order.order_token.as_deref().unwrap();
    assert!(secret.is_order_token(&order.order_id, token));
    assert!(!secret.is_order_token(&other.order_id, token));
    let read = look(&disk, &order.order_id);
    assert_eq!(
        read,
        GiftCardOrder {
            order_token: None,
            ..order
        }
    );
}

#[test]
fn an_order_says_whether_its_card_is_sent_to_the_recipient() {
    let disk = Disk::new(None);
    for (key, recipient, is_sent) in [
        (
            "k1",
            json!({ "name": "Grete", "email": "grete@example.com" }),
            true,
        ),
        ("k2", json!({ "name": "Grete" }), false),
        ("k3", json!(null), false),
    ] {
        let mut body = body();
        body["recipient"] = recipient;
        let made = make(&disk, body, key).unwrap().order;
        let read = look(&disk, &made.order_id);
        assert_eq!(
            (made.sent_to_recipient, read.sent_to_recipient),
            (is_sent, is_sent)
        );
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written.get("sentToRecipient"), is_sent.then_some(&json!(true)));
    }
}

#[test]
fn a_repeated_key_repeats_the_answer_and_orders_once() {
    let disk = Disk::new(None);
    let first = make(&disk, body(), "k1").unwrap();
    let again = make(&disk, body(), "k1").unwrap();
    assert_eq!((again.replayed, &again.order), (true, &first.order));
    let mut other = body();
    other["message"] = json!("Something else");
    assert_eq!(make(&disk, other, "k1"), Err(VenueError::KeyReused));
    assert_eq!(disk.count("SELECT COUNT(*) AS count FROM gift_card_orders"), 1);
    disk.now.set(NOW + 49 * 60 * 60);
    assert!(!make(&disk, body(), "k1").unwrap().replayed);
}

#[test]
fn what_is_not_on_offer_is_not_ordered() {
    let disk = Disk::new(None);
    let mut body = body();
    body["amount"]["amount"] = json!(4999);
    let Err(VenueError::Fields(errors)) = make(&disk, body, "k1") else {
        panic!("an order");
    };
    assert_eq!(errors[0].pointer, "/amount/amount");
    let closed = VenueSettings {
        gift_cards: None,
        ..venue()
    };
    let refused = disk.with(|ctx| create(ctx, &closed, &wanted(self::body(), "k1")));
    assert_eq!(refused, Err(VenueError::NotFound));
    assert_eq!(disk.count("SELECT COUNT(*) AS count FROM gift_card_orders"), 0);
}

#[test]
fn a_paid_order_is_a_card_and_paying_twice_gives_money_back() {
    let disk = Disk::new(None);
    let (id, code) = card(&disk, "germany", "k1");
    let read = look(&disk, &id);
    assert_eq!(read.status, OrderStatus::Issued);
    let card = read.card.unwrap();
    assert_eq!((card.amount, card.remaining), (eur(5000), eur(5000)));
    assert_eq!(card.expires_on, Day::parse("2029-12-31").ok());
    let before = disk.text();
    assert_eq!(handle(&disk, &id, &Event::Paid(payment("p1"))), Ok(vec![]));
    assert_eq!(handle(&disk, &id, &Event::Lapsed), Ok(vec![]));
    assert_eq!(
        handle(&disk, &id, &Event::Paid(payment("p2"))),
        Ok(vec![Effect::Refund(payment("p2"))])
    );
    assert_eq!(disk.text(), before);
    let balance = disk.with(|ctx| by_code(ctx, &code).unwrap().unwrap().balance());
    assert_eq!(balance.unwrap().remaining, eur(5000));
}

#[test]
fn letters_are_due_at_once_and_the_card_on_the_morning_of_its_day() {
    let disk = Disk::new(None);
    let (id, _) = card(&disk, "germany", "k1");
    let rows = disk
        .rows(Statement::new(
            "SELECT kind, subject, at FROM due WHERE kind = 'gift_card_letter' ORDER BY at",
            vec![],
        ))
        .unwrap();
    let christmas_at_nine = 1_798_099_200;
    assert_eq!(
        rows,
        [
            json!({ "kind": "gift_card_letter", "subject": format!("receipt/{id}"), "at": NOW }),
            json!({ "kind": "gift_card_letter", "subject": format!("card/{id}"), "at": christmas_at_nine }),
        ]
    );
}

#[test]
fn a_letter_knows_who_it_is_from_and_for_and_has_the_card() {
    let disk = Disk::new(None);
    let (id, code) = card(&disk, "germany", "k1");
    let enclosed = disk
        .with(|ctx| enclosed(ctx, &DesignFiles::new(), &venue(), &id))
        .unwrap();
    let asked = wanted(body(), "k1").request;
    assert_eq!(
        (enclosed.purchaser, enclosed.recipient, enclosed.locale),
        (asked.purchaser, asked.recipient, asked.locale)
    );
    let card = enclosed.order.card.unwrap();
    assert_eq!((card.code, card.message), (code, asked.message));
}

#[test]
fn a_payment_after_the_lapse_goes_back_and_makes_no_card() {
    let disk = Disk::new(None);
    let id = make(&disk, body(), "k1").unwrap().order.order_id;
    assert_eq!(handle(&disk, &id, &Event::Lapsed), Ok(vec![Effect::ClosePayment]));
    assert_eq!(look(&disk, &id).status, OrderStatus::Lapsed);
    let refund = vec![Effect::Refund(payment("p1"))];
    assert_eq!(
        handle(&disk, &id, &Event::Paid(payment("p1"))),
        Ok(refund.clone())
    );
    assert_eq!(look(&disk, &id).status, OrderStatus::Refunding);
    assert_eq!(disk.with(outstanding), Ok(vec![(id.clone(), refund)]));
    let OrderUpdate { statements, .. } = disk.with(|ctx| refunded(ctx, &venue(), &id, "p1")).unwrap();
    disk.write(statements).unwrap();
    assert_eq!(look(&disk, &id).status, OrderStatus::Refunded);
    assert_eq!(disk.with(outstanding), Ok(vec![]));
    assert_eq!(disk.count("SELECT COUNT(*) AS count FROM gift_cards"), 0);
}

#[test]
fn no_code_is_stored_anywhere() {
    let disk = Disk::new(None);
    let (_, code) = card(&disk, "austria", "k1");
    let text = disk.text();
    let plain = code.text().replace('-', "");
    for part in [
        code.text().as_str(),
        &plain,
        &plain[..6],
        &plain[6..12],
        &plain[12..],
    ] {
        assert!(!text.contains(part));
        assert!(!text.to_uppercase().contains(part));
    }
}
