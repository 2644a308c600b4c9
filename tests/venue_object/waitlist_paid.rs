//! Facts about the waitlist where a table costs something in advance, and where the object dies.

use edge::error::VenueError;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::waitlist::{JoinedWaitlist, NewWaitlistEntry, WaitlistRequest};
use serde_json::json;
use shared::money::Money;
use shared::reservation::{Reservation, Status};
use shared::waitlist::{WaitlistEntry, WaitlistEntryStatus};

use super::orders;
use super::venue::{AMOUNT, NOON, Venue};

async fn leave(venue: &Venue, key: &str) -> WaitlistEntry {
    let request = json!({
        "experienceId": "dinner", "day": "2026-11-25", "from": 1_140, "to": 1_140, "attendees": 2,
        "locale": "en", "guest": { "lastName": "Warter", "email": format!("{key}@example.com") },
    });
    let new = NewWaitlistEntry {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    };
    let call = Request::Waitlist(WaitlistRequest::Join(Box::new(new)));
    let left: JoinedWaitlist = venue.send(call, None).await.unwrap();
    left.entry
}

async fn look(venue: &Venue, entry: &WaitlistEntry) -> WaitlistEntryStatus {
    let call = Request::Waitlist(WaitlistRequest::Entry(entry.id.clone()));
    let entry: WaitlistEntry = venue.send(call, entry.entry_token.clone()).await.unwrap();
    entry.status
}

async fn accept(venue: &Venue, entry: &WaitlistEntry) -> Result<Reservation, VenueError> {
    let call = Request::Waitlist(WaitlistRequest::Accept(entry.id.clone()));
    venue.send(call, entry.entry_token.clone()).await
}

#[tokio::test]
async fn what_costs_something_is_paid_for_before_it_is_certain() {
    let venue = Venue::new("instant");
    let first = venue.book("a").await.unwrap();
    let entry = leave(&venue, "w").await;
    // The first is not paid: its hold lapses.
    venue.run_until(NOON.plus_minutes(30)).await;
    assert_eq!(venue.see(&first).await.status, Status::Cancelled);
    assert_eq!(look(&venue, &entry).await, WaitlistEntryStatus::Offered);
    let taken = accept(&venue, &entry).await.unwrap();
    assert_eq!(taken.status, Status::PaymentPending);
    let payment = taken.checkout.clone().unwrap();
    assert_eq!(payment.amount.amount(), AMOUNT);
    assert!(payment.handover.is_some());
    assert!(venue.bank.pay_for(&payment.id));
    venue.tell_of("n1", &payment.id).await;
    assert_eq!(venue.see(&taken).await.status, Status::Booked);
    assert_eq!(look(&venue, &entry).await, WaitlistEntryStatus::Accepted);
}

#[tokio::test]
async fn what_is_taken_and_not_paid_for_comes_free_for_the_next() {
    let venue = Venue::new("instant");
    venue.book("a").await.unwrap();
    let (first, second) = (leave(&venue, "w").await, leave(&venue, "v").await);
    venue.run_until(NOON.plus_minutes(30)).await;
    accept(&venue, &first).await.unwrap();
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(look(&venue, &second).await, WaitlistEntryStatus::Offered);
}

#[tokio::test]
async fn wherever_the_object_dies_a_free_table_is_offered_once() {
    for writes in 0..8 {
        let venue = Venue::new("instant");
        let booked = venue.book("a").await.unwrap();
        let (first, second) = (leave(&venue, "w").await, leave(&venue, "v").await);
        venue.doom(writes);
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        let _ = venue.send::<Reservation>(call, booked.manage_token.clone()).await;
        let venue = venue.restarted();
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
        venue.run_until(NOON.plus_minutes(1)).await;
        assert_eq!(
            look(&venue, &first).await,
            WaitlistEntryStatus::Offered,
            "after {writes}"
        );
        assert_eq!(
            look(&venue, &second).await,
            WaitlistEntryStatus::Waiting,
            "after {writes}"
        );
        assert_eq!(
            venue.count("SELECT id FROM reservations WHERE status = 'unconfirmed'"),
            1
        );
        venue.doom(writes);
        let _ = accept(&venue, &first).await;
        let venue = venue.restarted();
        let taken = accept(&venue, &first).await.unwrap();
        assert_eq!(taken.status, Status::PaymentPending);
        assert_eq!(venue.count("SELECT id FROM payments"), 2, "after {writes}");
    }
}

#[tokio::test]
async fn a_table_from_the_waitlist_has_its_price_and_its_guest_chooses_more_afterwards() {
    let venue = orders::venue(&json!(null));
    let plain = json!({ "experienceId": "dinner", "day": orders::DAY, "minutes": 1_140, "attendees": 3 });
    let mut booked = Vec::new();
    for key in ["a", "b", "c"] {
        booked.push(orders::book(&venue, key, &plain, json!({})).await.unwrap());
    }
    let entry = leave(&venue, "w").await;
    let call = Request::SetStatus(booked[0].id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, booked[0].manage_token.clone()).await.unwrap();
    assert_eq!(look(&venue, &entry).await, WaitlistEntryStatus::Offered);
    let taken = accept(&venue, &entry).await.unwrap();
    assert_eq!(taken.total.map(Money::amount), Some(6_800));
    assert_eq!(taken.people[0].count, 2);
    let change = json!({
        "addOns": [{ "id": "wine", "quantity": 2 }], "answers": [{ "question": "allergies", "value": "Nuts" }],
    });
    let call = Request::Change(
        taken.id.clone(),
        Box::new(serde_json::from_value(change).unwrap()),
    );
    let changed: Reservation = venue.send(call, taken.manage_token.clone()).await.unwrap();
    assert_eq!(changed.total.map(Money::amount), Some(10_600));
    assert_eq!(changed.answers.len(), 1);
}
