//! Facts about tills' calls about a table: the party that is checked in, that has paid, and that came without a
//! reservation.

use std::rc::Rc;

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::{StaffRequest, StaffReservation};
use edge::venue::message::table::{TableCall, TablesRequest};
use serde_json::{Value, json};
use shared::id::TableId;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::staff_changes::{id, made, venue};
use super::venue::Venue;

/// Seven in the evening of the 25th, for which staff book Ada Lovelace.
const SEVEN: Instant = Instant::from_unix(1_795_629_600);

fn table(id: &str) -> TableId {
    TableId::parse(id).unwrap()
}

fn at(ids: &[&str]) -> TableCall {
    TableCall {
        ids: ids.iter().map(|id| table(id)).collect(),
        ..TableCall::default()
    }
}

fn named(name: &str) -> TableCall {
    TableCall {
        name: Some(name.to_owned()),
        ..TableCall::default()
    }
}

async fn told(venue: &Venue, call: TablesRequest) -> Result<StaffReservation, VenueError> {
    venue.send(Request::Staff(StaffRequest::Tables(call)), None).await
}

async fn check_in(venue: &Venue, call: TableCall) -> Result<StaffReservation, VenueError> {
    told(venue, TablesRequest::CheckIn(call)).await
}

async fn pay(venue: &Venue, call: TableCall) -> Result<StaffReservation, VenueError> {
    told(venue, TablesRequest::Paid(call)).await
}

/// Ada Lovelace's dinner for two at these tables.
async fn booked_at(venue: &Venue, tables: &[&str]) -> Value {
    made(venue, json!({ "pinned_table_ids": tables }), json!({})).await
}

fn not_free(taken: &[&str], blocked: &[&str]) -> VenueError {
    VenueError::TablesNotFree {
        taken: taken.iter().map(|id| table(id)).collect(),
        blocked: blocked.iter().map(|id| table(id)).collect(),
    }
}

fn of_fields(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

fn reservations(venue: &Venue) -> usize {
    venue.count("SELECT id FROM reservations")
}

fn status(answer: Result<StaffReservation, VenueError>) -> Status {
    answer.unwrap().reservation.status
}

fn error(answer: Result<StaffReservation, VenueError>) -> VenueError {
    answer.err().unwrap()
}

#[tokio::test]
async fn a_booked_party_is_checked_in_within_a_quarter_of_an_hour_either_way() {
    for minutes in [-15, 0, 15] {
        let venue = venue();
        let one = booked_at(&venue, &["t1"]).await;
        venue.now.set(SEVEN.plus_minutes(minutes));
        let seated = check_in(&venue, at(&["t1"])).await.unwrap();
        assert_eq!(seated.reservation.id, id(&one), "{minutes}");
        assert_eq!(seated.reservation.status, Status::Seated);
        assert_eq!(seated.presence, (Some(SEVEN.plus_minutes(minutes)), None));
        // The same call again, of this till or of another.
        venue.now.set(SEVEN.plus_minutes(minutes + 1));
        let again = check_in(&venue, named(" t1 ")).await.unwrap();
        assert_eq!(again.reservation.id, id(&one));
        assert_eq!(reservations(&venue), 1);
    }
}

#[tokio::test]
async fn a_party_that_is_not_due_keeps_its_table_and_a_walk_in_stays_until_it_comes() {
    let venue = venue();
    let one = booked_at(&venue, &["t1"]).await;
    venue.now.set(SEVEN.plus_minutes(16));
    assert_eq!(error(check_in(&venue, at(&["t1"])).await), not_free(&["t1"], &[]));
    venue.now.set(SEVEN.plus_minutes(-16));
    let walk_in = check_in(&venue, at(&["t1"])).await.unwrap();
    assert_ne!(walk_in.reservation.id, id(&one));
    assert_eq!(walk_in.span, (SEVEN.plus_minutes(-16), SEVEN));
    // Its table is free again when the booked party is due, which is checked in then.
    venue.now.set(SEVEN);
    let seated = check_in(&venue, at(&["t1"])).await.unwrap();
    assert_eq!(seated.reservation.id, id(&one));
    assert_eq!(reservations(&venue), 2);
}

#[tokio::test]
async fn a_walk_in_has_no_name_gets_no_letter_and_takes_its_table() {
    let venue = venue();
    venue.now.set(SEVEN.plus_minutes(13));
    let call = TableCall {
        attendees: Attendees::parse(3).ok(),
        ..at(&["g1"])
    };
    let walk_in = check_in(&venue, call).await.unwrap();
    assert_eq!(walk_in.source, "walk_in");
    assert_eq!(
        (
            walk_in.reservation.minutes.get(),
            walk_in.reservation.attendees.get()
        ),
        (1_153, 3)
    );
    assert_eq!(
        (walk_in.reservation.status, walk_in.reservation.payment.is_none()),
        (Status::Seated, true)
    );
    assert_eq!(walk_in.guest.last_name.as_str(), "-");
    assert_eq!(walk_in.guest_id, walk_in.reservation.id.as_str());
    assert_eq!(walk_in.presence, (Some(SEVEN.plus_minutes(13)), None));
    // A second till of the same party is answered with the same reservation, long after it too.
    venue.now.set(SEVEN.plus_minutes(60));
    let again = check_in(&venue, at(&["g1"])).await.unwrap();
    assert_eq!(again.reservation.id, walk_in.reservation.id);
    // The engine gives the table to no other party, after a restart neither.
    let venue = venue.restarted();
    let wanted = json!({
        "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_200, "attendees": 4, "locale": "en",
        "guest": { "lastName": "Byron" }, "pinned_table_ids": ["g1"],
    });
    let new = serde_json::from_value(wanted).unwrap();
    let refused: Result<Value, VenueError> = venue
        .send(Request::Staff(StaffRequest::Create(Box::new(new))), None)
        .await;
    assert_eq!(refused, Err(not_free(&["g1"], &[])));
    venue.staff(&walk_in.reservation.id, Status::Voided).await;
    venue.run_until(SEVEN.plus_minutes(120)).await;
    assert!(venue.letters().is_empty());
    // A table without a word about the party has as many guests as chairs.
    venue.now.set(SEVEN.plus_minutes(121));
    let second = check_in(&venue, at(&["t2"])).await.unwrap();
    assert_eq!(second.reservation.attendees.get(), 2);
}

#[tokio::test]
async fn walk_ins_are_listed_where_they_are_wanted() {
    let venue = venue();
    booked_at(&venue, &["t1"]).await;
    venue.now.set(SEVEN);
    check_in(&venue, at(&["g1"])).await.unwrap();
    for (include_walk_ins, count) in [(false, 1), (true, 2)] {
        let question = json!({
            "from": "2026-11-25", "to": "2026-11-25", "statuses": [], "include_walk_ins": include_walk_ins,
        });
        let question = serde_json::from_value(question).unwrap();
        let listed: Vec<StaffReservation> = venue
            .send(Request::Staff(StaffRequest::Reservations(question)), None)
            .await
            .unwrap();
        assert_eq!(listed.len(), count);
    }
}

#[tokio::test]
async fn a_party_that_has_paid_leaves_ten_minutes_later() {
    let venue = venue();
    let one = booked_at(&venue, &["t1"]).await;
    venue.now.set(SEVEN);
    assert_eq!(error(pay(&venue, at(&["t1"])).await), VenueError::NotFound);
    check_in(&venue, at(&["t1"])).await.unwrap();
    venue.now.set(SEVEN.plus_minutes(50));
    assert_eq!(status(pay(&venue, at(&["t1"])).await), Status::Paid);
    venue.run_until(SEVEN.plus_minutes(55)).await;
    // Repeated calls move nothing, and a late check-in makes no other party.
    assert_eq!(status(pay(&venue, at(&["t1"])).await), Status::Paid);
    assert_eq!(status(check_in(&venue, at(&["t1"])).await), Status::Paid);
    venue.run_until(SEVEN.plus_minutes(59)).await;
    assert_eq!(venue.staff_sees(&id(&one)).await.reservation.status, Status::Paid);
    venue.run_until(SEVEN.plus_minutes(60)).await;
    let left = venue.staff_sees(&id(&one)).await;
    assert_eq!(left.reservation.status, Status::Finished);
    assert_eq!(left.presence, (Some(SEVEN), Some(SEVEN.plus_minutes(60))));
    assert_eq!(error(pay(&venue, at(&["t1"])).await), VenueError::NotFound);
    assert_eq!(reservations(&venue), 1);
    assert_eq!(venue.count("SELECT subject FROM due WHERE kind = 'stay_end'"), 0);
}

#[tokio::test]
async fn another_round_keeps_the_party_at_its_table() {
    let venue = venue();
    venue.now.set(SEVEN);
    let party = check_in(&venue, at(&["t1"])).await.unwrap().reservation.id;
    pay(&venue, at(&["t1"])).await.unwrap();
    venue.now.set(SEVEN.plus_minutes(5));
    venue.staff(&party, Status::Ordered).await;
    venue.run_until(SEVEN.plus_minutes(30)).await;
    assert_eq!(venue.staff_sees(&party).await.reservation.status, Status::Ordered);
    pay(&venue, at(&["t1"])).await.unwrap();
    venue.run_until(SEVEN.plus_minutes(39)).await;
    assert_eq!(venue.staff_sees(&party).await.reservation.status, Status::Paid);
    venue.run_until(SEVEN.plus_minutes(40)).await;
    assert_eq!(
        venue.staff_sees(&party).await.reservation.status,
        Status::Finished
    );
}

#[tokio::test]
async fn the_next_party_ends_the_stay_of_one_that_has_paid() {
    let venue = venue();
    let one = booked_at(&venue, &["t1"]).await;
    venue.now.set(SEVEN.plus_minutes(-60));
    let walk_in = check_in(&venue, at(&["t1"])).await.unwrap().reservation.id;
    venue.now.set(SEVEN.plus_minutes(-8));
    pay(&venue, at(&["t1"])).await.unwrap();
    venue.now.set(SEVEN.plus_minutes(-5));
    let seated = check_in(&venue, at(&["t1"])).await.unwrap();
    assert_eq!(seated.reservation.id, id(&one));
    assert_eq!(
        venue.staff_sees(&walk_in).await.reservation.status,
        Status::Finished
    );
    // The bill that comes now is that of the party at the table.
    venue.now.set(SEVEN.plus_minutes(80));
    let paid = pay(&venue, at(&["t1"])).await.unwrap();
    assert_eq!(paid.reservation.id, id(&one));
}

#[tokio::test]
async fn the_bill_is_that_of_the_party_at_the_table_and_not_of_one_that_waits_for_it() {
    let venue = venue();
    let next = id(&booked_at(&venue, &["t1"]).await);
    venue.now.set(SEVEN.plus_minutes(-60));
    let walk_in = check_in(&venue, at(&["t1"])).await.unwrap().reservation.id;
    venue.now.set(SEVEN.plus_minutes(-10));
    venue.staff(&next, Status::Arrived).await;
    let paid = pay(&venue, at(&["t1"])).await.unwrap();
    assert_eq!(paid.reservation.id, walk_in);
    assert_eq!(venue.staff_sees(&next).await.reservation.status, Status::Arrived);
    // The next party sits down without a word, and pays.
    venue.run_until(SEVEN.plus_minutes(5)).await;
    let paid = pay(&venue, at(&["t1"])).await.unwrap();
    assert_eq!(
        (paid.reservation.id, paid.reservation.status),
        (next, Status::Paid)
    );
}

#[tokio::test]
async fn a_party_of_the_evening_pays_after_midnight() {
    let venue = venue();
    // At ten in the evening, until half past eleven.
    let last = made(
        &venue,
        json!({ "pinned_table_ids": ["t1"] }),
        json!({ "minutes": 1_320 }),
    )
    .await;
    venue.now.set(SEVEN.plus_minutes(185));
    check_in(&venue, at(&["t1"])).await.unwrap();
    venue.now.set(SEVEN.plus_minutes(320));
    let paid = pay(&venue, at(&["t1"])).await.unwrap();
    assert_eq!(paid.reservation.id, id(&last));
    assert_eq!(paid.reservation.day.to_string(), "2026-11-25");
    // A party that was forgotten the day before has not paid now.
    let forgotten = check_in(&venue, at(&["t2"])).await.unwrap();
    venue.now.set(SEVEN.plus_minutes(320 + 24 * 60));
    assert_eq!(error(pay(&venue, at(&["t2"])).await), VenueError::NotFound);
    assert_eq!(
        venue
            .staff_sees(&forgotten.reservation.id)
            .await
            .reservation
            .status,
        Status::Seated
    );
}

#[tokio::test]
async fn tables_of_a_combination_are_found_by_each_of_them() {
    let venue = venue();
    let one = made(
        &venue,
        json!({ "pinned_table_ids": ["t1", "t2"] }),
        json!({ "attendees": 4 }),
    )
    .await;
    venue.now.set(SEVEN);
    let seated = check_in(&venue, at(&["t2"])).await.unwrap();
    assert_eq!(seated.reservation.id, id(&one));
    let paid = pay(&venue, at(&["t1", "t2"])).await.unwrap();
    assert_eq!(paid.reservation.id, id(&one));
    let again = check_in(&venue, at(&["t1"])).await.unwrap();
    assert_eq!(again.reservation.id, id(&one));
    assert_eq!(reservations(&venue), 1);
}

#[tokio::test]
async fn a_table_that_is_unknown_blocked_or_of_a_name_that_others_have_is_refused_by_name() {
    let mut settings = serde_json::to_value(&venue().settings).unwrap();
    let rooms = &mut settings["engine"]["rooms"];
    rooms[0]["tables"][0]["name"] = json!("1");
    rooms[1]["tables"][0]["name"] = json!("1");
    let venue = Venue::of(
        serde_json::from_value(settings).unwrap(),
        Rc::new(|_, _| Err(VenueError::NotFound)),
    );
    let rule = json!({
        "effect": {
            "kind": "blocked_tables", "tableIds": ["t2"], "from": "2026-11-25T17:00:00Z",
            "until": "2026-11-25T20:00:00Z",
        },
    });
    let rule = serde_json::from_value(json!({ "Create": { "request": rule, "key": "rule-1" } })).unwrap();
    let _: Value = venue
        .send(Request::Staff(StaffRequest::DayRules(rule)), None)
        .await
        .unwrap();
    venue.now.set(SEVEN);
    for (call, refusal) in [
        (named("9"), of_fields("/tableName", FieldCode::Unknown)),
        (at(&["t9"]), of_fields("/tableIds/0", FieldCode::Unknown)),
        (at(&["t1", "g1"]), of_fields("/tableIds", FieldCode::NotOffered)),
        (TableCall::default(), of_fields("/tableName", FieldCode::Required)),
        (
            named("1"),
            VenueError::TablesOfOneName {
                ids: vec![table("t1"), table("g1")],
            },
        ),
    ] {
        assert_eq!(error(check_in(&venue, call.clone()).await), refusal);
        assert_eq!(error(pay(&venue, call).await), refusal);
    }
    assert_eq!(error(check_in(&venue, at(&["t2"])).await), not_free(&[], &["t2"]));
    assert_eq!(reservations(&venue), 0);
}

#[tokio::test]
async fn the_table_of_an_unanswered_request_is_no_walk_ins() {
    let mut settings = serde_json::to_value(&venue().settings).unwrap();
    settings["engine"]["experiences"][0]["confirmation"] = json!("request");
    let venue = Venue::of(
        serde_json::from_value(settings).unwrap(),
        Rc::new(|_, _| Err(VenueError::NotFound)),
    );
    let one = booked_at(&venue, &["t1"]).await;
    assert_eq!(one["reservation"]["status"], "requested");
    venue.now.set(SEVEN.plus_minutes(-1));
    assert_eq!(error(check_in(&venue, at(&["t1"])).await), not_free(&["t1"], &[]));
    assert_eq!(reservations(&venue), 1);
}

#[tokio::test]
async fn a_crash_between_two_writes_leaves_one_party() {
    for writes in 0..8 {
        let venue = venue();
        venue.now.set(SEVEN);
        venue.doom(writes);
        let _ = check_in(&venue, at(&["t1"])).await;
        venue.doom(u32::MAX);
        let venue = venue.restarted();
        let seated = check_in(&venue, at(&["t1"])).await.unwrap();
        assert_eq!(reservations(&venue), 1, "{writes}");
        venue.doom(writes);
        let _ = pay(&venue, at(&["t1"])).await;
        venue.doom(u32::MAX);
        let venue = venue.restarted();
        assert_eq!(status(pay(&venue, at(&["t1"])).await), Status::Paid);
        venue.run_until(SEVEN.plus_minutes(10)).await;
        let left = venue.staff_sees(&seated.reservation.id).await;
        assert_eq!(left.reservation.status, Status::Finished);
    }
}
