//! Facts about what the till says: in any order, twice, forged, of unknown parties, and with crashes in between.

use couvert_tests::till::MemoryTill;
use edge::delivery::WebhookOutcome;
use edge::pos::fact::{CheckPhase, Fact, Notice};
use edge::pos::{Receipt, ReceiptLine};
use serde_json::Value;
use shared::id::ReservationId;
use shared::money::{Currency, Money};
use shared::reservation::Status;
use shared::till::DeadLetterKind;

use super::staff_changes::{change, id, made};
use super::tills::{TOKEN, booked, compare_books, dead_letters, deliver, deliver_with, replay, say, venue};
use super::venue::{NOON, Venue};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR).unwrap()
}

fn receipt(id: &ReservationId) -> Notice {
    let line = ReceiptLine {
        name: "Steak".to_owned(),
        group: None,
        thousandths: 2_000,
        amount: euros(7_000),
    };
    let receipt = Receipt {
        number: Some("17".to_owned()),
        covers: Some(2),
        closed_at: Some(NOON),
        total: euros(7_000),
        tax: None,
        tips: None,
        paid: Some(euros(7_000)),
        lines: vec![line],
        taxes: Vec::new(),
        payments: Vec::new(),
    };
    Notice {
        order: Some(3),
        ..MemoryTill::notice(&format!("{id}-3"), id, vec![Fact::Receipt(Box::new(receipt))])
    }
}

fn opened(id: &ReservationId) -> Notice {
    MemoryTill::check(id, 1, CheckPhase::Opened)
}

async fn status(venue: &Venue, id: &ReservationId) -> Status {
    venue.staff_sees(id).await.reservation.status
}

fn receipts(venue: &Venue) -> Value {
    let rows = venue.rows("SELECT receipts FROM pos_states");
    let text = rows[0]["receipts"].as_str().unwrap();
    serde_json::from_str(text).unwrap()
}

/// All orders of the numbers below `count`.
pub fn orders(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else {
        return vec![Vec::new()];
    };
    let shorter = orders(last);
    let with_last = |order: &Vec<usize>, place: usize| {
        let mut order = order.clone();
        order.insert(place, last);
        order
    };
    let places = 0..count;
    places
        .flat_map(|place| shorter.iter().map(move |order| (order, place)))
        .map(|(order, place)| with_last(order, place))
        .collect()
}

#[tokio::test]
async fn four_notices_in_all_orders_and_twice_each_lead_to_one_status_and_one_receipt() {
    let mut seen = Vec::new();
    for order in orders(4) {
        let venue = venue();
        let id = booked(&venue).await;
        let all = [
            MemoryTill::notice("accepted", &id, vec![Fact::Accepted]),
            opened(&id),
            MemoryTill::check(&id, 2, CheckPhase::Ordered),
            receipt(&id),
        ];
        for place in order.iter().chain(&order) {
            say(&venue, std::slice::from_ref(&all[*place])).await;
        }
        assert_eq!(status(&venue, &id).await, Status::Paid, "{order:?}");
        assert_eq!(receipts(&venue)["c1"]["total"]["amount"], 7_000, "{order:?}");
        assert_eq!(compare_books(&venue), 1);
        assert!(dead_letters(&venue).await.is_empty());
        seen.push(receipts(&venue));
    }
    assert_eq!(seen.len(), 24);
    assert!(seen.iter().all(|one| *one == seen[0]));
}

#[tokio::test]
async fn a_party_that_has_paid_leaves_by_itself() {
    let venue = venue();
    let id = booked(&venue).await;
    say(&venue, &[receipt(&id)]).await;
    let paid = venue.staff_sees(&id).await;
    assert_eq!(paid.reservation.status, Status::Paid);
    assert_eq!(paid.presence, (Some(NOON), None));
    venue.run_until(NOON.plus_minutes(11)).await;
    assert_eq!(status(&venue, &id).await, Status::Finished);
    assert_eq!(compare_books(&venue), 1);
    // The till is late with its opening.
    say(&venue, &[opened(&id)]).await;
    assert_eq!(status(&venue, &id).await, Status::Finished);
    assert!(dead_letters(&venue).await.is_empty());
}

#[tokio::test]
async fn a_cancelled_check_takes_back_what_it_did_and_not_the_booking() {
    for base in [Status::Booked, Status::Arrived] {
        let venue = venue();
        let id = booked(&venue).await;
        if base != Status::Booked {
            venue.staff(&id, base).await;
        }
        let letters = venue.letters().len();
        say(
            &venue,
            &[opened(&id), MemoryTill::check(&id, 2, CheckPhase::Ordered)],
        )
        .await;
        assert_eq!(status(&venue, &id).await, Status::Ordered);
        say(&venue, &[MemoryTill::check(&id, 3, CheckPhase::Cancelled)]).await;
        assert_eq!(status(&venue, &id).await, base);
        assert_eq!(compare_books(&venue), 1);
        assert_eq!(venue.letters().len(), letters);
    }
}

#[tokio::test]
async fn a_failed_push_is_sent_again_as_a_new_version_and_undoes_nothing() {
    let venue = venue();
    let id = booked(&venue).await;
    say(&venue, &[opened(&id)]).await;
    let known = venue.office.till.book.borrow()[id.as_str()].version;
    let failed = |name: &str, may_pass| {
        let fact = Fact::PushFailed {
            code: "INTERNAL_ERROR".to_owned(),
            fields: Vec::new(),
            may_pass,
        };
        MemoryTill::notice(name, &id, vec![fact])
    };
    say(&venue, &[failed("e1", true)]).await;
    assert_eq!(status(&venue, &id).await, Status::Seated);
    venue.run_until(NOON.plus_minutes(1)).await;
    assert_eq!(venue.office.till.book.borrow()[id.as_str()].version, known + 1);
    // Said again it is known.
    deliver(&venue, &[failed("e1", true), failed("e1", true)]).await;
    venue.run_until(NOON.plus_minutes(10)).await;
    assert_eq!(venue.office.till.book.borrow()[id.as_str()].version, known + 1);
    say(&venue, &[failed("e2", false)]).await;
    let dead = dead_letters(&venue).await;
    assert_eq!((dead.len(), dead[0].kind), (1, DeadLetterKind::Push));
    assert_eq!(dead[0].cause, "INTERNAL_ERROR");
    assert_eq!(status(&venue, &id).await, Status::Seated);
}

#[tokio::test]
async fn a_failure_that_comes_once_a_newer_version_is_due_holds_up_no_version() {
    let venue = venue();
    let id = booked(&venue).await;
    let fact = Fact::PushFailed {
        code: "REQUESTED_TABLE_IS_UNAVAILABLE".to_owned(),
        fields: Vec::new(),
        may_pass: false,
    };
    // Staff have given the party another table meanwhile, of which the till is not told yet.
    change(&venue, &id, serde_json::json!({ "table_ids": ["g1"] }))
        .await
        .unwrap();
    deliver(&venue, &[MemoryTill::notice("e1", &id, vec![fact])]).await;
    venue.run_until(NOON).await;
    assert!(dead_letters(&venue).await.is_empty());
    assert_eq!(compare_books(&venue), 1);
}

#[tokio::test]
async fn of_notices_without_a_clock_the_last_that_came_names_the_tables() {
    for names in [["one", "two"], ["two", "one"]] {
        let venue = venue();
        let id = booked(&venue).await;
        for (name, table) in names.into_iter().zip(["g1", "t2"]) {
            let tables = Fact::Tables {
                names: vec![table.to_owned()],
                covers: None,
            };
            let facts = vec![Fact::Step(Status::Seated), tables];
            say(&venue, &[MemoryTill::notice(name, &id, facts)]).await;
            venue.run_until(venue.now.get().plus_minutes(1)).await;
        }
        let sits = venue.staff_sees(&id).await.tables;
        assert_eq!(sits[0].name, "t2", "{names:?}");
    }
}

#[tokio::test]
async fn a_forged_delivery_changes_nothing_and_an_authentic_one_is_answered_before_it_is_worked_off() {
    let venue = venue();
    let id = booked(&venue).await;
    let body = MemoryTill::delivery(&[opened(&id)]).body;
    for header in [
        None,
        Some(("authorization", "Bearer till-tokem")),
        Some(("authorization", "Basic till-token")),
        Some(("x-token", TOKEN)),
    ] {
        let outcome = deliver_with(&venue, header, &body).await;
        assert_eq!(outcome, Ok(WebhookOutcome::Rejected), "{header:?}");
    }
    assert_eq!(venue.count("SELECT id FROM pos_deliveries"), 0);
    let right = Some(("authorization", TOKEN));
    assert_eq!(
        deliver_with(&venue, right, &body).await,
        Ok(WebhookOutcome::Processed)
    );
    assert_eq!(status(&venue, &id).await, Status::Booked);
    assert_eq!(
        deliver_with(&venue, right, &body).await,
        Ok(WebhookOutcome::Duplicate)
    );
    venue.run_until(NOON).await;
    assert_eq!(status(&venue, &id).await, Status::Seated);
    let stored = format!("{:?}", venue.rows("SELECT * FROM pos_deliveries"));
    assert!(!stored.contains("till-token"), "{stored}");
}

#[tokio::test]
async fn an_event_that_cannot_be_applied_waits_for_staff_and_can_be_replayed() {
    let venue = venue();
    let id = booked(&venue).await;
    let unknown = ReservationId::parse("nobody").unwrap();
    say(&venue, &[opened(&unknown)]).await;
    let right = Some(("authorization", TOKEN));
    deliver_with(&venue, right, b"no json").await.unwrap();
    venue.run_until(NOON).await;
    venue.staff(&id, Status::Cancelled).await;
    say(&venue, &[receipt(&id)]).await;
    let dead = dead_letters(&venue).await;
    let mut causes: Vec<&str> = dead.iter().map(|one| one.cause.as_str()).collect();
    causes.sort_unstable();
    assert_eq!(causes, ["reservation_over", "unknown_reservation", "unreadable"]);
    assert!(dead.iter().all(|one| one.kind == DeadLetterKind::Delivery));
    assert_eq!(status(&venue, &id).await, Status::Cancelled);
    // What was spent is kept with the reservation all the same.
    assert_eq!(receipts(&venue)["c1"]["total"]["amount"], 7_000);
    for one in &dead {
        replay(&venue, one.kind, &one.id).await.unwrap();
    }
    venue.run_until(NOON).await;
    assert_eq!(dead_letters(&venue).await.len(), 3);
    assert!(replay(&venue, DeadLetterKind::Delivery, "none").await.is_err());
}

#[tokio::test]
async fn a_party_that_the_till_moves_is_moved_where_its_tables_are_free() {
    let venue = venue();
    let one = booked(&venue).await;
    change(&venue, &one, serde_json::json!({ "table_ids": ["t1"] }))
        .await
        .unwrap();
    let other = made(
        &venue,
        serde_json::json!({ "pinned_table_ids": ["t2"] }),
        serde_json::json!({}),
    )
    .await;
    let at = |name: &str, table: &str, order: u64| Notice {
        order: Some(order),
        ..MemoryTill::notice(
            name,
            &one,
            vec![
                Fact::Check(CheckPhase::Ordered),
                Fact::Tables {
                    names: vec![table.to_owned()],
                    covers: Some(2),
                },
            ],
        )
    };
    let tables = async |venue: &Venue| {
        let tables = venue.staff_sees(&one).await.tables;
        tables.into_iter().map(|table| table.name).collect::<Vec<_>>()
    };
    say(&venue, &[at("n1", "g1", 1)]).await;
    assert_eq!(tables(&venue).await, ["g1"]);
    // Another party has this one: the reservation keeps its own.
    say(&venue, &[at("n2", "t2", 2)]).await;
    assert_eq!(tables(&venue).await, ["g1"]);
    assert_eq!(status(&venue, &one).await, Status::Ordered);
    assert_ne!(other["reservation"]["id"], serde_json::json!(one));
    assert_eq!(compare_books(&venue), 2);
}

#[tokio::test]
async fn a_crash_between_any_two_writes_moves_the_party_all_the_same() {
    for writes in 0..12 {
        let venue = venue();
        let id = booked(&venue).await;
        let tables = Fact::Tables {
            names: vec!["g1".to_owned()],
            covers: None,
        };
        let facts = vec![Fact::Check(CheckPhase::Opened), tables];
        deliver(&venue, &[MemoryTill::notice("n1", &id, facts)]).await;
        venue.doom(writes);
        venue.run_until(NOON).await;
        let venue = venue.restarted();
        venue.run_until(NOON.plus_minutes(5)).await;
        let sits = venue.staff_sees(&id).await.tables;
        assert_eq!(sits[0].name, "g1", "after {writes} writes");
        assert_eq!(compare_books(&venue), 1);
    }
}

#[tokio::test]
async fn a_party_at_several_tables_stays_at_all_of_them_where_the_till_names_one() {
    let venue = venue();
    let pinned = serde_json::json!({ "pinned_table_ids": ["t1", "t2"] });
    let id = id(&made(&venue, pinned, serde_json::json!({ "attendees": 4 })).await);
    venue.run_until(NOON).await;
    let tables = Fact::Tables {
        names: vec!["t1".to_owned()],
        covers: None,
    };
    let facts = vec![Fact::Check(CheckPhase::Opened), tables];
    say(&venue, &[MemoryTill::notice("n1", &id, facts)]).await;
    let sits = venue.staff_sees(&id).await;
    let names: Vec<String> = sits.tables.into_iter().map(|table| table.name).collect();
    assert_eq!(names, ["t1", "t2"]);
    assert_eq!(sits.reservation.status, Status::Seated);
}

#[tokio::test]
async fn a_crash_between_any_two_writes_loses_no_step() {
    for writes in 0..12 {
        let venue = venue();
        let id = booked(&venue).await;
        deliver(&venue, &[receipt(&id)]).await;
        venue.doom(writes);
        venue.run_until(NOON).await;
        let venue = venue.restarted();
        venue.run_until(NOON.plus_minutes(5)).await;
        assert_eq!(status(&venue, &id).await, Status::Paid, "after {writes} writes");
        // The state before the check is known all the same.
        say(&venue, &[MemoryTill::check(&id, 9, CheckPhase::Cancelled)]).await;
        assert_eq!(status(&venue, &id).await, Status::Booked, "after {writes} writes");
        assert_eq!(compare_books(&venue), 1);
    }
}
