//! Facts about the rows of tills.

use serde_json::json;
use shared::id::ReservationId;

use super::dead_letter::TillDeadLetterRow;
use super::inbox::{DeliveryRow, PosNoticeRow};
use super::push::PushRow;
use super::state::PosStateRow;
use super::*;
use crate::delivery::Delivery;
use crate::pos::fact::{CheckPhase, Fact};
use crate::storage::database::Database as _;
use crate::storage::job_queue::{self, Job, JobKind, Lane};
use crate::storage::row::test_support::check;
use crate::test_support::database::Memory;
use crate::test_support::pos::notice;
use crate::venue::message::payment::WebhookOutcome;

const NOW: Instant = Instant::from_unix(1_795_258_800);

fn id(text: &str) -> ReservationId {
    ReservationId::parse(text).unwrap()
}

fn delivery(body: &str, key: Option<&str>) -> Delivery {
    let key = key.map(|key| ("x-lightspeed-idempotency-key".to_owned(), key.to_owned()));
    let authorization = ("authorization".to_owned(), "Bearer secret".to_owned());
    Delivery {
        headers: [authorization].into_iter().chain(key).collect(),
        query: [("key".to_owned(), "secret".to_owned())].into_iter().collect(),
        body: body.as_bytes().to_vec(),
    }
}

fn due(memory: &Memory) -> Option<Job> {
    job_queue::first(memory, Lane::Bookings, NOW).unwrap()
}

#[test]
fn the_rows_are_the_tables() {
    check::<PushRow>(&json!({
        "reservation_id": "r1", "version": 3, "changed_at": 1_795_258_800, "sent_version": 2,
        "sent_at": 1_795_258_801, "settles_at": null, "failures": 1,
    }));
    check::<DeliveryRow>(&json!({
        "id": "d1", "source": "ikentoo", "received_at": 1_795_258_800,
        "delivery": r#"{"headers":{},"query":{},"body":"e30="}"#, "reservation_id": null,
    }));
    let said = notice("n1", Fact::Check(CheckPhase::Opened));
    check::<PosNoticeRow>(&json!({
        "id": "n1", "reservation_id": "r1", "received_at": 1_795_258_800,
        "notice": serde_json::to_string(&said).unwrap(),
    }));
    check::<PosStateRow>(&json!({
        "reservation_id": "r1", "base_status": "booked", "status": "seated", "tables": r#"["5"]"#, "covers": 2,
        "in_service": "main course", "receipts": "{}",
    }));
    check::<TillDeadLetterRow>(&json!({
        "kind": "push", "subject": "r1", "at": 1_795_258_800, "cause": "CURRENCY_NOT_ACCEPTABLE",
        "reservation_id": "r1",
    }));
}

#[test]
fn of_several_changes_the_newest_is_sent_and_one_during_the_push_stays_due() {
    let memory = Memory::new();
    for _ in 0..3 {
        memory.write(push::changed(&id("r1"), NOW)).unwrap();
    }
    let job = due(&memory).unwrap();
    assert_eq!((job.kind, job.subject.as_str()), (JobKind::PosPush, "r1"));
    assert_eq!(push::find(&memory, &id("r1")).unwrap().unwrap().version, 3);
    memory
        .write(vec![job_queue::postpone(&job, NOW.plus_seconds(30))])
        .unwrap();
    memory.write(push::changed(&id("r1"), NOW)).unwrap();
    memory.write(push::sent(&job, 3, NOW, None)).unwrap();
    let row = push::find(&memory, &id("r1")).unwrap().unwrap();
    assert_eq!((row.version, row.sent_version), (4, 3));
    let job = due(&memory).unwrap();
    memory.write(vec![job_queue::postpone(&job, NOW)]).unwrap();
    memory.write(push::sent(&job, 4, NOW, Some(NOW))).unwrap();
    assert_eq!(due(&memory), None);
}

#[test]
fn a_delivery_is_stored_once_and_without_its_credentials() {
    let memory = Memory::new();
    let receive = |delivery| inbox::receive(&memory, "lightspeed", &delivery, NOW).unwrap();
    assert_eq!(receive(delivery("{}", None)), WebhookOutcome::Processed);
    assert_eq!(receive(delivery("{}", None)), WebhookOutcome::Duplicate);
    // Two events may have one body: the vendor's key tells them apart.
    assert_eq!(receive(delivery("{}", Some("a"))), WebhookOutcome::Processed);
    assert_eq!(receive(delivery("{}", Some("a"))), WebhookOutcome::Duplicate);
    assert_eq!(receive(delivery("{}", Some("b"))), WebhookOutcome::Processed);
    let rows = memory
        .rows(Statement::new("SELECT * FROM pos_deliveries", vec![]))
        .unwrap();
    assert_eq!(rows.len(), 3);
    assert!(!serde_json::to_string(&rows).unwrap().contains("secret"));
    let job = due(&memory).unwrap();
    memory.write(inbox::worked_off(&job.subject)).unwrap();
    let row = inbox::find(&memory, &job.subject).unwrap().unwrap();
    assert!(row.delivery.is_none());
}

#[test]
fn a_notice_is_stored_once() {
    let memory = Memory::new();
    let said = notice("n1", Fact::Accepted);
    assert!(!inbox::knows(&memory, &said).unwrap());
    for _ in 0..2 {
        memory
            .write(vec![inbox::note(&said, &id("r1"), NOW).unwrap()])
            .unwrap();
    }
    assert!(inbox::knows(&memory, &said).unwrap());
    assert_eq!(inbox::notices_of(&memory, &id("r1")).unwrap(), [said]);
}

#[test]
fn old_rows_are_deleted_and_versions_stay() {
    let memory = Memory::new();
    let old = NOW.plus_seconds(-(STORED_DAYS + 1) * 24 * 60 * 60);
    memory.write(push::changed(&id("r1"), old)).unwrap();
    inbox::receive(&memory, "ikentoo", &delivery("{}", None), old).unwrap();
    let said = notice("n1", Fact::Accepted);
    memory
        .write(vec![inbox::note(&said, &id("r1"), old).unwrap()])
        .unwrap();
    memory.write(delete_before(NOW, Instant::from_unix(0))).unwrap();
    assert!(inbox::notices_of(&memory, &id("r1")).unwrap().is_empty());
    let rows = memory
        .rows(Statement::new("SELECT id FROM pos_deliveries", vec![]))
        .unwrap();
    assert!(rows.is_empty());
    memory.write(push::changed(&id("r1"), NOW)).unwrap();
    assert_eq!(push::find(&memory, &id("r1")).unwrap().unwrap().version, 2);
}
