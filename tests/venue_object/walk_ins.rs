//! Facts about parties that staff seat without a reservation: each request once, and each table for one party.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::{StaffBooked, StaffRequest, StaffReservation};
use edge::venue::message::table::TablesRequest;
use edge::venue::message::waitlist::StaffWaitlistRequest;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::staff_day::{StaffDay, WaitingParty};
use shared::time::Instant;

use super::staff_changes::{id, made, not_free, venue};
use super::venue::Venue;

/// Seven in the evening of the 25th, for which staff book Ada Lovelace.
const SEVEN: Instant = Instant::from_unix(1_795_629_600);

async fn sent(venue: &Venue, new: Value) -> Result<StaffBooked, VenueError> {
    let new = serde_json::from_value(new).unwrap();
    let request = StaffRequest::Tables(TablesRequest::Seat(new));
    venue.send(Request::Staff(request), None).await
}

/// Seats a party of two at this table.
async fn seat(venue: &Venue, table: &str, key: &str) -> Result<StaffBooked, VenueError> {
    sent(venue, json!({ "ids": [table], "attendees": 2, "key": key })).await
}

async fn refusal(venue: &Venue, table: &str, key: &str) -> VenueError {
    seat(venue, table, key).await.err().unwrap()
}

fn reservations(venue: &Venue) -> usize {
    venue.count("SELECT id FROM reservations")
}

#[tokio::test]
async fn of_two_devices_that_seat_parties_of_one_size_at_one_table_the_second_is_refused() {
    let venue = venue();
    venue.now.set(SEVEN);
    let first = seat(&venue, "t1", "tablet-1").await.unwrap();
    assert!(!first.replayed);
    assert_eq!(first.reservation.source, "walk_in");
    venue.now.set(SEVEN.plus_seconds(30));
    assert_eq!(refusal(&venue, "t1", "tablet-2").await, not_free(&["t1"]));
    // A bill that is paid does not clear the table, and neither does time.
    venue.now.set(SEVEN.plus_minutes(40));
    assert_eq!(refusal(&venue, "t1", "tablet-3").await, not_free(&["t1"]));
    venue.staff(&first.reservation.reservation.id, Status::Paid).await;
    assert_eq!(refusal(&venue, "t1", "tablet-4").await, not_free(&["t1"]));
    let elsewhere = seat(&venue, "t2", "tablet-4").await.unwrap();
    assert!(!elsewhere.replayed);
    assert_eq!(reservations(&venue), 2);
}

#[tokio::test]
async fn a_request_that_is_sent_again_is_answered_with_its_own_party() {
    let venue = venue();
    venue.now.set(SEVEN);
    let first = seat(&venue, "t1", "tablet-1").await.unwrap();
    let party = first.reservation.reservation.id;
    venue.staff(&party, Status::Voided).await;
    let next = seat(&venue, "t1", "tablet-2").await.unwrap();
    let venue = venue.restarted();
    venue.now.set(SEVEN.plus_minutes(2));
    let again = seat(&venue, "t1", "tablet-1").await.unwrap();
    assert!(again.replayed);
    assert_eq!(again.reservation.reservation.id, party);
    assert_ne!(next.reservation.reservation.id, party);
    assert_eq!(reservations(&venue), 2);
}

#[tokio::test]
async fn the_key_of_another_request_seats_no_party() {
    let venue = venue();
    venue.now.set(SEVEN);
    seat(&venue, "t1", "tablet-1").await.unwrap();
    assert_eq!(refusal(&venue, "t2", "tablet-1").await, VenueError::KeyReused);
    assert_eq!(reservations(&venue), 1);
}

#[tokio::test]
async fn a_party_that_is_due_is_seated_once() {
    let venue = venue();
    let due = id(&made(&venue, json!({ "pinned_table_ids": ["t1"] }), json!({})).await);
    venue.now.set(SEVEN);
    for is_replayed in [false, true] {
        let seated = seat(&venue, "t1", "tablet-1").await.unwrap();
        assert_eq!(seated.replayed, is_replayed);
        assert_eq!(seated.reservation.reservation.id, due);
        assert_eq!(seated.reservation.reservation.status, Status::Seated);
    }
    assert_eq!(refusal(&venue, "t1", "tablet-2").await, not_free(&["t1"]));
    assert_eq!(reservations(&venue), 1);
}

#[tokio::test]
async fn a_party_that_is_due_is_not_seated_on_one_that_has_just_sat_down() {
    let venue = venue();
    let due = id(&made(&venue, json!({ "pinned_table_ids": ["t1"] }), json!({})).await);
    venue.now.set(SEVEN.plus_minutes(-16));
    seat(&venue, "t1", "tablet-1").await.unwrap();
    venue.now.set(SEVEN.plus_minutes(-10));
    assert_eq!(refusal(&venue, "t1", "tablet-2").await, not_free(&["t1"]));
    assert_eq!(venue.staff_sees(&due).await.reservation.status, Status::Booked);
}

#[tokio::test]
async fn a_till_that_reports_a_party_which_staff_have_seated_is_answered_with_it() {
    let venue = venue();
    venue.now.set(SEVEN);
    let seated = seat(&venue, "t1", "tablet-1").await.unwrap();
    let call = serde_json::from_value(json!({ "name": "t1", "attendees": 2 })).unwrap();
    let call = StaffRequest::Tables(TablesRequest::CheckIn(call));
    let answered: StaffReservation = venue.send(Request::Staff(call), None).await.unwrap();
    assert_eq!(answered.reservation.id, seated.reservation.reservation.id);
    assert_eq!(reservations(&venue), 1);
}

#[tokio::test]
async fn a_crash_between_two_writes_leaves_one_party_that_waits_no_longer() {
    for writes in 0..8 {
        let venue = venue();
        venue.now.set(SEVEN);
        let entry = json!({
            "experience_id": "dinner", "attendees": 2, "first_name": null, "last_name": "Curie", "phone": null,
            "quoted_minutes": 20, "locale": "en", "key": "door-1",
        });
        let entry = StaffWaitlistRequest::Add(serde_json::from_value(entry).unwrap());
        let entry = Request::Staff(StaffRequest::Waitlist(entry));
        let party: WaitingParty = venue.send(entry, None).await.unwrap();
        let new = json!({ "ids": ["t1"], "attendees": 2, "waiting": party.id, "key": "tablet-1" });
        venue.doom(writes);
        let _ = sent(&venue, new.clone()).await;
        venue.doom(u32::MAX);
        let venue = venue.restarted();
        let seated = sent(&venue, new).await.unwrap().reservation;
        assert_eq!(seated.guest.last_name.as_str(), "Curie", "{writes}");
        assert_eq!(reservations(&venue), 1, "{writes}");
        let today = Request::Staff(StaffRequest::Day(None));
        let day: StaffDay = venue.send(today, None).await.unwrap();
        assert!(day.waitlist.is_empty(), "{writes}");
    }
}
