//! A database written by release 3517c34, whose schema had 15 migrations, opened by today's object: guests' links, codes and
//! keys go on working.
//!
//! `fixtures/schema_15.sql` is its whole content, written out by that release after two paid reservations and one paid by a
//! gift card, three orders of cards and an entry on the waitlist.

use edge::provider::BookingRequest;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::gift_card::GiftCardsRequest;
use edge::venue::message::waitlist::WaitlistRequest;
use serde_json::json;
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, OrderStatus};
use shared::id::{OrderId, ReservationId, WaitlistEntryId};
use shared::reservation::{Reservation, Status};
use shared::waitlist::{WaitlistEntry, WaitlistEntryStatus};

use super::venue::{AMOUNT, NOON, Venue};

const PAID: (&str, &str) = (
    "aucqkbifaucqkbifaucqkbifau",
    "2P45WZfrRHmQs4wUzAzEYkpC-grfTF9coiAQM2cyebk",
);
const BY_CARD: (&str, &str) = (
    "bugq2dinbugq2dinbugq2dinbu",
    "j3qTArLWHO_8xTTvdf0eAjsizd3F8Vs7BoRDIz0PlL4",
);
const UNPAID: (&str, &str) = (
    "byha4dqobyha4dqobyha4dqoby",
    "l9L7JZjQV3vJmoPRslsNnn1ishpTjN9wOxdHglIstv0",
);
const CARD: (&str, &str) = (
    "a4dqobyha4dqobyha4dqobyha4",
    "BwebnlDtvSZRImibGnxRXuAyZlYC1x3rHXH4_2nSs00",
);
const CODE: &str = "6VWM8Y-9JVX5U-DR8DJ3";
const SPENT_CODE: &str = "3XJ7J8-TTC9U3-67V7YN";
const ENTRY: (&str, &str) = (
    "cijbeeqscijbeeqscijbeeqsci",
    "IE8LZStnRrSnHzSc3BO0Xe_8R3IPKA9PcMSqYDTw-TU",
);

fn opened() -> Venue {
    let venue = Venue::with_mail();
    venue.write(include_str!("fixtures/schema_15.sql"));
    venue
}

async fn reservation(venue: &Venue, (id, token): (&str, &str)) -> Reservation {
    let request = Request::Reservation(ReservationId::parse(id).unwrap());
    venue.send(request, Some(token.to_owned())).await.unwrap()
}

async fn remaining(venue: &Venue, code: &str) -> i64 {
    let request = GiftCardsRequest::Balance(GiftCardCode::parse(code).unwrap());
    let balance: Balance = venue.send(Request::GiftCards(request), None).await.unwrap();
    balance.remaining.amount()
}

#[tokio::test]
async fn tokens_in_letters_that_were_sent_open_what_they_opened() {
    let venue = opened();
    assert_eq!(reservation(&venue, PAID).await.status, Status::Booked);
    assert_eq!(reservation(&venue, BY_CARD).await.status, Status::Booked);
    let unpaid = reservation(&venue, UNPAID).await;
    assert_eq!(unpaid.status, Status::PaymentPending);
    assert!(unpaid.checkout.unwrap().handover.is_some());
    let request = WaitlistRequest::Entry(WaitlistEntryId::parse(ENTRY.0).unwrap());
    let entry: WaitlistEntry = venue
        .send(Request::Waitlist(request), Some(ENTRY.1.to_owned()))
        .await
        .unwrap();
    assert_eq!(entry.status, WaitlistEntryStatus::Waiting);
}

#[tokio::test]
async fn a_code_that_was_sent_is_worth_what_it_was_and_gets_back_what_it_paid() {
    let venue = opened();
    let request = GiftCardsRequest::Order(OrderId::parse(CARD.0).unwrap());
    let order: GiftCardOrder = venue
        .send(Request::GiftCards(request), Some(CARD.1.to_owned()))
        .await
        .unwrap();
    assert_eq!(order.status, OrderStatus::Issued);
    assert_eq!(order.card.unwrap().code.text(), CODE);
    assert_eq!(
        (remaining(&venue, CODE).await, remaining(&venue, SPENT_CODE).await),
        (AMOUNT, 0)
    );
    let cancel = Request::SetStatus(ReservationId::parse(BY_CARD.0).unwrap(), Status::Cancelled);
    let _: Reservation = venue.send(cancel, Some(BY_CARD.1.to_owned())).await.unwrap();
    assert_eq!(remaining(&venue, SPENT_CODE).await, AMOUNT);
}

#[tokio::test]
async fn a_key_that_was_used_repeats_its_answer() {
    let venue = opened();
    let request = json!({
        "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_140, "attendees": 2, "locale": "en",
        "guest": {
            "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com", "phone": "+436601234567",
        },
    });
    let request = BookingRequest {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse("paid").unwrap(),
    };
    let booked: edge::provider::Booked = venue
        .send(Request::Reserve(Box::new(request)), None)
        .await
        .unwrap();
    assert_eq!((booked.reservation.id.as_str(), booked.replayed), (PAID.0, true));
    assert_eq!(booked.reservation.manage_token.as_deref(), Some(PAID.1));
}

#[tokio::test]
async fn letters_that_were_queued_are_sent() {
    let venue = opened();
    let _migrated = reservation(&venue, PAID).await;
    // The payment provider of this test was not there when they were made.
    venue.write("DELETE FROM due WHERE kind IN ('payment', 'hold')");
    venue.run_until(NOON).await;
    let sent = venue.letter_ids();
    for id in [
        format!("confirmed-{}", PAID.0),
        format!("gift-card-card-{}", CARD.0),
        format!("waiting-{}", ENTRY.0),
    ] {
        assert!(sent.contains(&id), "{id}: {sent:?}");
    }
}
