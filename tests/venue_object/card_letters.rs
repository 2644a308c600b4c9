//! Facts about e-mails on gift cards: recipients, times, and that no code is in one where it should not be.

use std::rc::Rc;

use base64ct::Encoding as _;
use edge::error::VenueError;
use edge::mail::{MailError, OutgoingEmail};
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::gift_card::{GiftCardsRequest, Ordered, WantedCard};
use serde_json::{Value, json};
use shared::gift_card::{GiftCardOrder, OrderStatus, Withdrawal, WithdrawalRequest};
use shared::problem::ProblemCode;

use super::venue::{AMOUNT, DESIGN_FILE, NOON, Venue};

/// Nine in the morning of Christmas Eve in Vienna.
const CHRISTMAS: i64 = 1_798_099_200;

async fn buy(venue: &Venue, beside: Value) -> GiftCardOrder {
    let mut request = json!({
        "templateId": "plain", "amount": { "amount": AMOUNT, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    });
    request
        .as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    let wanted = WantedCard {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse("the-card").unwrap(),
    };
    let call = Request::GiftCards(GiftCardsRequest::Create(Box::new(wanted)));
    let Ordered { order, .. } = venue.send(call, None).await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    order
}

async fn see(venue: &Venue, order: &GiftCardOrder) -> GiftCardOrder {
    let call = Request::GiftCards(GiftCardsRequest::Order(order.order_id.clone()));
    venue.send(call, order.order_token.clone()).await.unwrap()
}

async fn withdraw(venue: &Venue, order: &GiftCardOrder, confirm: bool) -> Result<Withdrawal, VenueError> {
    let call = Request::GiftCards(GiftCardsRequest::Withdraw(
        order.order_id.clone(),
        WithdrawalRequest { confirm },
    ));
    venue.send(call, order.order_token.clone()).await
}

/// The e-mails: the recipient, whether the code is in it, and whether the card is.
fn posted(venue: &Venue, code: &str) -> Vec<(String, bool, bool)> {
    let taken = venue.office.taken.borrow();
    let view = |letter: &OutgoingEmail| {
        assert!(!letter.subject.contains(code) && !letter.id.contains(code));
        let has_code = letter.text.contains(code);
        assert_eq!(has_code, letter.html.contains(code));
        let card = letter
            .attachments
            .iter()
            .find(|file| file.media_type == "application/pdf");
        let is_pdf = |text: &str| base64ct::Base64::decode_vec(text).unwrap().starts_with(b"%PDF-");
        (
            letter.to.address.clone(),
            has_code,
            card.is_some_and(|file| is_pdf(&file.content)),
        )
    };
    taken.iter().map(view).collect()
}

fn to(address: &str, has_code: bool, has_card: bool) -> (String, bool, bool) {
    (address.to_owned(), has_code, has_card)
}

#[tokio::test]
async fn who_buys_for_themselves_gets_the_card_with_the_receipt() {
    let venue = Venue::with_mail();
    let order = buy(&venue, json!({})).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    let code = see(&venue, &order).await.card.unwrap().code.text();
    assert_eq!(posted(&venue, &code), [to("ada@example.com", true, true)]);
    let (id, token) = (&order.order_id, order.order_token.as_deref().unwrap());
    let link = format!("https://book.example.com/book/linde?view=gift-card#order={id}.{token}");
    let letters = venue.office.taken.borrow();
    assert!(letters[0].text.contains(&link), "{}", letters[0].text);
    // Until when it can be withdrawn.
    assert!(letters[0].text.contains("5 December 2026"), "{}", letters[0].text);
    assert!(venue.complaints.borrow().is_empty());
}

#[tokio::test]
async fn a_card_on_paper_and_its_letter_show_the_jpeg_beside_the_drawing_of_its_design() {
    let mut settings = serde_json::to_value(Venue::with_mail().settings).unwrap();
    settings["giftCards"]["templates"][0]["image"] = json!("gift-branch.svg");
    let settings = serde_json::from_value(settings).unwrap();
    let venue = Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)));
    let order = buy(&venue, json!({})).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    let has_picture = |pdf: &str| {
        let pdf = base64ct::Base64::decode_vec(pdf).unwrap();
        pdf.windows(DESIGN_FILE.len()).any(|part| part == DESIGN_FILE)
    };
    let call = Request::GiftCards(GiftCardsRequest::Pdf(order.order_id.clone()));
    let pdf: String = venue.send(call, order.order_token.clone()).await.unwrap();
    assert!(has_picture(&pdf));
    let letters = venue.office.taken.borrow();
    assert!(has_picture(&letters[0].attachments[0].content));
    let picture = "<img src=\"https://book.example.com/pictures/linde/gift-branch.jpg\"";
    assert!(letters[0].html.contains(picture), "{}", letters[0].html);
}

#[tokio::test]
async fn a_card_for_a_recipient_is_sent_to_them_on_its_morning_and_the_code_to_them_alone() {
    let venue = Venue::with_mail();
    let recipient = json!({ "name": "Ben", "email": "ben@example.com" });
    let beside = json!({ "recipient": recipient, "deliverOn": "2026-12-24", "message": "Alles Gute!" });
    let order = buy(&venue, beside).await;
    let morning = shared::time::Instant::from_unix(CHRISTMAS);
    venue.run_until(morning.plus_minutes(-1)).await;
    let code = see(&venue, &order).await.card.unwrap().code.text();
    assert_eq!(posted(&venue, &code), [to("ada@example.com", false, false)]);
    venue.run_until(morning).await;
    assert_eq!(
        posted(&venue, &code),
        [
            to("ada@example.com", false, false),
            to("ben@example.com", true, true)
        ]
    );
    let taken = venue.office.taken.borrow();
    assert!(taken[0].text.contains("ben@example.com") && taken[0].text.contains("24 December 2026"));
    assert!(taken[1].text.contains("Alles Gute!"));
    // A card's recipient cannot withdraw from the purchase.
    assert!(!taken[1].text.contains(order.order_token.as_deref().unwrap()));
}

#[tokio::test]
async fn a_card_for_the_purchaser_can_wait_for_its_day_too() {
    let venue = Venue::with_mail();
    let order = buy(
        &venue,
        json!({ "recipient": { "name": "Ben" }, "deliverOn": "2026-12-24" }),
    )
    .await;
    venue.run_until(shared::time::Instant::from_unix(CHRISTMAS)).await;
    let code = see(&venue, &order).await.card.unwrap().code.text();
    assert_eq!(
        posted(&venue, &code),
        [
            to("ada@example.com", false, false),
            to("ada@example.com", true, true)
        ]
    );
}

#[tokio::test]
async fn a_refused_email_is_tried_again_and_its_code_is_not_stored_meanwhile() {
    let venue = Venue::with_mail();
    let busy = || MailError::Later("busy".to_owned());
    venue.office.says.borrow_mut().extend([busy(), busy()]);
    let order = buy(&venue, json!({})).await;
    venue.run_until(NOON).await;
    let code = see(&venue, &order).await.card.unwrap().code.text();
    let stored = format!(
        "{:?}{:?}",
        venue.rows("SELECT * FROM outbox"),
        venue.rows("SELECT * FROM due WHERE kind != 'retention'")
    );
    assert!(!stored.contains(&code));
    venue.run_until(NOON.plus_minutes(10)).await;
    assert_eq!(posted(&venue, &code), [to("ada@example.com", true, true)]);
    assert_eq!(*venue.complaints.borrow(), ["busy", "busy"]);
    assert_eq!(
        venue.count("SELECT subject FROM due WHERE kind != 'retention'"),
        0
    );
}

#[tokio::test]
async fn a_withdrawal_is_acknowledged_at_once_and_its_refund_when_it_has_gone() {
    let venue = Venue::with_mail();
    let recipient = json!({ "name": "Ben", "email": "ben@example.com" });
    let order = buy(
        &venue,
        json!({ "recipient": recipient, "deliverOn": "2026-12-24" }),
    )
    .await;
    venue.run_until(NOON.plus_minutes(1)).await;
    let offered = withdraw(&venue, &order, false).await.unwrap();
    assert_eq!(
        (offered.refund.amount(), offered.status),
        (AMOUNT, OrderStatus::Issued)
    );
    venue.bank.away.set(2);
    for _ in 0..3 {
        let done = withdraw(&venue, &order, true).await.unwrap();
        assert_eq!((done.refund, done.until), (offered.refund, offered.until));
    }
    venue.run_until(NOON.plus_minutes(1)).await;
    assert_eq!(
        venue.office.taken.borrow().len(),
        2,
        "the receipt and the acknowledgement"
    );
    // Nothing is sent on the day: the card is worth nothing.
    venue
        .run_until(shared::time::Instant::from_unix(CHRISTMAS + 60))
        .await;
    {
        let taken = venue.office.taken.borrow();
        let subjects: Vec<_> = taken.iter().map(|letter| letter.subject.as_str()).collect();
        assert_eq!(
            subjects,
            [
                "Your gift card from Linde",
                "We have your withdrawal: Linde",
                "Your money is on its way back: Linde"
            ]
        );
        assert!(
            taken[1].text.contains("Saturday, 21 November 2026, 12:01"),
            "{}",
            taken[1].text
        );
        assert!(taken[2].text.contains("You have withdrawn"), "{}", taken[2].text);
    }
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, AMOUNT));
    let status = see(&venue, &order).await.status;
    assert_eq!(status, OrderStatus::Refunded);
    let over = withdraw(&venue, &order, true).await.unwrap();
    assert_eq!(over.status, OrderStatus::Refunded);
}

#[tokio::test]
async fn a_withdrawal_needs_the_orders_token_and_a_card() {
    let venue = Venue::with_mail();
    let order = buy(&venue, json!({})).await;
    let call = || {
        Request::GiftCards(GiftCardsRequest::Withdraw(
            order.order_id.clone(),
            WithdrawalRequest { confirm: true },
        ))
    };
    for token in [None, Some("guess".to_owned())] {
        let response: Result<Withdrawal, _> = venue.send(call(), token).await;
        assert_eq!(response, Err(VenueError::NotFound));
    }
    venue.run_until(NOON.plus_minutes(15 * 24 * 60)).await;
    assert_eq!(
        withdraw(&venue, &order, true).await,
        Err(VenueError::Refused(ProblemCode::WithdrawalOver))
    );
    assert_eq!(venue.bank.account().returned, 0);
}

#[tokio::test]
async fn a_crash_between_any_two_writes_of_a_withdrawal_gives_the_money_back_once() {
    for writes in 0..8 {
        let venue = Venue::with_mail();
        let order = buy(&venue, json!({})).await;
        venue.run_until(NOON).await;
        venue.doom(writes);
        let _ = withdraw(&venue, &order, true).await;
        venue.run_until(NOON).await;
        let venue = venue.restarted();
        withdraw(&venue, &order, true).await.unwrap();
        venue.run_until(NOON.plus_minutes(24 * 60)).await;
        let account = venue.bank.account();
        assert_eq!(
            (account.paid, account.returned),
            (AMOUNT, AMOUNT),
            "after {writes} writes"
        );
        assert_eq!(see(&venue, &order).await.status, OrderStatus::Refunded);
        assert_eq!(
            venue.count("SELECT id FROM gift_card_transactions WHERE amount < 0"),
            1
        );
        let mut letters = venue.letter_ids();
        letters.sort();
        letters.dedup();
        assert_eq!(letters.len(), 3, "after {writes} writes: {letters:?}");
    }
}
