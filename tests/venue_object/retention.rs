//! Facts about how long guests' data is kept: what is blanked, and what stays.

use edge::error::VenueError;
use edge::provider::ReservationsQuestion;
use edge::storage::database::Statement;
use edge::venue::message::Request;
use edge::venue::message::staff::{StaffRequest, StaffReservation};
use edge::venue::message::waitlist::WaitlistRequest;
use serde_json::{Value, json};
use shared::id::{ReservationId, WaitlistEntryId};
use shared::reservation::{Reservation, Status};
use shared::time::{Day, Instant};

use super::guest_data::{after_end, booked, knows_ada, stored};
use super::object::Object;
use super::venue::{AMOUNT, NOON, Venue};
use super::waitlist::{entry, order as table, restaurant};

#[tokio::test]
async fn a_guest_is_blanked_two_years_after_the_evening_and_the_numbers_stay() {
    let venue = Venue::with_mail();
    let booked = booked(&venue).await;
    venue.run_until(after_end(730)).await;
    assert!(knows_ada(|sql| venue.rows(sql)));
    venue.run_until(after_end(732)).await;
    assert!(
        !knows_ada(|sql| venue.rows(sql)),
        "{}",
        stored(|sql| venue.rows(sql))
    );
    let [row] = venue.rows("SELECT * FROM reservations").try_into().unwrap();
    assert_eq!(
        (&row["number"], &row["day"], &row["attendees"], &row["last_name"]),
        (&json!(1), &json!("2026-11-25"), &json!(2), &json!("-"))
    );
    assert_eq!(venue.bank.account().paid, AMOUNT);
    assert_eq!(venue.count("SELECT id FROM payments"), 1);

    // Staff see it without its guest, in both lists.
    let seen = venue.staff_sees(&booked.id).await;
    assert_eq!(
        serde_json::to_value(&seen.guest).unwrap(),
        json!({ "lastName": "-" })
    );
    let question = ReservationsQuestion {
        from: Day::parse("2026-11-01").unwrap(),
        to: Day::parse("2026-11-30").unwrap(),
        statuses: Vec::new(),
        include_walk_ins: true,
    };
    let all: Vec<StaffReservation> = venue
        .send(Request::Staff(StaffRequest::Reservations(question)), None)
        .await
        .unwrap();
    assert_eq!(all.len(), 1);

    // It is gone for its guest, and nothing can be done with it.
    let token = || booked.manage_token.clone();
    let gone: Result<Reservation, _> = venue.send(Request::Reservation(booked.id.clone()), token()).await;
    assert_eq!(gone, Err(VenueError::NotFound));
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let gone: Result<Reservation, _> = venue.send(call, token()).await;
    assert_eq!(gone, Err(VenueError::NotFound));
    let change = serde_json::from_value(json!({ "notes": "Ada Zwetschke" })).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(change));
    let gone: Result<Reservation, _> = venue.send(call, token()).await;
    assert_eq!(gone, Err(VenueError::NotFound));
    assert!(matches!(
        venue.try_staff(&booked.id, Status::Finished).await,
        Err(VenueError::IllegalTransition)
    ));
    for is_reported in [true, false] {
        let call = StaffRequest::NoShow {
            id: booked.id.clone(),
            token: None,
            is_reported,
        };
        let gone: Result<Value, _> = venue.send(Request::Staff(call), None).await;
        assert_eq!(gone, Err(VenueError::NotFound));
    }
    // A later webhook about its payment is accepted, and sends no e-mail.
    venue.office.taken.borrow_mut().clear();
    let payment = booked.checkout.clone().unwrap().id;
    venue.bank.refund_by_hand("late", AMOUNT);
    venue.tell_of("late", &payment).await;
    venue.run_until(after_end(735)).await;
    assert!(
        venue.letters().iter().all(|(to, _)| to == "table@example.com"),
        "{:?}",
        venue.letters()
    );
}

#[tokio::test]
async fn each_venue_says_for_how_long() {
    let mut short = serde_json::to_value(super::object::settings(&json!({}))).unwrap();
    short["retainDays"] = json!(30);
    let object = Object::of(serde_json::from_value(short).unwrap());
    insert(&object, 1, NOON.plus_minutes(-60));
    object.send(Request::Metrics).await;
    object.run_until(NOON.plus_minutes(30 * 24 * 60 - 120)).await;
    assert_eq!(blanked(&object), 0);
    object.run_until(NOON.plus_minutes(32 * 24 * 60)).await;
    assert_eq!(blanked(&object), 1);
}

/// Stores reservations that ended at this instant.
fn insert(object: &Object, count: i64, end: Instant) {
    let bindings = vec![count.into(), end.unix().into()];
    object.write(vec![Statement::new(
        "WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?1)
         INSERT INTO reservations (id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status,
            table_ids, last_name, email, locale, marketing_consent, created_at)
         SELECT 'id' || number, number, 'dinner', '2026-01-01', 1140, ?2 - 5400, ?2, 2, 'booked', '[]', 'Zwetschke',
            'ada.z@example.com', 'en', 1, ?2 - 86400 FROM numbers",
        bindings,
    )]);
}

fn blanked(object: &Object) -> usize {
    object
        .rows("SELECT id FROM reservations WHERE last_name = '-' AND email IS NULL AND marketing_consent = 0")
        .len()
}

#[tokio::test]
async fn a_run_is_short_and_the_next_goes_on_where_it_ended() {
    let object = Object::new();
    insert(&object, 250, NOON.plus_minutes(-800 * 24 * 60));
    object.send(Request::Metrics).await;
    let first = NOON.plus_minutes(24 * 60);
    object.run_until(first.plus_seconds(-1)).await;
    assert_eq!(blanked(&object), 0);
    object.run_until(first).await;
    assert_eq!(blanked(&object), 100);
    let object = object.restarted();
    object.send(Request::Metrics).await;
    object.run_until(first.plus_seconds(1)).await;
    assert_eq!(blanked(&object), 200);
    object.run_until(first.plus_seconds(2)).await;
    assert_eq!(blanked(&object), 250);
    // From then on once a day.
    insert_one_more(&object);
    object.run_until(first.plus_minutes(23 * 60)).await;
    assert_eq!(blanked(&object), 250);
    object.run_until(first.plus_minutes(25 * 60)).await;
    assert_eq!(blanked(&object), 251);
}

fn insert_one_more(object: &Object) {
    object.write(vec![Statement::new(
        "INSERT INTO reservations (id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status,
            table_ids, last_name, email, locale, marketing_consent, created_at)
         SELECT 'more', 1000, experience_id, day, minutes, starts_at, ends_at, attendees, status, table_ids, 'Zwetschke',
            'ada.z@example.com', locale, 1, created_at FROM reservations LIMIT 1",
        vec![],
    )]);
}

const DAY: &str = "2026-11-27";

/// An entry of Ben Warter's that is offered a table.
pub async fn offered() -> (Object, Value) {
    let object = restaurant();
    let mut made = Vec::new();
    for (attendees, key) in [(2, "small"), (4, "large")] {
        let answer = object.send(table(DAY, 1140, attendees, key)).await;
        made.push(answer["Ok"]["reservation"].clone());
    }
    let left = object
        .send(entry(DAY, (1110, 1170), 2, "ben@example.com", "w"))
        .await;
    let id = ReservationId::parse(made[0]["id"].as_str().unwrap()).unwrap();
    object
        .say_with(
            made[0]["manageToken"].as_str(),
            Request::SetStatus(id, Status::Cancelled),
        )
        .await;
    (object, left["Ok"]["wish"].clone())
}

pub async fn look(object: &Object, entry: &Value) -> Value {
    let id = WaitlistEntryId::parse(entry["id"].as_str().unwrap()).unwrap();
    let call = Request::Waitlist(WaitlistRequest::Entry(id));
    object.say_with(entry["wishToken"].as_str(), call).await
}

#[tokio::test]
async fn who_does_not_take_an_offer_is_forgotten_at_once() {
    for is_withdrawn in [false, true] {
        let (object, entry) = offered().await;
        assert_eq!(look(&object, &entry).await["Ok"]["status"], "offered");
        object.wake().await;
        assert!(stored(|sql| object.rows(sql)).contains("Warter"));
        if is_withdrawn {
            let id = WaitlistEntryId::parse(entry["id"].as_str().unwrap()).unwrap();
            let call = Request::Waitlist(WaitlistRequest::Withdraw(id));
            object.say_with(entry["wishToken"].as_str(), call).await;
        } else {
            object.run_until(NOON.plus_minutes(31)).await;
        }
        object.wake().await;
        assert!(
            !stored(|sql| object.rows(sql)).contains("Warter"),
            "{is_withdrawn}"
        );
        let status = if is_withdrawn { "withdrawn" } else { "lapsed" };
        assert_eq!(look(&object, &entry).await["Ok"]["status"], status);
        // Its row goes a month after its day.
        object.run_until(NOON.plus_minutes(35 * 24 * 60)).await;
        assert_eq!(look(&object, &entry).await["Ok"]["status"], status);
        object.run_until(NOON.plus_minutes(39 * 24 * 60)).await;
        assert_eq!(look(&object, &entry).await["Err"], "NotFound");
    }
}

#[tokio::test]
async fn rows_with_an_end_of_their_own_go_though_nothing_is_written_any_more() {
    let object = Object::new();
    for sql in [
        "INSERT INTO idempotency VALUES ('old', 'f', NULL, 1795000000)",
        "INSERT INTO idempotency VALUES ('new', 'f', NULL, 1795258800)",
        "INSERT INTO remote_orders (key, fingerprint, reference, phase, created_at)
         VALUES ('old', 'f', 'r', 'claimed', 1795000000)",
        "INSERT INTO remote_reservations VALUES ('old', '2026-11-01', 0, '{}')",
        "INSERT INTO remote_places VALUES ('old', 'o', '2026-11-01')",
        "INSERT INTO payment_notices VALUES ('old', 1790000000)",
        "INSERT INTO payment_notices VALUES ('new', 1795258800)",
        "INSERT INTO letter_counts VALUES ('old', 1, 1)",
        "INSERT INTO outbox (id, letter, closed_at) VALUES ('old', NULL, 1790000000)",
        "INSERT INTO outbox (id, letter, closed_at) VALUES ('nobody-sends-it', '{}', NULL)",
        "INSERT INTO outbox (id, letter, closed_at) VALUES ('never', '{}', NULL)",
        "INSERT INTO due VALUES ('mail', 'never', 1895000000, 60)",
        "INSERT INTO shown_letters (id, at, letter) VALUES ('old', 1, '{}')",
    ] {
        object.write(vec![Statement::new(sql, vec![])]);
    }
    object.send(Request::Metrics).await;
    object.run_until(NOON.plus_minutes(25 * 60)).await;
    let names = |sql| -> Vec<String> {
        let text = |row: &Value| row["id"].as_str().unwrap().to_owned();
        object.rows(sql).iter().map(text).collect()
    };
    assert_eq!(names("SELECT key AS id FROM idempotency"), ["new"]);
    assert_eq!(names("SELECT id FROM payment_notices"), ["new"]);
    assert_eq!(
        names("SELECT id FROM outbox WHERE letter IS NULL ORDER BY id"),
        ["never", "nobody-sends-it"]
    );
    for sql in [
        "SELECT key FROM remote_orders",
        "SELECT id FROM remote_reservations",
        "SELECT guest_id FROM remote_places",
        "SELECT recipient FROM letter_counts",
        "SELECT id FROM outbox WHERE letter IS NOT NULL",
        "SELECT subject FROM due WHERE kind = 'mail'",
        "SELECT id FROM shown_letters",
    ] {
        assert!(object.rows(sql).is_empty(), "{sql}");
    }
}

#[tokio::test]
async fn a_venue_that_is_not_served_any_more_forgets_its_guests_too() {
    let object = Object::new();
    insert(&object, 101, NOON.plus_minutes(-731 * 24 * 60));
    object.writer().retain_unserved().unwrap();
    assert_eq!(blanked(&object), 100);
    assert_eq!(object.asked_for(), Some(NOON.plus_seconds(1)));
    object.writer().retain_unserved().unwrap();
    assert_eq!(
        (blanked(&object), object.asked_for()),
        (101, Some(NOON.plus_minutes(24 * 60)))
    );
}

#[tokio::test]
async fn what_is_due_of_money_at_a_venue_that_is_not_served_any_more_is_logged() {
    let object = Object::new();
    object.writer().retain_unserved().unwrap();
    for kind in ["payment", "kept_card", "gift_card", "gift_card_letter", "hold"] {
        let sql = "INSERT INTO due (kind, subject, at, tries) VALUES (?, 'a', 0, 0)";
        object.write(vec![Statement::new(sql, vec![kind.into()])]);
    }
    // Its object learns its name with the first job that it runs.
    object.write(vec![Statement::new(
        "INSERT INTO meta VALUES ('venue', 'linde')",
        vec![],
    )]);
    object.writer().retain_unserved().unwrap();
    let errors = object.complaints.borrow().clone();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].starts_with("5 jobs about money are not done"),
        "{errors:?}"
    );
    object.write(vec![Statement::new(
        "DELETE FROM due WHERE kind != 'retention'",
        vec![],
    )]);
    object.writer().retain_unserved().unwrap();
    assert_eq!(object.complaints.borrow().len(), 1);
}
