//! Facts about what the till is told: every write of a reservation reaches it, once it is there, in its newest version.

use std::rc::Rc;

use edge::error::VenueError;
use edge::pos::PosError;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::day_rule::{DayRulesRequest, NewDayRule};
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::table::{TableCall, TablesRequest};
use edge::venue::message::till::TillRequest;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::till::DeadLetterKind;
use shared::time::Instant;

use super::staff_changes::{self, change, id, made};
use super::suspension::set_suspended;
use super::tills::{booked, compare_books, dead_letters, replay, venue, with_till};
use super::venue::{AMOUNT, NOON, Venue};
use super::waitlist::entry;

/// Seven in the evening of the 25th.
const SEVEN: Instant = Instant::from_unix(1_795_629_600);

fn away() -> PosError {
    PosError::Again {
        retry_after: None,
        cause: "the till is away".to_owned(),
    }
}

/// The versions that the till has, and that the venue has.
fn versions(venue: &Venue) -> Vec<(u64, u64)> {
    let rows = venue.rows("SELECT reservation_id, version FROM pos_pushes ORDER BY reservation_id");
    let book = venue.office.till.book.borrow();
    rows.iter()
        .map(|row| {
            let known = book.get(row["reservation_id"].as_str().unwrap());
            (
                known.map_or(0, |known| known.version),
                row["version"].as_u64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn every_way_in_which_a_reservation_changes_reaches_the_till() {
    let venue = venue();
    // A guest books, and cancels.
    let guest = json!({ "lastName": "Lovelace", "email": "ada@example.com" });
    let of_guest = venue.book_for(&guest, "key-1", "2026-11-24", None).await.unwrap();
    venue.run_until(NOON).await;
    assert_eq!(compare_books(&venue), 1);
    let token = of_guest.manage_token.clone();
    let moved = json!({ "minutes": 1_200 });
    let request = Request::Change(
        of_guest.id.clone(),
        Box::new(serde_json::from_value(moved).unwrap()),
    );
    let _: Value = venue.send(request, token.clone()).await.unwrap();
    venue.run_until(NOON).await;
    compare_books(&venue);
    let request = Request::SetStatus(of_guest.id.clone(), Status::Cancelled);
    let _: Value = venue.send(request, token).await.unwrap();
    venue.run_until(NOON).await;
    compare_books(&venue);
    // Staff book, change and seat.
    let of_staff = id(&made(&venue, json!({}), json!({})).await);
    venue.run_until(NOON).await;
    compare_books(&venue);
    for wanted in [
        json!({ "table_ids": ["g1"] }),
        json!({ "attendees": 1 }),
        json!({ "internal_notes": { "set": "The owner's aunt" } }),
        json!({ "status": "seated" }),
    ] {
        let before = versions(&venue);
        change(&venue, &of_staff, wanted.clone()).await.unwrap();
        venue.run_until(NOON).await;
        compare_books(&venue);
        assert_ne!(versions(&venue), before, "{wanted}");
    }
    // A party comes without a reservation in the evening of that day, and pays.
    venue.run_until(SEVEN).await;
    let at = TableCall {
        name: Some("t1".to_owned()),
        ..TableCall::default()
    };
    for call in [TablesRequest::CheckIn(at.clone()), TablesRequest::Paid(at)] {
        let _: Value = venue
            .send(Request::Staff(StaffRequest::Tables(call)), None)
            .await
            .unwrap();
        venue.run_until(SEVEN).await;
        compare_books(&venue);
    }
    // It leaves by itself.
    venue.run_until(SEVEN.plus_minutes(20)).await;
    assert_eq!(compare_books(&venue), 3);
    assert!(versions(&venue).iter().all(|(known, newest)| known == newest));
}

#[tokio::test]
async fn a_new_till_gets_every_reservation_that_is_not_over() {
    let mut venue = staff_changes::venue();
    let one = booked(&venue).await;
    let over = booked(&venue).await;
    venue.staff(&over, Status::Cancelled).await;
    assert_eq!(venue.count("SELECT version FROM pos_pushes"), 0);
    venue.settings = with_till(&venue);
    let venue = venue.restarted();
    venue.staff_sees(&one).await;
    venue.run_until(NOON).await;
    let known: Vec<String> = venue.office.till.book.borrow().keys().cloned().collect();
    assert_eq!(known, [one.to_string()]);
    // Once, also after another start.
    let venue = venue.restarted();
    venue.staff_sees(&one).await;
    venue.run_until(NOON).await;
    assert_eq!(versions(&venue), [(1, 1)]);
}

#[tokio::test]
async fn the_till_is_connected_to_the_venues_own_address_and_disconnected() {
    let venue = venue();
    let origin = "https://book.example".to_owned();
    let ask = async |request| -> Value {
        let request = Request::Staff(StaffRequest::Till(request));
        venue.send(request, None).await.unwrap()
    };
    let connected = ask(TillRequest::Connect(origin.clone())).await;
    assert_eq!(connected["url"], "https://book.example/v1/webhooks/linde/ikentoo");
    let lines = || venue.office.till.connections.borrow().clone();
    assert_eq!(lines()["linde"], "https://book.example/v1/webhooks/linde/ikentoo");
    for _ in 0..2 {
        ask(TillRequest::Disconnect(origin.clone())).await;
        assert!(lines().is_empty());
    }
}

/// A venue where every table is taken and Ben waits; then one comes free and is held for him.
async fn with_offer() -> Venue {
    let venue = venue();
    let mut taken = Vec::new();
    for table in ["t1", "t2", "g1"] {
        let one = made(&venue, json!({ "pinned_table_ids": [table] }), json!({})).await;
        taken.push(id(&one));
    }
    let wait = entry("2026-11-25", (1_140, 1_140), 2, "ben@example.com", "wait-1");
    let _: Value = venue.send(wait, None).await.unwrap();
    venue.staff(&taken[0], Status::Cancelled).await;
    venue.run_until(NOON).await;
    compare_books(&venue);
    venue
}

#[tokio::test]
async fn an_offer_that_a_rule_of_the_day_takes_back_frees_its_table_at_the_till() {
    let venue = with_offer().await;
    let closure = json!({ "effect": { "kind": "closure", "from": "2026-11-25" } });
    let rule = DayRulesRequest::Create(Box::new(NewDayRule {
        request: serde_json::from_value(closure).unwrap(),
        key: IdempotencyKey::parse("rule-1").unwrap(),
    }));
    let _: Value = venue
        .send(Request::Staff(StaffRequest::DayRules(rule)), None)
        .await
        .unwrap();
    venue.run_until(NOON).await;
    compare_books(&venue);
    let voided = venue.count("SELECT id FROM reservations WHERE status = 'voided'");
    assert_eq!(voided, 1);
}

#[tokio::test]
async fn an_offer_that_a_suspension_takes_back_frees_its_table_at_the_till() {
    let venue = with_offer().await;
    set_suspended((venue.writer(), &venue.settings), true).await;
    venue.run_until(NOON).await;
    compare_books(&venue);
    let voided = venue.count("SELECT id FROM reservations WHERE status = 'voided'");
    assert_eq!(voided, 1);
}

#[tokio::test]
async fn a_till_that_was_unavailable_gets_the_newest_version_of_each_reservation() {
    let venue = venue();
    venue.office.till.refusal.replace(Some(away()));
    let one = booked(&venue).await;
    for status in [Status::Arrived, Status::Seated, Status::Ordered] {
        venue.staff(&one, status).await;
    }
    let other = booked(&venue).await;
    venue.run_until(NOON.plus_minutes(10)).await;
    let tried = venue.office.till.pushes.get();
    // One try finds it away, and the others wait with it.
    assert!(tried <= 24, "{tried} tries in ten minutes");
    assert!(venue.office.till.book.borrow().is_empty());
    assert!(dead_letters(&venue).await.is_empty());
    venue.office.till.refusal.take();
    venue.run_until(NOON.plus_minutes(30)).await;
    assert_eq!(compare_books(&venue), 2);
    assert_eq!(venue.office.till.pushes.get(), tried + 2);
    let book = venue.office.till.book.borrow();
    assert_eq!(book[one.as_str()].status, Status::Ordered);
    assert_eq!(book[other.as_str()].version, 1);
}

#[tokio::test]
async fn a_refused_push_waits_for_staff_with_its_code_and_is_replayed_as_a_new_version() {
    let venue = venue();
    let refusal = PosError::Refused("REQUESTED_TABLE_IS_UNAVAILABLE".to_owned());
    venue.office.till.refusal.replace(Some(refusal));
    let one = booked(&venue).await;
    let dead = dead_letters(&venue).await;
    assert_eq!(dead.len(), 1);
    assert_eq!(
        (dead[0].kind, dead[0].id.as_str()),
        (DeadLetterKind::Push, one.as_str())
    );
    assert_eq!(dead[0].cause, "REQUESTED_TABLE_IS_UNAVAILABLE");
    assert_eq!(dead[0].reservation_id.as_ref(), Some(&one));
    let tried = venue.office.till.pushes.get();
    venue.run_until(NOON.plus_minutes(24 * 60)).await;
    assert_eq!(venue.office.till.pushes.get(), tried);
    venue.office.till.refusal.take();
    replay(&venue, DeadLetterKind::Push, one.as_str()).await.unwrap();
    venue.run_until(venue.now.get()).await;
    assert_eq!(versions(&venue), [(2, 2)]);
    assert!(dead_letters(&venue).await.is_empty());
    let again = replay(&venue, DeadLetterKind::Push, one.as_str()).await;
    assert!(again.is_err());
    // A later change would have been told without staff.
    venue.staff(&one, Status::Arrived).await;
    venue.run_until(venue.now.get()).await;
    assert_eq!(compare_books(&venue), 1);
}

#[tokio::test]
async fn deposits_and_their_refunds_are_pushed() {
    let settings = with_till(&Venue::new("instant"));
    let venue = Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)));
    let booked = venue.book("key-1").await.unwrap();
    venue.run_until(NOON).await;
    let known = |venue: &Venue| venue.office.till.book.borrow()[booked.id.as_str()].clone();
    assert_eq!(known(&venue).status, Status::PaymentPending);
    assert!(known(&venue).deposits.is_empty());
    let payment = booked.checkout.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("paid", &payment).await;
    venue.run_until(NOON).await;
    let paid = known(&venue);
    assert_eq!(paid.status, Status::Booked);
    assert_eq!(paid.deposits.len(), 1);
    assert_eq!(paid.deposits[0].amount.amount(), AMOUNT);
    assert!(paid.deposits[0].refunds.is_empty());
    venue.staff(&booked.id, Status::Cancelled).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    let cancelled = known(&venue);
    assert_eq!(cancelled.status, Status::Cancelled);
    let refunded: i64 = cancelled.deposits[0]
        .refunds
        .iter()
        .map(|refund| refund.amount.amount())
        .sum();
    assert_eq!(refunded, AMOUNT);
    assert_eq!(cancelled.deposits[0].id, paid.deposits[0].id);
}
