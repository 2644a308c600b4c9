//! Facts about venues that operators create, suspend and resume.

use config::VenueSettings;
use edge::access::{Credential, StaffSender};
use edge::error::VenueError;
use edge::venue::message::operator::OperatorRequest;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::waitlist::WaitlistRequest;
use edge::venue::message::{Envelope, Request, Response};
use edge::venue::service::VenueService;
use serde_json::{Value, json};
use shared::access::Permission;
use shared::id::ReservationId;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};

use super::object::{Object, staff};
use super::venue::Venue;
use super::waitlist::{cancel, full, leave, of_entry, order, restaurant, status};

pub fn operator() -> StaffSender {
    StaffSender {
        credential: Credential::Operator,
        permission: Permission::Directory,
    }
}

/// The response of the object of a venue of a file, or of none.
pub async fn send(
    (writer, of_file): (&VenueService, Option<&VenueSettings>),
    request: Request,
    sender: StaffSender,
) -> Response {
    let message = Envelope {
        venue: serde_json::from_value(json!("linde")).unwrap(),
        request,
        visitor: None,
        staff: Some(sender),
    };
    writer.handle(of_file, &message).await
}

pub fn create(settings: &VenueSettings) -> Request {
    Request::Operator(OperatorRequest::Create(Box::new(json!(settings))))
}

/// Suspends or resumes a venue of a file.
pub async fn set_suspended(object: (&VenueService, &VenueSettings), is_suspended: bool) {
    let request = Request::Operator(OperatorRequest::SetSuspended(is_suspended));
    let response = send((object.0, Some(object.1)), request, operator()).await;
    assert!(response.result.is_ok() && response.is_suspended == is_suspended);
}

fn refused<T>() -> Result<T, VenueError> {
    Err(VenueError::Refused(ProblemCode::VenueSuspended))
}

#[tokio::test]
async fn a_created_venue_is_served_without_a_file_and_after_a_restart() {
    let venue = Venue::with_mail();
    let made = send((venue.writer(), None), create(&venue.settings), operator()).await;
    assert_eq!((made.result.is_ok(), made.settings_version), (true, Some(1)));
    // The same again changes nothing, others are refused.
    let again = send((venue.writer(), None), create(&venue.settings), operator()).await;
    assert!(again.result.is_ok());
    let mut other = venue.settings.clone();
    other.name = "Another".to_owned();
    let refused = send((venue.writer(), None), create(&other), operator()).await;
    assert_eq!(
        refused.result.err(),
        Some(VenueError::Refused(ProblemCode::VenueExists))
    );
    let venue = venue.restarted();
    let read = send((venue.writer(), None), Request::Settings(None), staff()).await;
    let read: Value = read.into_result().unwrap();
    assert_eq!(read["Stored"][0], 1);
    assert_eq!(read["Stored"][1], json!(venue.settings));
    let entries = venue.rows("SELECT actor, action FROM audit");
    assert_eq!(
        entries,
        [json!({ "actor": "operator", "action": "venue.create" })]
    );
    // Its retention begins before the first request of a guest.
    assert_eq!(venue.writer().venue().unwrap().unwrap().as_str(), "linde");
    assert_eq!(venue.count("SELECT * FROM due WHERE kind = 'retention'"), 1);
}

#[tokio::test]
async fn a_crash_during_a_creation_leaves_a_venue_or_none_and_the_next_one_completes_it() {
    let mut outcomes = std::collections::BTreeSet::new();
    // Every migration is a write.
    for writes in 0.. {
        let venue = Venue::with_mail();
        venue.doom(writes);
        let made = send((venue.writer(), None), create(&venue.settings), operator()).await;
        let venue = venue.restarted();
        let read = send((venue.writer(), None), Request::Settings(None), staff()).await;
        let is_made = made.result.is_ok();
        outcomes.insert((is_made, read.result.is_ok()));
        let again = send((venue.writer(), None), create(&venue.settings), operator()).await;
        assert!(again.result.is_ok(), "{writes}: {:?}", again.result);
        assert_eq!(venue.count("SELECT * FROM settings_versions"), 1, "{writes}");
        assert_eq!(venue.count("SELECT * FROM audit"), 1, "{writes}");
        if is_made {
            break;
        }
    }
    assert!(outcomes.contains(&(false, false)) && outcomes.contains(&(true, true)));
    assert!(!outcomes.contains(&(true, false)), "{outcomes:?}");
}

#[tokio::test]
async fn operators_alone_create_venues_and_a_refusal_leaves_no_schema() {
    let object = Object::untouched(restaurant().settings);
    let manager = StaffSender {
        credential: Credential::StaffKey("LINDE_STAFF".to_owned()),
        permission: Permission::Directory,
    };
    let other_call = StaffSender {
        permission: Permission::WriteSettings,
        ..operator()
    };
    for sender in [manager, other_call] {
        let made = send((object.writer(), None), create(&object.settings), sender).await;
        assert_eq!(made.result.err(), Some(VenueError::Forbidden));
    }
    let mut renamed = object.settings.clone();
    renamed.id = serde_json::from_value(json!("adler")).unwrap();
    let wrong = send((object.writer(), None), create(&renamed), operator()).await;
    assert!(matches!(wrong.result, Err(VenueError::SettingsRefused { .. })));
    let of_unknown = Request::Operator(OperatorRequest::SetSuspended(true));
    let unknown = send((object.writer(), None), of_unknown, operator()).await;
    assert_eq!(unknown.result.err(), Some(VenueError::UnknownVenue));
    assert_eq!(object.rows("SELECT name FROM sqlite_master"), Vec::<Value>::new());
}

#[tokio::test]
async fn the_id_of_a_venue_that_was_served_before_is_not_given_to_another() {
    let venue = Venue::with_mail();
    venue.book("key-1").await.unwrap();
    // With its file, and after its file was taken away.
    for of_file in [true, false] {
        let venue = venue.writer();
        let settings = Venue::with_mail().settings;
        let made = send(
            (venue, of_file.then_some(&settings)),
            create(&settings),
            operator(),
        )
        .await;
        assert!(made.result.is_err(), "{of_file}");
    }
    let venue = venue.restarted();
    let made = send((venue.writer(), None), create(&venue.settings), operator()).await;
    assert_eq!(
        made.result.err(),
        Some(VenueError::Refused(ProblemCode::VenueExists))
    );
}

#[tokio::test]
async fn a_suspended_venue_takes_nothing_new_and_keeps_what_was_booked() {
    let venue = Venue::with_mail();
    let booked = venue.book("key-1").await.unwrap();
    set_suspended((venue.writer(), &venue.settings), true).await;
    let venue = venue.restarted();
    assert_eq!(venue.book_with("key-2", "2026-11-26", None).await, refused());
    // A guest whose connection broke learns that the table is theirs.
    assert_eq!(venue.book("key-1").await.unwrap().id, booked.id);
    assert_eq!(venue.see(&booked).await.id, booked.id);
    let change = |change: Value| {
        let change = Box::new(serde_json::from_value(change).unwrap());
        venue.send::<Reservation>(
            Request::Change(booked.id.clone(), change),
            booked.manage_token.clone(),
        )
    };
    assert_eq!(change(json!({ "minutes": 1_170 })).await, refused());
    change(json!({ "notes": "By the window" })).await.unwrap();
    let card = json!({
        "GiftCards": { "Create": { "key": "key-3", "request": {
            "templateId": "plain", "amount": { "amount": 2_000, "currency": "EUR" },
            "purchaser": { "name": "Ada", "email": "ada@example.com" }, "locale": "en",
        } } }
    });
    let card = venue
        .send::<Value>(serde_json::from_value(card).unwrap(), None)
        .await;
    assert_eq!(card, refused());
    assert_eq!(venue.staff_sees(&booked.id).await.reservation.id, booked.id);
    let cancelled: Reservation = venue
        .send(
            Request::SetStatus(booked.id.clone(), Status::Cancelled),
            booked.manage_token.clone(),
        )
        .await
        .unwrap();
    assert_eq!(cancelled.status, Status::Cancelled);
    set_suspended((venue.writer(), &venue.settings), false).await;
    venue.book_with("key-2", "2026-11-26", None).await.unwrap();
    let actions = venue.rows("SELECT action FROM audit ORDER BY id");
    assert_eq!(
        json!(actions),
        json!([{ "action": "venue.suspend" }, { "action": "venue.resume" }])
    );
}

#[tokio::test]
async fn a_reminder_is_sent_while_the_venue_is_suspended() {
    let object = restaurant();
    let booked = object.send(order("2026-11-27", 1140, 2, "key-1")).await["Ok"]["reservation"].clone();
    set_suspended((object.writer(), &object.settings), true).await;
    let id = ReservationId::parse(booked["id"].as_str().unwrap()).unwrap();
    object
        .run_until(super::object::NOON.plus_minutes(6 * 24 * 60))
        .await;
    let sent = object.office.taken.borrow();
    let reminder = sent.iter().find(|letter| letter.id.starts_with("reminder-"));
    assert!(reminder.is_some_and(|letter| letter.id.contains(id.as_str())));
}

#[tokio::test]
async fn no_table_is_offered_to_the_waitlist_before_the_venue_is_resumed() {
    let (object, small, _) = full().await;
    let waiting = leave(&object, 2, "ben@example.com").await;
    set_suspended((object.writer(), &object.settings), true).await;
    cancel(&object, &small).await;
    object.wake().await;
    assert_eq!(status(&object, &waiting).await, "waiting");
    let accepted = of_entry(&object, &waiting, WaitlistRequest::Accept).await;
    assert_eq!(accepted["Err"], json!({ "Refused": "venue_suspended" }));
    set_suspended((object.writer(), &object.settings), false).await;
    object.wake().await;
    assert_eq!(status(&object, &waiting).await, "offered");
    // Its guest can withdraw meanwhile.
    set_suspended((object.writer(), &object.settings), true).await;
    let withdrawn = of_entry(&object, &waiting, WaitlistRequest::Withdraw).await;
    assert_eq!(withdrawn["Ok"]["status"], "withdrawn", "{withdrawn}");
}

#[tokio::test]
async fn an_open_offer_is_taken_back_by_a_suspension_and_made_again_afterwards() {
    let (object, small, _) = full().await;
    let waiting = leave(&object, 2, "ben@example.com").await;
    let later = leave(&object, 2, "late@example.com").await;
    cancel(&object, &small).await;
    object.wake().await;
    assert_eq!(status(&object, &waiting).await, "offered");
    set_suspended((object.writer(), &object.settings), true).await;
    let accepted = of_entry(&object, &waiting, WaitlistRequest::Accept).await;
    assert_eq!(accepted["Err"], json!({ "Refused": "venue_suspended" }));
    assert_eq!(status(&object, &waiting).await, "waiting");
    let held = object.rows("SELECT id FROM reservations WHERE status = 'unconfirmed'");
    assert_eq!(held, Vec::<Value>::new());
    // The deadline of the offer passes meanwhile.
    object
        .run_until(super::object::NOON.plus_minutes(2 * 24 * 60))
        .await;
    assert_eq!(status(&object, &waiting).await, "waiting");
    let object = object.restarted();
    set_suspended((object.writer(), &object.settings), false).await;
    object.wake().await;
    assert_eq!(status(&object, &waiting).await, "offered");
    assert_eq!(status(&object, &later).await, "waiting");
    let accepted = of_entry(&object, &waiting, WaitlistRequest::Accept).await;
    assert_eq!(accepted["Ok"]["status"], "booked", "{accepted}");
}

#[tokio::test]
async fn each_suspension_has_a_later_number_than_the_one_before_and_the_same_again_has_its_own() {
    let object = restaurant();
    let mut numbers = Vec::new();
    for is_suspended in [false, true, true, false, true] {
        let request = Request::Operator(OperatorRequest::SetSuspended(is_suspended));
        let response = send((object.writer(), Some(&object.settings)), request, operator()).await;
        numbers.push(response.into_result::<Value>().unwrap());
    }
    let numbered =
        |is_suspended: bool, change: u64| json!({ "is_suspended": is_suspended, "change": change });
    assert_eq!(
        numbers,
        [
            numbered(false, 0),
            numbered(true, 1),
            numbered(true, 1),
            numbered(false, 2),
            numbered(true, 3),
        ]
    );
}

#[tokio::test]
async fn a_change_of_settings_leaves_a_suspended_venue_suspended() {
    let venue = Venue::with_mail();
    set_suspended((venue.writer(), &venue.settings), true).await;
    let mut settings = json!(venue.settings);
    settings["name"] = json!("Zur Linde");
    let request =
        json!({ "Staff": { "Settings": { "Replace": { "expected": 0, "new": { "settings": settings } } } } });
    let sender = StaffSender {
        permission: Permission::WriteSettings,
        ..operator()
    };
    let request = serde_json::from_value(request).unwrap();
    let changed = send((venue.writer(), Some(&venue.settings)), request, sender).await;
    assert_eq!(
        (
            changed.result.is_ok(),
            changed.settings_version,
            changed.is_suspended
        ),
        (true, Some(1), true)
    );
    assert_eq!(venue.book("key-1").await, refused());
    let identity = Request::Staff(StaffRequest::Identity);
    let response = send((venue.writer(), Some(&venue.settings)), identity, staff()).await;
    assert!(response.result.is_ok() && response.is_suspended);
}

#[tokio::test]
async fn staff_neither_suspend_nor_resume() {
    let venue = Venue::with_mail();
    let manager = StaffSender {
        permission: Permission::Directory,
        ..staff()
    };
    let request = Request::Operator(OperatorRequest::SetSuspended(true));
    let response = send((venue.writer(), Some(&venue.settings)), request, manager).await;
    assert_eq!(response.result.err(), Some(VenueError::Forbidden));
    // Another call's permission is not the directory's.
    for permission in [Permission::WriteSettings, Permission::Identify] {
        let sender = StaffSender {
            permission,
            ..staff()
        };
        let request = Request::Operator(OperatorRequest::SetSuspended(true));
        let response = send((venue.writer(), Some(&venue.settings)), request, sender).await;
        assert_eq!(
            response.result.err(),
            Some(VenueError::Forbidden),
            "{permission:?}"
        );
    }
    assert_eq!(venue.count("SELECT * FROM audit"), 0);
}
