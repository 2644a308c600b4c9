//! Facts about reservations as they are read.

use serde_json::{Value, json};
use shared::money::Currency;
use shared::time::{Day, Minutes};

use super::*;
use crate::test_support::mews::{answers, settings};

fn stored(beside: &Value) -> StoredReservation {
    let mut one = json!({
        "Id": "0f515589-99b4-423d-b83a-b237009f0509", "ServiceId": "s1", "AccountId": "a1", "Number": "52",
        "State": "Confirmed", "RateId": "r1", "RequestedResourceCategoryId": "c1",
        "ScheduledStartUtc": "2026-11-27T18:00:00Z", "ScheduledEndUtc": "2026-11-27T20:00:00Z",
        "PersonCounts": [{ "AgeCategoryId": "adults", "Count": 2 }, { "AgeCategoryId": "kids", "Count": 1 }],
    });
    one.as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    serde_json::from_value(one).unwrap()
}

fn read<T>(with: impl Fn(ReservationReader<'_>) -> T) -> T {
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    let catalogue = Catalogue::of(answers(|_| {}), &settings(&json!({})), &zone, Currency::EUR).unwrap();
    with(ReservationReader {
        catalogue: &catalogue,
        zone: &zone,
    })
}

fn known(beside: &Value) -> RemoteReservation {
    read(|reader| reader.stored(&stored(beside)).unwrap())
}

fn placed(text: &str, minutes: i64) -> (Option<Day>, Option<Minutes>) {
    (Day::parse(text).ok(), Minutes::parse(minutes).ok())
}

#[test]
fn a_reservation_has_its_time_on_the_propertys_clock() {
    let one = known(&json!({}));
    assert_eq!((one.day, one.minutes), placed("2026-11-27", 1_140));
    assert_eq!(
        (one.status, one.duration, one.held_until),
        (Status::Booked, Some(120), None)
    );
    assert_eq!(one.attendees.map(Attendees::get), Some(3));
    assert_eq!(one.experience.unwrap().id.as_str(), "dinner");
    let late = known(&json!({ "ScheduledStartUtc": "2026-11-28T00:00:00Z" }));
    assert_eq!((late.day, late.minutes), placed("2026-11-27", 1_500));
    // At noon there is no dinner: it is shown all the same.
    let noon = known(&json!({ "ScheduledStartUtc": "2026-11-27T11:00:00Z" }));
    assert_eq!((noon.day, noon.minutes), placed("2026-11-27", 720));
}

#[test]
fn a_state_is_a_status_in_either_spelling() {
    for (state, reason, status) in [
        ("Inquired", None, Status::Requested),
        ("Enquired", None, Status::Requested),
        ("Requested", None, Status::Requested),
        ("Optional", None, Status::Unconfirmed),
        ("Confirmed", None, Status::Booked),
        ("Started", None, Status::Seated),
        ("Processed", None, Status::Finished),
        ("Canceled", Some("RequestedByGuest"), Status::Cancelled),
        ("Canceled", Some("NoShow"), Status::NoShow),
        ("Canceled", Some("ConfirmationMissed"), Status::Voided),
        ("Dreamt", None, Status::Unconfirmed),
    ] {
        let one = known(&json!({ "State": state, "CancellationReason": reason }));
        assert_eq!(one.status, status, "{state}");
    }
}

#[test]
fn a_hold_says_when_it_lapses() {
    let released = json!({ "State": "Optional", "ReleasedUtc": "2026-11-21T12:30:00Z" });
    let one = known(&released);
    assert_eq!(one.held_until, instant("2026-11-21T12:30:00Z"));
    let confirmed = known(&json!({ "State": "Confirmed", "ReleasedUtc": "2026-11-21T12:30:00Z" }));
    assert_eq!(confirmed.held_until, None);
    assert!(is_lapsed_hold(&stored(
        &json!({ "State": "Canceled", "ReleasedUtc": "2026-11-21T12:30:00Z" })
    )));
    assert!(!is_lapsed_hold(&stored(&json!({ "State": "Canceled" }))));
    assert!(!is_lapsed_hold(&stored(&released)));
}

#[test]
fn a_reservation_of_another_service_has_no_experience() {
    let one = known(&json!({ "ServiceId": "stay" }));
    assert_eq!(one.experience, None);
}

#[test]
fn a_reservation_without_a_readable_start_is_no_reservation() {
    let failed = read(|reader| reader.stored(&stored(&json!({ "ScheduledStartUtc": "noon" }))));
    assert!(matches!(failed, Err(RemoteError::Failed(_))));
}

#[test]
fn every_status_is_looked_for_in_its_state() {
    assert_eq!(states(&[]), [""; 0]);
    assert_eq!(states(&[Status::Booked, Status::Reconfirmed]), ["Confirmed"]);
    assert_eq!(states(Status::ALL).len(), 7);
}
