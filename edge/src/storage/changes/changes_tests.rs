//! Facts about the journal: what each write reports, and what is read of it.

use std::collections::BTreeSet;

use serde_json::json;

use super::tables::{JOURNALED, NOT_JOURNALED, fields};
use super::*;
use crate::storage::database::Value;
use crate::test_support::database::Memory;

const NOW: i64 = 1_795_000_000;

fn statement(sql: &'static str, bindings: Vec<Value>) -> Statement {
    Statement::new(sql, bindings)
}

/// An entry of the waitlist.
fn entry(id: &str) -> Statement {
    statement(
        "INSERT INTO waitlist (id, key, fingerprint, status, experience_id, day, from_minutes, to_minutes, attendees,
            first_name, last_name, email, locale, created_at)
         VALUES (?, 'k', 'f', 'waiting', 'dinner', '2026-12-01', 1080, 1200, 2, 'Ada', 'Muster', 'ada@example.com', 'en', 0)",
        vec![id.into()],
    )
}

fn set_status(id: &str, status: &str) -> Statement {
    let sql = "UPDATE waitlist SET status = ? WHERE id = ?";
    statement(sql, vec![status.into(), id.into()])
}

/// Runs statements in one transaction, as an opened database does.
fn write(memory: &Memory, mut statements: Vec<Statement>, at: i64) {
    statements.push(date_rows(Instant::from_unix(at)));
    memory.write(statements).unwrap();
}

fn limit(limit: u16) -> ChangeLimit {
    ChangeLimit::try_from(limit.to_string()).unwrap()
}

fn page(memory: &Memory, after: u64, most: u16) -> ChangePage {
    match changes_after(memory, PagePosition(after), limit(most)).unwrap() {
        ChangesAfter::Kept(page) => page,
        ChangesAfter::Resync { cursor } => panic!("resync at {cursor:?}"),
    }
}

fn reported(memory: &Memory) -> Vec<(ChangeAction, String, Vec<String>)> {
    let page = page(memory, 0, 500);
    page.changes
        .into_iter()
        .map(|change| (change.action, change.id, change.fields))
        .collect()
}

#[test]
fn the_row_has_the_columns_of_its_table() {
    row::test_support::check::<ChangeRow>(&json!({
        "sequence": 1, "at": NOW, "kind": "reservation", "action": "changed", "subject": "r1", "revision": 3, "fields": 2,
    }));
}

#[test]
fn every_table_is_journaled_or_has_a_reason_and_so_has_every_column() {
    let memory = Memory::new();
    let columns = memory
        .rows(Statement::new(
            "SELECT tables.name AS name, columns.name AS part FROM sqlite_master AS tables
             JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'",
            vec![],
        ))
        .unwrap();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    let stored: Vec<(String, String)> = columns
        .iter()
        .map(|row| (text(row, "name"), text(row, "part")))
        .filter(|(name, _)| !name.starts_with("sqlite_"))
        .collect();
    let tables: BTreeSet<&str> = stored.iter().map(|(table, _)| table.as_str()).collect();
    let journaled = JOURNALED.iter().map(|journaled| journaled.table);
    let listed: Vec<&str> = journaled
        .chain(NOT_JOURNALED.iter().map(|(table, _)| *table))
        .collect();
    assert_eq!(tables, listed.iter().copied().collect());
    assert_eq!(tables.len(), listed.len(), "a table stands in the lists twice");
    for journaled in JOURNALED {
        let of_table = stored.iter().filter(|(table, _)| table == journaled.table);
        let columns: BTreeSet<&str> = of_table.map(|(_, column)| column.as_str()).collect();
        let reported = journaled.columns.iter().map(|(column, _)| *column);
        let listed: Vec<&str> = reported
            .chain(journaled.others.iter().map(|(column, _)| *column))
            .collect();
        assert_eq!(columns, listed.iter().copied().collect(), "{}", journaled.table);
        assert_eq!(columns.len(), listed.len(), "{}", journaled.table);
    }
    let reasons = NOT_JOURNALED
        .iter()
        .chain(JOURNALED.iter().flat_map(|table| table.others));
    assert!(reasons.into_iter().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn every_reported_column_has_a_field_and_every_field_a_column() {
    for kind in ChangeKind::ALL {
        let of_kind = |journaled: &&tables::Journaled| {
            let text = format!("'{}'", kind.text());
            let has_payment = matches!(kind, ChangeKind::Reservation | ChangeKind::GiftCardOrder);
            journaled.kind == text || (has_payment && journaled.table == "payments")
        };
        let tables = JOURNALED.iter().filter(of_kind);
        let bits: BTreeSet<usize> = tables
            .flat_map(|journaled| journaled.columns)
            .map(|(_, bit)| usize::from(*bit))
            .collect();
        assert_eq!(bits, (0..fields(*kind).len()).collect(), "{}", kind.text());
    }
}

#[test]
fn several_writes_of_one_subject_in_a_transaction_are_one_change() {
    let memory = Memory::new();
    write(
        &memory,
        vec![entry("w1"), set_status("w1", "offered"), entry("w2")],
        NOW,
    );
    write(
        &memory,
        vec![
            set_status("w1", "waiting"),
            statement("UPDATE waitlist SET offered_until = 5 WHERE id = 'w1'", vec![]),
        ],
        NOW + 1,
    );
    let created = |id: &str| (ChangeAction::Created, id.to_owned(), vec![]);
    let changed = vec!["status".to_owned(), "offer".to_owned()];
    assert_eq!(
        reported(&memory),
        [
            created("w1"),
            created("w2"),
            (ChangeAction::Changed, "w1".to_owned(), changed)
        ]
    );
    let at: Vec<i64> = page(&memory, 0, 10)
        .changes
        .iter()
        .map(|change| change.at.unix())
        .collect();
    assert_eq!(at, [NOW, NOW, NOW + 1]);
}

#[test]
fn a_write_of_what_is_stored_already_is_no_change() {
    let memory = Memory::new();
    write(&memory, vec![entry("w1")], NOW);
    write(&memory, vec![set_status("w1", "waiting")], NOW);
    // No answer has these columns.
    write(
        &memory,
        vec![statement("UPDATE waitlist SET mailbox = 'm'", vec![])],
        NOW,
    );
    assert_eq!(reported(&memory).len(), 1);
}

#[test]
fn one_statement_that_changes_several_subjects_reports_each() {
    let memory = Memory::new();
    write(&memory, vec![entry("w1"), entry("w2")], NOW);
    write(
        &memory,
        vec![statement("UPDATE waitlist SET last_name = NULL", vec![])],
        NOW,
    );
    write(&memory, vec![statement("DELETE FROM waitlist", vec![])], NOW);
    let (guest, none) = (vec!["guest".to_owned()], Vec::new());
    assert_eq!(
        reported(&memory)[2..],
        [
            (ChangeAction::Changed, "w1".to_owned(), guest.clone()),
            (ChangeAction::Changed, "w2".to_owned(), guest),
            (ChangeAction::Deleted, "w1".to_owned(), none.clone()),
            (ChangeAction::Deleted, "w2".to_owned(), none),
        ]
    );
}

#[test]
fn a_payment_is_a_change_of_what_is_paid() {
    let memory = Memory::new();
    let payment = statement(
        "INSERT INTO payments (id, kind, subject, amount, currency, flow, deadline, due_minutes, created_at)
         VALUES ('p1', 'gift_card_order', 'o1', 100, 'EUR', '{}', 0, 30, 0)",
        vec![],
    );
    write(&memory, vec![payment], NOW);
    let paid = statement("UPDATE payments SET flow = '{\"state\":\"paid\"}'", vec![]);
    write(&memory, vec![paid], NOW);
    let changed = (ChangeAction::Changed, "o1".to_owned(), vec!["payment".to_owned()]);
    assert_eq!(reported(&memory), [changed.clone(), changed]);
    let kinds: Vec<ChangeKind> = page(&memory, 0, 10)
        .changes
        .iter()
        .map(|change| change.kind)
        .collect();
    assert_eq!(kinds, [ChangeKind::GiftCardOrder; 2]);
}

#[test]
fn no_value_of_a_guest_is_in_the_journal() {
    let memory = Memory::new();
    write(&memory, vec![entry("w1")], NOW);
    write(&memory, vec![set_status("w1", "withdrawn")], NOW);
    let rows = memory.rows(statement("SELECT * FROM changes", vec![])).unwrap();
    let text = json!(rows).to_string();
    assert!(
        ["Ada", "Muster", "example.com"]
            .iter()
            .all(|value| !text.contains(value)),
        "{text}"
    );
}

#[test]
fn the_journal_is_read_in_pages_by_the_cursor() {
    let memory = Memory::new();
    assert_eq!(newest(&memory).unwrap(), PagePosition::MIN);
    assert_eq!(
        page(&memory, 0, 2),
        ChangePage {
            changes: vec![],
            cursor: PagePosition(0),
            more: false
        }
    );
    for id in ["w1", "w2", "w3"] {
        write(&memory, vec![entry(id)], NOW);
    }
    let first = page(&memory, 0, 2);
    assert_eq!(
        (first.changes.len(), first.cursor, first.more),
        (2, PagePosition(2), true)
    );
    let second = page(&memory, 2, 2);
    assert_eq!(
        (second.changes.len(), second.cursor, second.more),
        (1, PagePosition(3), false)
    );
    let last = page(&memory, 3, 2);
    assert_eq!(
        (last.changes.len(), last.cursor, last.more),
        (0, PagePosition(3), false)
    );
    assert_eq!(newest(&memory).unwrap(), PagePosition(3));
}

#[test]
fn a_cursor_of_what_is_no_longer_kept_or_not_yet_written_has_to_be_synchronised() {
    let memory = Memory::new();
    for id in ["w1", "w2", "w3"] {
        write(&memory, vec![entry(id)], NOW);
    }
    memory
        .write(vec![statement("DELETE FROM changes WHERE sequence < 3", vec![])])
        .unwrap();
    let resync = ChangesAfter::Resync {
        cursor: PagePosition(3),
    };
    let after = |after| changes_after(&memory, PagePosition(after), limit(10)).unwrap();
    assert_eq!(
        (after(0), after(1), after(4)),
        (
            resync,
            ChangesAfter::Resync {
                cursor: PagePosition(3)
            },
            ChangesAfter::Resync {
                cursor: PagePosition(3)
            }
        )
    );
    assert_eq!(page(&memory, 2, 10).changes.len(), 1);
    assert_eq!(page(&memory, 3, 10).changes.len(), 0);
}

#[test]
fn old_changes_are_deleted_in_steps_and_the_newest_stays() {
    let memory = Memory::new();
    for (id, at) in [("w1", NOW), ("w2", NOW), ("w3", NOW + 10), ("w4", NOW + 20)] {
        write(&memory, vec![entry(id)], at);
    }
    let run = |at: i64| {
        let (statement, is_full) = delete_oldest(&memory, Instant::from_unix(at), 2).unwrap();
        memory.write(vec![statement]).unwrap();
        let rows = memory.rows(statement_of_numbers()).unwrap();
        let left: Vec<u64> = rows.iter().map(|row| row["sequence"].as_u64().unwrap()).collect();
        (left, is_full)
    };
    assert_eq!(run(NOW + KEPT_SECONDS), (vec![1, 2, 3, 4], false));
    assert_eq!(run(NOW + KEPT_SECONDS + 1), (vec![3, 4], true));
    assert_eq!(run(NOW + KEPT_SECONDS + 1), (vec![3, 4], false));
    assert_eq!(run(NOW + 2 * KEPT_SECONDS), (vec![4], false));
    assert_eq!(run(NOW + 2 * KEPT_SECONDS), (vec![4], false));
}

fn statement_of_numbers() -> Statement {
    statement("SELECT sequence FROM changes ORDER BY sequence", vec![])
}

#[test]
fn more_changes_than_are_kept_are_deleted_from_the_oldest_on() {
    let memory = Memory::new();
    write(&memory, vec![entry("w1")], NOW);
    let far = KEPT_ROWS + 1;
    memory
        .write(vec![statement(
            "UPDATE sqlite_sequence SET seq = ? WHERE name = 'changes'",
            vec![(far - 1).into()],
        )])
        .unwrap();
    write(&memory, vec![entry("w2")], NOW);
    let (deletion, _) = delete_oldest(&memory, Instant::from_unix(NOW), 100).unwrap();
    memory.write(vec![deletion]).unwrap();
    let rows = memory.rows(statement_of_numbers()).unwrap();
    assert_eq!(rows, [json!({ "sequence": far })]);
}

#[test]
fn reading_and_dating_go_by_an_index_and_scan_nothing() {
    let memory = Memory::new();
    for sql in [
        "EXPLAIN QUERY PLAN SELECT * FROM changes WHERE sequence > 5 ORDER BY sequence LIMIT 10",
        "EXPLAIN QUERY PLAN UPDATE changes SET at = 7 WHERE at = 0",
        "EXPLAIN QUERY PLAN SELECT sequence FROM changes WHERE at = 0 LIMIT 1",
        "EXPLAIN QUERY PLAN SELECT COALESCE((SELECT MIN(sequence) FROM changes), 0) AS oldest,
            COALESCE((SELECT MAX(sequence) FROM changes), 0) AS newest",
    ] {
        let plan = memory.rows(statement(sql, vec![])).unwrap();
        let details: Vec<&str> = plan.iter().map(|row| row["detail"].as_str().unwrap()).collect();
        assert!(
            details.iter().all(|detail| !detail.contains("SCAN changes")),
            "{details:?}"
        );
    }
}

#[test]
fn triggers_are_installed_once_and_again_after_a_migration() {
    let memory = Memory::new();
    let triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name";
    let installed = memory.rows(statement(triggers, vec![])).unwrap();
    install(&memory).unwrap();
    assert_eq!(memory.rows(statement(triggers, vec![])).unwrap(), installed);
    // Another list of an earlier release.
    memory
        .write(vec![statement(
            "UPDATE meta SET value = 'x' WHERE key = 'change_triggers'",
            vec![],
        )])
        .unwrap();
    install(&memory).unwrap();
    assert_eq!(memory.rows(statement(triggers, vec![])).unwrap(), installed);
    // A migration that has made a table anew, and one trigger of a table that is no longer journaled.
    let migrated = [
        "DROP TRIGGER changes_waitlist_update",
        "UPDATE meta SET value = CAST(value + 1 AS TEXT) WHERE key = 'schema'",
        "CREATE TRIGGER changes_meta_insert AFTER INSERT ON meta BEGIN SELECT 1; END",
    ];
    let migrated = migrated.map(|sql| statement(sql, vec![]));
    memory.write(migrated.into()).unwrap();
    install(&memory).unwrap();
    assert_eq!(memory.rows(statement(triggers, vec![])).unwrap(), installed);
    assert_eq!(
        installed.len(),
        JOURNALED.len() * 3,
        "settings are never updated, and one trigger queues webhooks"
    );
}
