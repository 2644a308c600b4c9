//! Facts about telephone calls: reported in any order, tied to guests by their number, and deleted.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::phone_call::{PhoneCallReport, PhoneCallsRequest};
use edge::venue::message::staff::{ReportedPhoneCall, StaffRequest};
use serde_json::{Value, json};
use shared::page::PagePosition;
use shared::phone_call::{PhoneCallPage, PhoneCallStatus};
use shared::reservation::Status;
use shared::staff_booking::GuestHistory;

use super::guest_data::{after_end, booked, erase, export, knows_ada, stored};
use super::venue::{NOON, Venue};

const ADA: &str = "+436605512234";

async fn report(
    venue: &Venue,
    id: &str,
    phone: Option<&str>,
    status: PhoneCallStatus,
) -> Result<ReportedPhoneCall, VenueError> {
    let report = json!({ "id": id, "phone_number_id": "main", "phone": phone, "status": status });
    let report: PhoneCallReport = serde_json::from_value(report).unwrap();
    let request = PhoneCallsRequest::Report(Box::new(report));
    venue
        .send(Request::Staff(StaffRequest::PhoneCalls(request)), None)
        .await
}

async fn list(venue: &Venue, before: Option<u64>) -> PhoneCallPage {
    let request = PhoneCallsRequest::List(before.map(PagePosition));
    venue
        .send(Request::Staff(StaffRequest::PhoneCalls(request)), None)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_guest_is_found_by_the_number_before_any_call() {
    let venue = Venue::with_mail();
    let first = booked(&venue).await;
    let history = |phone: &str| {
        let phone = serde_json::from_value(json!(phone)).unwrap();
        Request::Staff(StaffRequest::PhoneCalls(PhoneCallsRequest::History(phone)))
    };
    let found: GuestHistory = venue.send(history(ADA), None).await.unwrap();
    let ids: Vec<_> = found.upcoming.iter().map(|one| one.id.clone()).collect();
    assert_eq!((ids, found.past.len()), (vec![first.id], 0));
    let nothing: GuestHistory = venue.send(history("+436605512235"), None).await.unwrap();
    assert_eq!((nothing.upcoming.len(), nothing.past.len()), (0, 0));
}

#[tokio::test]
async fn a_caller_is_known_by_the_number_with_what_comes_and_what_was() {
    let venue = Venue::with_mail();
    let first = booked(&venue).await;
    let ringing = report(&venue, "call-00001", Some(ADA), PhoneCallStatus::Ringing)
        .await
        .unwrap();
    let ids = |all: &[edge::venue::message::staff::StaffReservation]| -> Vec<_> {
        all.iter().map(|one| one.reservation.id.clone()).collect()
    };
    assert_eq!(
        (ids(&ringing.upcoming), ids(&ringing.past)),
        (vec![first.id.clone()], vec![])
    );
    venue.staff(&first.id, Status::Seated).await;
    venue.staff(&first.id, Status::Finished).await;
    let over = report(&venue, "call-00001", Some(ADA), PhoneCallStatus::HungUp)
        .await
        .unwrap();
    assert_eq!(
        (ids(&over.upcoming), ids(&over.past)),
        (vec![], vec![first.id.clone()])
    );
    for phone in [Some("+436601123345"), None] {
        let call = report(
            &venue,
            &format!("call-{phone:?}-0000"),
            phone,
            PhoneCallStatus::Ringing,
        )
        .await
        .unwrap();
        assert!(call.upcoming.is_empty() && call.past.is_empty());
    }
    let calls = serde_json::to_value(list(&venue, None).await).unwrap();
    assert_eq!(calls["calls"].as_array().map(Vec::len), Some(3));
    assert_eq!(calls["calls"][0].get("phone"), None);
    assert_eq!(calls["calls"][1].get("caller"), None);
    assert_eq!(
        calls["calls"][2],
        json!({
            "number": 1, "id": "call-00001", "phoneNumberId": "main", "phone": ADA, "status": "hung_up",
            "at": NOON, "endedAt": NOON, "caller": { "firstName": "Ada", "lastName": "Zwetschke" }, "upcoming": [],
        })
    );
}

#[tokio::test]
async fn reports_out_of_order_or_twice_are_one_call() {
    let venue = Venue::new("instant");
    for (status, expected) in [
        (PhoneCallStatus::PickedUp, PhoneCallStatus::PickedUp),
        (PhoneCallStatus::HungUp, PhoneCallStatus::HungUp),
        (PhoneCallStatus::HungUp, PhoneCallStatus::HungUp),
        (PhoneCallStatus::Ringing, PhoneCallStatus::HungUp),
        (PhoneCallStatus::Abandoned, PhoneCallStatus::HungUp),
    ] {
        let call = report(&venue, "call-00001", None, status).await.unwrap();
        assert_eq!(call.status, expected, "{status:?}");
    }
    // The number comes late, and stays.
    let call = report(&venue, "call-00001", Some(ADA), PhoneCallStatus::Ringing)
        .await
        .unwrap();
    assert_eq!(call.phone.unwrap().as_str(), ADA);
    let other = report(
        &venue,
        "call-00001",
        Some("+436601123345"),
        PhoneCallStatus::HungUp,
    )
    .await;
    assert_eq!(other.map(|_| ()), Err(VenueError::KeyReused));
    let page = list(&venue, None).await;
    assert_eq!((page.calls.len(), page.next), (1, None));
}

#[tokio::test]
async fn calls_are_listed_fifty_at_a_time_the_newest_first() {
    let venue = Venue::new("instant");
    for number in 0..51 {
        report(
            &venue,
            &format!("call-{number:05}"),
            None,
            PhoneCallStatus::Abandoned,
        )
        .await
        .unwrap();
    }
    let first = list(&venue, None).await;
    assert_eq!(
        (first.calls.len(), first.calls[0].id.as_str()),
        (50, "call-00050")
    );
    let rest = list(&venue, first.next).await;
    assert_eq!(
        (rest.calls.len(), rest.calls[0].id.as_str(), rest.next),
        (1, "call-00000", None)
    );
}

#[tokio::test]
async fn ten_thousand_calls_are_stored_and_no_more() {
    let venue = Venue::new("instant");
    report(&venue, "call-00001", None, PhoneCallStatus::Ringing)
        .await
        .unwrap();
    // Many calls later.
    venue.write("UPDATE sqlite_sequence SET seq = 10000 WHERE name = 'phone_calls'");
    for (id, stored) in [("call-00002", 1), ("call-00003", 2)] {
        report(&venue, id, None, PhoneCallStatus::Ringing).await.unwrap();
        assert_eq!(list(&venue, None).await.calls.len(), stored, "{id}");
    }
}

#[tokio::test]
async fn a_guests_calls_are_handed_out_and_erased_with_their_data() {
    let venue = Venue::with_mail();
    let reservation = booked(&venue).await;
    report(&venue, "call-00001", Some(ADA), PhoneCallStatus::Abandoned)
        .await
        .unwrap();
    report(
        &venue,
        "call-00002",
        Some("+436601123345"),
        PhoneCallStatus::Abandoned,
    )
    .await
    .unwrap();
    venue.staff(&reservation.id, Status::Seated).await;
    venue.staff(&reservation.id, Status::Finished).await;
    let handed: Value = serde_json::to_value(export(&venue, "ada.z@example.com").await).unwrap();
    assert_eq!(
        handed["calls"],
        json!([{ "id": "call-00001", "phone": ADA, "status": "abandoned", "at": NOON }])
    );
    let erased = erase(&venue, "ada.z@example.com").await;
    assert_eq!((erased.erased.calls, erased.erased.reservations), (1, 1));
    assert!(
        !knows_ada(|sql| venue.rows(sql)),
        "{}",
        stored(|sql| venue.rows(sql))
    );
    assert_eq!(list(&venue, None).await.calls.len(), 1);
}

#[tokio::test]
async fn calls_are_deleted_after_thirty_days_and_their_reservations_stay() {
    let venue = Venue::with_mail();
    booked(&venue).await;
    report(&venue, "call-00001", Some(ADA), PhoneCallStatus::HungUp)
        .await
        .unwrap();
    venue.run_until(NOON.plus_minutes(29 * 24 * 60)).await;
    assert_eq!(list(&venue, None).await.calls.len(), 1);
    venue.run_until(after_end(32)).await;
    assert_eq!(list(&venue, None).await.calls.len(), 0);
    assert_eq!(
        venue.count("SELECT id FROM reservations WHERE phone IS NOT NULL"),
        1
    );
}
