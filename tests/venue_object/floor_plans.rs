//! Facts about floor plans: they are parts of the settings, and a change of one is a version of them.

use edge::error::VenueError;
use edge::venue::message::floor_plan::{FloorPlan, FloorPlanParts, FloorPlansRequest};
use edge::venue::message::settings::SettingsRequest;
use serde_json::{Value, json};
use shared::id::AreaId;

use super::settings::{about_as, operator};
use super::venue::Venue;

async fn about(venue: &Venue, request: FloorPlansRequest) -> Result<Value, VenueError> {
    let request = SettingsRequest::FloorPlans(request);
    about_as((venue.writer(), &venue.settings), request, operator()).await
}

async fn all(venue: &Venue) -> Vec<FloorPlan> {
    let plans = about(venue, FloorPlansRequest::List).await.unwrap();
    serde_json::from_value(plans).unwrap()
}

/// The parts of a plan with one table.
fn parts(table: &str) -> FloorPlanParts {
    let parts = json!({
        "name": "Cellar", "sort_index": 9,
        "tables": [{
            "id": table, "name": "1", "minPartySize": 1, "maxPartySize": 4, "type": "rect_one", "x": 0, "y": 0,
            "categories": ["vaulted"],
        }],
        "combinations": [
            { "id": "draft", "tableIds": ["nowhere"], "minPartySize": 0, "maxPartySize": 0 },
        ],
        "elements": [{ "id": "wall", "x": 0, "y": 0, "width": 9, "height": 1 }],
    });
    serde_json::from_value(parts).unwrap()
}

async fn created(venue: &Venue, table: &str) -> FloorPlan {
    let plan = about(venue, FloorPlansRequest::Create(Box::new(parts(table)))).await;
    serde_json::from_value(plan.unwrap()).unwrap()
}

#[tokio::test]
async fn a_plan_is_created_replaced_in_parts_and_deleted_as_versions_of_the_settings() {
    let venue = Venue::with_mail();
    let before = all(&venue).await;
    let plan = created(&venue, "c1").await;
    assert_eq!(plan.name, "Cellar");
    let parts = FloorPlanParts {
        name: Some("Vault".to_owned()),
        ..FloorPlanParts::default()
    };
    let id = plan.room.id.clone();
    let replaced = about(&venue, FloorPlansRequest::Replace(id.clone(), Box::new(parts))).await;
    let replaced: FloorPlan = serde_json::from_value(replaced.unwrap()).unwrap();
    assert_eq!(
        (replaced.name.as_str(), &replaced.room.tables),
        ("Vault", &plan.room.tables)
    );
    assert_eq!(all(&venue).await.len(), before.len() + 1);
    about(&venue, FloorPlansRequest::Delete(id.clone()))
        .await
        .unwrap();
    assert_eq!(all(&venue).await, before);
    let again = about(&venue, FloorPlansRequest::Delete(id)).await;
    assert_eq!(again, Err(VenueError::NotFound));
    assert_eq!(
        venue.count("SELECT * FROM settings_versions WHERE version > 0"),
        3
    );
}

#[tokio::test]
async fn a_plan_that_nothing_replaces_keeps_its_version() {
    let venue = Venue::with_mail();
    let plan = created(&venue, "c1").await;
    let same = FloorPlansRequest::Replace(plan.room.id.clone(), Box::new(parts("c1")));
    about(&venue, same).await.unwrap();
    assert_eq!(
        venue.count("SELECT * FROM settings_versions WHERE version > 0"),
        1
    );
}

#[tokio::test]
async fn a_plan_whose_table_is_booked_is_not_replaced_or_deleted() {
    let venue = Venue::with_mail();
    let booked = venue.book("key-1").await.unwrap();
    let staff = venue.staff_sees(&booked.id).await;
    let plans = all(&venue).await;
    let of_table = |plan: &&FloorPlan| {
        plan.room
            .tables
            .iter()
            .any(|table| table.id == staff.tables[0].id)
    };
    let plan = plans.iter().find(of_table).unwrap();
    let without_tables = FloorPlanParts {
        tables: Some(Vec::new()),
        combinations: Some(Vec::new()),
        ..FloorPlanParts::default()
    };
    let refused = about(
        &venue,
        FloorPlansRequest::Replace(plan.room.id.clone(), Box::new(without_tables)),
    );
    let Err(VenueError::SettingsRefused { refusal, detail }) = refused.await else {
        panic!("the plan was replaced");
    };
    assert!(
        detail.contains(&booked.number) || !refusal.faults.is_empty(),
        "{detail}"
    );
    assert_eq!(all(&venue).await, plans);
}

#[tokio::test]
async fn a_plan_needs_ids_that_no_other_plan_has() {
    let venue = Venue::with_mail();
    let plan = created(&venue, "c1").await;
    let twice = about(&venue, FloorPlansRequest::Create(Box::new(parts("c1")))).await;
    assert!(
        matches!(twice, Err(VenueError::SettingsRefused { .. })),
        "{twice:?}"
    );
    let unknown = FloorPlansRequest::Replace(AreaId::parse("nowhere").unwrap(), Box::new(parts("c9")));
    assert_eq!(about(&venue, unknown).await, Err(VenueError::NotFound));
    assert_eq!(all(&venue).await.last().unwrap().room, plan.room);
}
