//! Facts about the audit log: changes by staff are in it with the change itself, and nothing of a guest is.

use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::audit::AuditPage;
use shared::id::ReservationId;
use shared::reservation::Status;

use super::venue::Venue;

async fn log(venue: &Venue) -> Vec<Value> {
    let page: AuditPage = venue
        .send(Request::Staff(StaffRequest::Audit(None)), None)
        .await
        .unwrap();
    let line =
        |entry: shared::audit::AuditEntry| json!([entry.actor, entry.action, entry.before, entry.after]);
    page.entries.into_iter().map(line).collect()
}

/// Staff book a table for Ada Lovelace.
pub async fn create(venue: &Venue) -> ReservationId {
    let request = json!({
        "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_140, "attendees": 2, "locale": "en",
        "guest": { "lastName": "Lovelace", "email": "ada@example.com" }, "notes": "by the window",
    });
    let request = serde_json::from_value(request).unwrap();
    let made: Value = venue
        .send(Request::Staff(StaffRequest::Create(Box::new(request))), None)
        .await
        .unwrap();
    ReservationId::parse(made["reservation"]["id"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_change_by_staff_is_in_the_log_and_a_guests_is_not() {
    let venue = Venue::with_mail();
    venue.book("key-1").await.unwrap();
    assert_eq!(log(&venue).await, Vec::<Value>::new());
    let venue = Venue::with_mail();
    let id = create(&venue).await;
    venue.staff(&id, Status::Seated).await;
    // A repeated call changes nothing.
    venue.staff(&id, Status::Seated).await;
    let made = json!({ "number": "R-000001", "day": "2026-11-25", "minutes": 1_140, "attendees": 2 });
    assert_eq!(
        log(&venue).await,
        [
            json!(["staff_key", "reservation.status", "booked", "seated"]),
            json!(["staff_key", "reservation.create", null, made]),
        ]
    );
}

#[tokio::test]
async fn a_change_that_is_not_written_is_not_in_the_log() {
    let venue = Venue::new("instant");
    let id = create(&venue).await;
    venue.doom(0);
    assert!(venue.try_staff(&id, Status::Seated).await.is_err());
    let venue = venue.restarted();
    assert_eq!(log(&venue).await.len(), 1);
}

#[tokio::test]
async fn the_log_holds_nothing_of_a_guest_also_after_an_erasure() {
    let venue = Venue::with_mail();
    let id = create(&venue).await;
    venue.staff(&id, Status::Cancelled).await;
    let email = serde_json::from_value(json!("ada@example.com")).unwrap();
    let _: Value = venue
        .send(Request::Staff(StaffRequest::EraseGuest(email)), None)
        .await
        .unwrap();
    let all = log(&venue).await;
    assert_eq!(all[0][1], "guest.erase");
    let rows = format!("{:?}", venue.rows("SELECT * FROM audit")).to_lowercase();
    for personal in ["ada", "lovelace", "window"] {
        assert!(!rows.contains(personal), "{rows}");
    }
}
