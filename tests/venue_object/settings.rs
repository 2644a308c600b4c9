//! Facts about versions of a venue's settings: what is in force, what a change is refused for, and what stays.

use config::VenueSettings;
use edge::access::{Credential, StaffSender};
use edge::error::VenueError;
use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::day_rule::{DayRulesRequest, NewDayRule};
use edge::venue::message::settings::SettingsRequest;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::{Envelope, Request};
use edge::venue::service::VenueService;
use serde_json::{Value, json};
use shared::access::Permission;
use shared::settings::{NewSettings, SettingsChange, SettingsDiff, SettingsVersions, VersionedSettings};
use shared::validation::Notes;

use super::venue::{NOON, Venue};

pub fn operator() -> StaffSender {
    StaffSender {
        credential: Credential::Operator,
        permission: Permission::WriteSettings,
    }
}

/// The answer of an object to a request about its settings, sent by this sender.
pub async fn about_as(
    (writer, settings): (&VenueService, &VenueSettings),
    request: SettingsRequest,
    sender: StaffSender,
) -> Result<Value, VenueError> {
    let message = Envelope {
        venue: settings.id.clone(),
        request: Request::Staff(StaffRequest::Settings(request)),
        visitor: None,
        staff: Some(sender),
    };
    writer.handle(Some(settings), &message).await.into_result()
}

async fn about(venue: &Venue, request: SettingsRequest) -> Result<Value, VenueError> {
    about_as((venue.writer(), &venue.settings), request, operator()).await
}

async fn read(venue: &Venue) -> VersionedSettings {
    let read = about(venue, SettingsRequest::Read(None)).await.unwrap();
    serde_json::from_value(read).unwrap()
}

async fn replace(
    venue: &Venue,
    expected: u32,
    settings: Value,
    check_only: bool,
) -> Result<SettingsChange, VenueError> {
    let new = NewSettings {
        settings,
        reason: None,
        check_only,
    };
    let new = Box::new(new);
    let changed = about(venue, SettingsRequest::Replace { expected, new }).await?;
    Ok(serde_json::from_value(changed).unwrap())
}

/// Changes the settings in force at these places.
async fn change(venue: &Venue, values: &[(&str, Value)]) -> Result<SettingsChange, VenueError> {
    let VersionedSettings {
        version,
        mut settings,
    } = read(venue).await;
    for (pointer, value) in values {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = settings.pointer_mut(parent).unwrap();
        if let Some(elements) = parent.as_array_mut() {
            elements[key.parse::<usize>().unwrap()] = value.clone();
        } else {
            let members = parent.as_object_mut().unwrap();
            members.insert((*key).to_owned(), value.clone());
        }
    }
    replace(venue, version.version, settings, false).await
}

#[tokio::test]
async fn a_change_is_in_force_at_once_and_after_a_restart() {
    let venue = Venue::with_mail();
    assert_eq!(read(&venue).await.version.version, 0);
    let changed = change(&venue, &[("/name", json!("Zur Linde"))]).await.unwrap();
    assert_eq!((changed.version, changed.is_stored), (1, true));
    let venue = venue.restarted();
    let now = read(&venue).await;
    assert_eq!(
        (now.version.version, &now.settings["name"]),
        (1, &json!("Zur Linde"))
    );
    assert_eq!(now.version.author.as_deref(), Some("operator"));
    venue.book("key-1").await.unwrap();
}

#[tokio::test]
async fn guests_book_by_the_settings_in_force() {
    let venue = Venue::with_mail();
    change(&venue, &[("/engine/horizonDays", json!(1))])
        .await
        .unwrap();
    assert!(matches!(venue.book("key-1").await, Err(VenueError::Fields(_))));
    change(&venue, &[("/engine/horizonDays", json!(30))])
        .await
        .unwrap();
    venue.book("key-1").await.unwrap();
}

#[tokio::test]
async fn of_two_changes_of_one_version_the_second_is_refused() {
    let venue = Venue::with_mail();
    let settings = read(&venue).await.settings;
    let with_name = |name: &str| {
        let mut settings = settings.clone();
        settings["name"] = json!(name);
        settings
    };
    replace(&venue, 0, with_name("One"), false).await.unwrap();
    let refused = replace(&venue, 0, with_name("Two"), false).await;
    assert_eq!(refused, Err(VenueError::SettingsVersion { current: 1 }));
    assert_eq!(read(&venue).await.settings["name"], "One");
}

#[tokio::test]
async fn a_check_and_a_change_of_nothing_store_nothing() {
    let venue = Venue::with_mail();
    let settings = read(&venue).await.settings;
    let mut other = settings.clone();
    other["name"] = json!("Zur Linde");
    let checked = replace(&venue, 0, other, true).await.unwrap();
    assert_eq!(
        (checked.version, checked.is_stored, checked.changes.len()),
        (0, false, 1)
    );
    let same = replace(&venue, 0, settings, false).await.unwrap();
    assert_eq!((same.version, same.is_stored, same.changes.len()), (0, false, 0));
    assert_eq!(venue.count("SELECT * FROM settings_versions"), 0);
}

#[tokio::test]
async fn a_change_that_takes_a_booked_table_is_refused_with_the_reservations_number() {
    let venue = Venue::with_mail();
    let booked = venue.book("key-1").await.unwrap();
    let settings = read(&venue).await.settings;
    let table = settings["engine"]["rooms"][0]["tables"][0].clone();
    let mut other = table.clone();
    other["id"] = json!("other");
    let refused = change(&venue, &[("/engine/rooms/0/tables/0", other)]).await;
    let Err(VenueError::SettingsRefused { refusal, detail }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        json!(refusal.conflicts),
        json!([{ "number": booked.number, "loses": ["table"] }])
    );
    assert!(detail.contains(&booked.number), "{detail}");
    assert_eq!(read(&venue).await.version.version, 0);
    // The table itself may change, as long as the party fits.
    let mut renamed = table;
    renamed["name"] = json!("Window");
    change(&venue, &[("/engine/rooms/0/tables/0", renamed)])
        .await
        .unwrap();
}

#[tokio::test]
async fn what_open_matters_need_cannot_change() {
    let venue = Venue::with_mail();
    change(&venue, &[("/timeZone", json!("Europe/Rome"))])
        .await
        .unwrap();
    venue.book("key-1").await.unwrap();
    let refused = change(&venue, &[("/timeZone", json!("America/New_York"))]).await;
    let Err(VenueError::SettingsRefused { refusal, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refusal.locks[0].setting, "time_zone");
}

#[tokio::test]
async fn a_manager_changes_the_restaurants_settings_and_not_the_operators() {
    let venue = Venue::with_mail();
    let manager = StaffSender {
        credential: Credential::StaffKey("LINDE_STAFF".to_owned()),
        permission: Permission::WriteSettings,
    };
    let settings = read(&venue).await.settings;
    for (member, value, is_allowed) in [
        ("name", json!("Zur Linde"), true),
        ("origins", json!(["https://evil.example"]), false),
        ("staffKey", json!("ANOTHER_KEY"), false),
    ] {
        let current = read(&venue).await.version.version;
        let mut settings = settings.clone();
        settings[member] = value;
        let new = NewSettings {
            settings,
            reason: None,
            check_only: false,
        };
        let request = SettingsRequest::Replace {
            expected: current,
            new: Box::new(new),
        };
        let object = (venue.writer(), &venue.settings);
        let answer = about_as(object, request, manager.clone()).await;
        assert_eq!(answer.is_ok(), is_allowed, "{member}: {answer:?}");
    }
}

#[tokio::test]
async fn every_version_can_be_read_compared_and_stored_again() {
    let venue = Venue::with_mail();
    for name in ["One", "Two"] {
        change(&venue, &[("/name", json!(name))]).await.unwrap();
    }
    let first = about(&venue, SettingsRequest::Read(Some(1))).await.unwrap();
    assert_eq!(first["settings"]["name"], "One");
    let diff = about(&venue, SettingsRequest::Diff(1, None)).await.unwrap();
    let diff: SettingsDiff = serde_json::from_value(diff).unwrap();
    assert_eq!(
        json!(diff.changes),
        json!([{ "pointer": "/name", "before": "One", "after": "Two" }])
    );
    let of_file = about(&venue, SettingsRequest::Read(Some(0))).await.unwrap();
    assert_eq!(of_file["settings"]["name"], "Linde");
    let undone = replace(&venue, 2, first["settings"].clone(), false)
        .await
        .unwrap();
    assert_eq!(undone.version, 3);
    let versions = about(&venue, SettingsRequest::Versions(None)).await.unwrap();
    let versions: SettingsVersions = serde_json::from_value(versions).unwrap();
    let numbers: Vec<_> = versions.versions.iter().map(|one| one.version).collect();
    assert_eq!(numbers, [3, 2, 1, 0]);
    let unknown = about(&venue, SettingsRequest::Read(Some(9))).await;
    assert_eq!(unknown, Err(VenueError::NotFound));
}

#[tokio::test]
async fn settings_that_cannot_be_served_are_refused_with_every_place() {
    let venue = Venue::with_mail();
    let settings = read(&venue).await.settings;
    let mut wrong = settings.clone();
    wrong["name"] = json!(" ");
    wrong["locales"] = json!([]);
    let mut unreadable = settings.clone();
    unreadable["engine"]["horizonDays"] = json!("many");
    let mut renamed = settings;
    renamed["id"] = json!("other");
    for (settings, places) in [
        (wrong, &["/name", "/locales"][..]),
        (unreadable, &["/engine/horizonDays"]),
        (renamed, &["/id"]),
        (json!(null), &[""]),
    ] {
        let refused = replace(&venue, 0, settings, false).await;
        let Err(VenueError::SettingsRefused { refusal, .. }) = refused else {
            panic!("{refused:?}");
        };
        for place in places {
            let is_named = refusal.faults.iter().any(|fault| fault.pointer == **place);
            assert!(is_named, "{place}: {:?}", refusal.faults);
        }
    }
    assert_eq!(venue.count("SELECT * FROM settings_versions"), 0);
}

#[tokio::test]
async fn a_crash_leaves_one_version_or_the_other() {
    for writes in 0..3 {
        let venue = Venue::with_mail();
        venue.book("key-1").await.unwrap();
        venue.doom(writes);
        let changed = change(&venue, &[("/name", json!("Zur Linde"))]).await;
        let venue = venue.restarted();
        let version = read(&venue).await.version.version;
        assert_eq!(version, u32::from(changed.is_ok()), "{writes}");
        assert_eq!(venue.count("SELECT * FROM audit"), version as usize);
        assert_eq!(venue.count("SELECT * FROM reservations"), 1);
    }
}

#[tokio::test]
async fn an_area_that_a_rule_of_days_closes_keeps_its_id() {
    let venue = Venue::with_mail();
    let rename = &[("/engine/rooms/0/id", json!("another"))];
    let area = read(&venue).await.settings["engine"]["rooms"][0]["id"].clone();
    let request = json!({ "effect": { "kind": "closure", "from": "2026-11-27", "areaId": area } });
    let new = NewDayRule {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse("key-1").unwrap(),
    };
    let request = StaffRequest::DayRules(DayRulesRequest::Create(Box::new(new)));
    let message = Envelope {
        venue: venue.settings.id.clone(),
        request: Request::Staff(request),
        visitor: None,
        staff: Some(operator()),
    };
    let created = venue.writer().handle(Some(&venue.settings), &message).await;
    let created: Value = created.into_result().unwrap();
    let Err(VenueError::SettingsRefused { detail, .. }) = change(&venue, rename).await else {
        panic!("renamed")
    };
    let id = created["impact"]["rule"]["id"].as_str().unwrap();
    assert!(detail.contains(&format!("the rule of days `{id}`")), "{detail}");
}

#[tokio::test]
async fn the_reason_of_a_change_ends_with_guests_data_and_the_change_stays() {
    let venue = Venue::with_mail();
    let mut settings = read(&venue).await.settings;
    settings["name"] = json!("Zur Linde");
    let new = Box::new(NewSettings {
        settings,
        reason: Notes::parse("The wedding of Ada Muster").ok(),
        check_only: false,
    });
    about(&venue, SettingsRequest::Replace { expected: 0, new })
        .await
        .unwrap();
    let versions = async || {
        let versions = about(&venue, SettingsRequest::Versions(None)).await.unwrap();
        versions["versions"][0].clone()
    };
    assert_eq!(versions().await["reason"], "The wedding of Ada Muster");
    venue.run_until(NOON.plus_seconds(732 * 24 * 60 * 60)).await;
    let version = versions().await;
    assert_eq!(
        (&version["version"], &version["reason"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(read(&venue).await.settings["name"], "Zur Linde");
}
