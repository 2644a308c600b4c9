//! Facts about the journal of changes: what requests to a venue's object report, and when rows of it end.

use edge::error::{Result, VenueError};
use edge::storage::changes::KEPT_SECONDS;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::change::{ChangeAction, ChangeKind, ChangePage, ChangesQuery};
use shared::page::PagePosition;
use shared::reservation::Status;

use super::audit::create;
use super::venue::{NOON, Venue};

async fn try_after(venue: &Venue, after: Option<u64>) -> Result<ChangePage> {
    let query = ChangesQuery {
        after: after.map(PagePosition),
        limit: None,
    };
    venue
        .send(Request::Staff(StaffRequest::Changes(query)), None)
        .await
}

async fn after(venue: &Venue, after: u64) -> ChangePage {
    try_after(venue, Some(after)).await.unwrap()
}

#[tokio::test]
async fn a_reservation_is_reported_once_for_each_step_with_its_revision() {
    let venue = Venue::new("instant");
    let PagePosition(start) = try_after(&venue, None).await.unwrap().cursor;
    let id = create(&venue).await;
    venue.staff(&id, Status::Seated).await;
    let page = after(&venue, start).await;
    let steps: Vec<_> = page
        .changes
        .iter()
        .map(|change| (change.kind, change.action, change.id.as_str(), change.revision))
        .collect();
    let of = |action, revision| (ChangeKind::Reservation, action, id.as_str(), Some(revision));
    assert_eq!(
        steps,
        [of(ChangeAction::Created, 0), of(ChangeAction::Changed, 1)]
    );
    assert_eq!(page.changes[1].fields, ["status", "checkedInAt"]);
    assert_eq!(page.changes[1].at, NOON);
    let nothing = after(&venue, page.cursor.0).await;
    assert_eq!(
        (nothing.changes.len(), nothing.cursor, nothing.more),
        (0, page.cursor, false)
    );
}

#[tokio::test]
async fn a_step_that_is_not_written_is_not_reported() {
    let venue = Venue::new("instant");
    let id = create(&venue).await;
    let before = try_after(&venue, None).await.unwrap().cursor;
    venue.doom(0);
    assert!(venue.try_staff(&id, Status::Seated).await.is_err());
    let venue = venue.restarted();
    assert!(after(&venue, before.0).await.changes.is_empty());
    // One that repeats an answer writes nothing.
    venue.staff(&id, Status::Seated).await;
    venue.staff(&id, Status::Seated).await;
    assert_eq!(after(&venue, before.0).await.changes.len(), 1);
}

#[tokio::test]
async fn a_listener_that_was_away_for_too_long_has_to_synchronise() {
    let venue = Venue::new("instant");
    let id = create(&venue).await;
    let begun = try_after(&venue, None).await.unwrap().cursor;
    venue.staff(&id, Status::Seated).await;
    venue.staff(&id, Status::Finished).await;
    let newest = try_after(&venue, None).await.unwrap().cursor;
    let later = KEPT_SECONDS + 2 * 24 * 60 * 60;
    venue.run_until(NOON.plus_seconds(later)).await;
    assert_eq!(
        try_after(&venue, Some(begun.0)).await,
        Err(VenueError::Resync { cursor: newest })
    );
    assert_eq!(after(&venue, newest.0).await.cursor, newest);
}

#[tokio::test]
async fn the_journal_holds_nothing_of_a_guest() {
    let venue = Venue::with_mail();
    create(&venue).await;
    let rows: Vec<Value> = venue.rows("SELECT * FROM changes");
    let text = json!(rows).to_string().to_lowercase();
    for personal in ["ada", "lovelace", "example.com"] {
        assert!(!text.contains(personal), "{text}");
    }
}
