//! Facts about a day as staff see it, and about steps that are sent again because their answer was lost.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::{StaffBooked, StaffRequest};
use edge::venue::message::table::TablesRequest;
use edge::venue::message::waitlist::StaffWaitlistRequest;
use serde_json::{Value, json};
use shared::problem::ProblemCode;
use shared::reservation::Status;
use shared::staff_day::{StaffDay, WaitingParty};
use shared::time::Day;

use super::staff_changes::{change, id, made, venue};
use super::venue::Venue;
use super::waitlist::{full, leave};

const DAY: &str = "2026-11-25";

async fn day_of(venue: &Venue) -> StaffDay {
    let request = StaffRequest::Day(Some(Day::parse(DAY).unwrap()));
    venue.send(Request::Staff(request), None).await.unwrap()
}

/// The change to this status of a reservation that was read with this sequence.
fn step(sequence: u32, status: &str) -> Value {
    json!({ "if_sequence": sequence, "status": status })
}

#[tokio::test]
async fn a_day_has_its_services_its_tables_and_every_reservation() {
    let venue = venue();
    let booked = made(&venue, json!({}), json!({})).await;
    let day = day_of(&venue).await;
    assert_eq!(day.day.to_string(), DAY);
    assert_eq!(day.reservations.len(), 1);
    assert_eq!(day.reservations[0].id, id(&booked));
    assert_eq!(day.reservations[0].tables.len(), 1);
    let areas: Vec<_> = day
        .areas
        .iter()
        .map(|area| (area.id.as_str(), area.tables.len()))
        .collect();
    assert_eq!(areas, [("hall", 2), ("garden", 1)]);
    assert!(!day.services.is_empty());
    assert!(day.services.iter().all(|service| service.interval_minutes > 0));
}

#[tokio::test]
async fn the_day_and_its_cursor_are_of_one_moment() {
    let venue = venue();
    let before = day_of(&venue).await;
    made(&venue, json!({}), json!({})).await;
    let after = day_of(&venue).await;
    assert_eq!((before.reservations.len(), after.reservations.len()), (0, 1));
    assert!(before.cursor < after.cursor);
}

#[tokio::test]
async fn a_day_has_the_parties_that_wait_for_a_table() {
    let (object, ..) = full().await;
    leave(&object, 2, "ada@example.com").await;
    let of = |day: &str| Request::Staff(StaffRequest::Day(Some(Day::parse(day).unwrap())));
    let answer = object.send(of("2026-11-27")).await;
    let day: StaffDay = serde_json::from_value(answer["Ok"].clone()).unwrap();
    let waiting: Vec<_> = day
        .waitlist
        .iter()
        .map(|one| (one.guest.last_name.as_str(), one.from.get(), one.attendees.get()))
        .collect();
    assert_eq!(waiting, [("Warter", 1_110, 2)]);
    let answer = object.send(of("2026-11-28")).await;
    assert!(answer["Ok"].get("waitlist").is_none(), "{answer}");
}

#[tokio::test]
async fn a_party_at_the_door_waits_on_the_day_that_goes_on_until_it_is_withdrawn() {
    let (object, ..) = full().await;
    let add = || {
        let new = json!({
            "experience_id": "dinner", "attendees": 2, "first_name": null, "last_name": "Curie", "phone": null,
            "quoted_minutes": 20, "locale": "en", "key": "door-1",
        });
        let new = serde_json::from_value(new).unwrap();
        Request::Staff(StaffRequest::Waitlist(StaffWaitlistRequest::Add(new)))
    };
    let added = object.send(add()).await;
    let again = object.send(add()).await;
    assert_eq!(added, again);
    let party: WaitingParty = serde_json::from_value(added["Ok"].clone()).unwrap();
    assert_eq!(party.quoted_at, Some(party.since.plus_minutes(20)));
    let waiting = |answer: &Value| answer["Ok"]["waitlist"].as_array().map_or(0, Vec::len);
    let today = Request::Staff(StaffRequest::Day(None));
    assert_eq!(waiting(&object.send(today).await), 1);
    let withdraw = StaffWaitlistRequest::Withdraw(party.id);
    let answer = object
        .send(Request::Staff(StaffRequest::Waitlist(withdraw)))
        .await;
    assert_eq!(answer["Ok"]["status"], "withdrawn", "{answer}");
    let today = Request::Staff(StaffRequest::Day(None));
    assert_eq!(waiting(&object.send(today).await), 0);
}

#[tokio::test]
async fn a_party_at_the_door_is_seated_under_its_name_and_once() {
    let venue = venue();
    let door = |number: u8| {
        let new = json!({
            "experience_id": "dinner", "attendees": 2, "first_name": "Marie", "last_name": "Curie", "phone": null,
            "quoted_minutes": 20, "locale": "en", "key": format!("door-{number}"),
        });
        let new = serde_json::from_value(new).unwrap();
        Request::Staff(StaffRequest::Waitlist(StaffWaitlistRequest::Add(new)))
    };
    let seat = |table: &str, party: &WaitingParty, key: &str| {
        let new = json!({ "ids": [table], "attendees": 2, "waiting": party.id, "key": key });
        let new = serde_json::from_value(new).unwrap();
        Request::Staff(StaffRequest::Tables(TablesRequest::Seat(new)))
    };
    let first: WaitingParty = venue.send(door(1), None).await.unwrap();
    let seated: StaffBooked = venue.send(seat("t1", &first, "a"), None).await.unwrap();
    let seated = seated.reservation;
    assert_eq!(seated.guest.last_name.as_str(), "Curie");
    assert_eq!(seated.reservation.status, Status::Seated);
    // Another device that taps it too has the same party, and one that had another table in mind has none.
    let again: StaffBooked = venue.send(seat("t1", &first, "b"), None).await.unwrap();
    assert_eq!(again.reservation.reservation.id, seated.reservation.id);
    let elsewhere: Result<StaffBooked, _> = venue.send(seat("t2", &first, "c"), None).await;
    assert!(matches!(elsewhere, Err(VenueError::OfferOver)));
    // A party that waits is not taken for the one that sits there.
    let second: WaitingParty = venue.send(door(2), None).await.unwrap();
    let taken: Result<StaffBooked, _> = venue.send(seat("t1", &second, "d"), None).await;
    assert!(matches!(taken, Err(VenueError::TablesNotFree { .. })));
    let day: StaffDay = venue
        .send(Request::Staff(StaffRequest::Day(None)), None)
        .await
        .unwrap();
    let waiting: Vec<_> = day.waitlist.iter().map(|party| &party.id).collect();
    assert_eq!(waiting, [&second.id]);
    assert_eq!(venue.count("SELECT id FROM reservations"), 1);
}

#[tokio::test]
async fn a_step_that_is_sent_again_is_carried_out_once() {
    let venue = venue();
    let id = id(&made(&venue, json!({}), json!({})).await);
    let read = day_of(&venue).await.reservations[0].sequence;
    let first = change(&venue, &id, step(read, "arrived")).await.unwrap();
    let again = change(&venue, &id, step(read, "arrived")).await.unwrap();
    assert_eq!(first["reservation"], again["reservation"]);
    assert_eq!(day_of(&venue).await.reservations[0].sequence, read + 1);
}

#[tokio::test]
async fn a_move_that_is_sent_again_is_carried_out_once() {
    let venue = venue();
    let id = id(&made(&venue, json!({}), json!({})).await);
    let read = day_of(&venue).await.reservations.remove(0);
    let tables: Vec<_> = read.tables.iter().map(|table| table.id.clone()).collect();
    let later = 1_200;
    let moved = json!({ "if_sequence": read.sequence, "minutes": later, "table_ids": tables });
    let first = change(&venue, &id, moved.clone()).await.unwrap();
    let again = change(&venue, &id, moved).await.unwrap();
    assert_eq!(first["reservation"], again["reservation"]);
    let written = &day_of(&venue).await.reservations[0];
    assert_eq!(written.minutes.get(), later);
    assert_eq!(json!(written.sequence), first["reservation"]["sequence"]);
}

#[tokio::test]
async fn a_step_after_that_of_another_device_is_refused() {
    let venue = venue();
    let id = id(&made(&venue, json!({}), json!({})).await);
    let read = day_of(&venue).await.reservations[0].sequence;
    change(&venue, &id, step(read, "arrived")).await.unwrap();
    change(&venue, &id, step(read + 1, "seated")).await.unwrap();
    let refused = VenueError::Refused(ProblemCode::ReservationChanged);
    // A lost answer's repetition comes too late, and so does what another device wants of what it last saw.
    assert_eq!(
        change(&venue, &id, step(read, "arrived")).await,
        Err(refused.clone())
    );
    assert_eq!(change(&venue, &id, step(read, "cancelled")).await, Err(refused));
    assert_eq!(day_of(&venue).await.reservations[0].status.text(), "seated");
}
