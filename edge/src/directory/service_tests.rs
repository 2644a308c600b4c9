//! Facts about the directory: its pages, creations that are repeated or interrupted, changes of state, and its log.

use std::cell::Cell;

use serde_json::{Value, json};

use shared::problem::ProblemCode;

use super::*;
use crate::storage::database::{Database, DatabaseError, Statement};
use crate::test_support::database::Memory;
use crate::test_support::directory::directory_on;

/// A database whose writes fail once this many have succeeded.
struct Failing {
    memory: Memory,
    writes_left: Cell<u32>,
}

impl Database for Failing {
    fn rows(&self, query: Statement) -> Result<Vec<Value>, DatabaseError> {
        self.memory.rows(query)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        let left = self.writes_left.get();
        if left == 0 {
            return Err(DatabaseError("the disk is full".to_owned()));
        }
        self.writes_left.set(left - 1);
        self.memory.write(statements)
    }
}

fn directory() -> DirectoryService {
    directory_on(Rc::new(Memory::empty()))
}

fn ask(directory: &DirectoryService, request: &Value) -> Result<Value> {
    ask_as(directory, &json!("operator"), request)
}

/// The answer to an operator of this credential; null for nobody.
fn ask_as(directory: &DirectoryService, operator: &Value, request: &Value) -> Result<Value> {
    let envelope = json!({ "operator": operator, "request": request });
    let envelope = serde_json::from_value(envelope).unwrap();
    let answer = directory.handle(&envelope)?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

fn creation(id: &str, name: &str) -> Value {
    json!({ "Begin": { "id": id, "name": name, "settings": { "id": id } } })
}

fn create(directory: &DirectoryService, id: &str) {
    ask(directory, &creation(id, "Linde")).unwrap();
    ask(directory, &json!({ "Complete": id })).unwrap();
}

/// The request that stores a change of the venue's own object.
fn suspended(subject: &Value, is_suspended: bool, change: u64) -> Value {
    json!({ "SetSuspended": [subject, { "is_suspended": is_suspended, "change": change }] })
}

fn subject(id: &str, file_name: Option<&str>) -> Value {
    json!({ "id": id, "file_name": file_name })
}

/// The ids and states of a page, and where the next one begins.
fn page(
    directory: &DirectoryService,
    after: Option<&str>,
    status: Option<&str>,
    limit: u16,
) -> (Vec<String>, Value) {
    let files = json!([{ "id": "demo", "name": "Demo" }, { "id": "old", "name": "Old" }]);
    let request = json!({ "List": { "after": after, "status": status, "limit": limit, "files": files } });
    let page = ask(directory, &request).unwrap();
    let venues = page["venues"].as_array().unwrap().iter().map(|venue| {
        let text = |name: &str| venue[name].as_str().unwrap().to_owned();
        format!("{} {} {}", text("id"), text("status"), text("source"))
    });
    (venues.collect(), page["next"].clone())
}

#[test]
fn a_page_has_the_venues_of_files_among_the_others() {
    let directory = directory();
    for id in ["linde", "adler", "zum-post"] {
        create(&directory, id);
    }
    ask(&directory, &creation("neu", "Neu")).unwrap();
    let all = [
        "adler live api",
        "demo live file",
        "linde live api",
        "neu creating api",
        "old live file",
        "zum-post live api",
    ];
    assert_eq!(
        page(&directory, None, None, 100),
        (all.map(str::to_owned).to_vec(), Value::Null)
    );
    for limit in 1..=6 {
        let (mut found, mut after) = (Vec::new(), None::<String>);
        loop {
            let (venues, next) = page(&directory, after.as_deref(), None, limit);
            assert!(venues.len() <= limit.into());
            found.extend(venues);
            match next.as_str() {
                Some(next) => after = Some(next.to_owned()),
                None => break,
            }
        }
        assert_eq!(found, all, "{limit}");
    }
    assert_eq!(
        page(&directory, None, Some("creating"), 100).0,
        ["neu creating api"]
    );
}

#[test]
fn a_suspended_venue_of_a_file_is_listed_as_suspended_and_not_as_live() {
    let directory = directory();
    let old = ask(&directory, &suspended(&subject("old", Some("Old")), true, 1)).unwrap();
    assert_eq!(
        old,
        json!({ "id": "old", "name": "Old", "status": "suspended", "source": "file" })
    );
    assert_eq!(page(&directory, None, Some("live"), 100).0, ["demo live file"]);
    assert_eq!(
        page(&directory, None, Some("suspended"), 100).0,
        ["old suspended file"]
    );
    assert_eq!(
        page(&directory, None, None, 100).0,
        ["demo live file", "old suspended file"]
    );
    // Taken out of the deployment's files, its id stays taken.
    let other = ask(&directory, &creation("old", "Old"));
    assert_eq!(other, Err(VenueError::Refused(ProblemCode::VenueExists)));
}

#[test]
fn the_same_creation_is_answered_alike_and_another_one_of_its_id_is_refused() {
    let directory = directory();
    let begun = ask(&directory, &creation("linde", "Linde")).unwrap();
    assert_eq!(
        begun,
        json!({
            "id": "linde", "name": "Linde", "status": "creating", "source": "api",
            "createdAt": "2026-11-18T11:06:40Z", "createdBy": "operator",
        })
    );
    assert_eq!(ask(&directory, &creation("linde", "Linde")).unwrap(), begun);
    let unfinished = ask(&directory, &json!({ "Unfinished": "linde" })).unwrap();
    assert_eq!(unfinished, json!({ "id": "linde" }));
    let others = [
        creation("linde", "Linde 2"),
        json!({ "Begin": { "id": "linde", "name": "Linde", "settings": { "id": "linde", "horizonDays": 3 } } }),
    ];
    for status in ["creating", "live", "suspended"] {
        match status {
            "live" => drop(ask(&directory, &json!({ "Complete": "linde" })).unwrap()),
            "suspended" => {
                drop(ask(&directory, &suspended(&subject("linde", None), true, 1)).unwrap());
            }
            _ => {}
        }
        let again = ask(&directory, &creation("linde", "Linde")).unwrap();
        assert_eq!(again["status"], status);
        for other in &others {
            let refused = ask(&directory, other);
            assert_eq!(
                refused,
                Err(VenueError::Refused(ProblemCode::VenueExists)),
                "{status}"
            );
        }
    }
    // Completing it again does not resume it, and what only its creation needed is gone.
    let again = ask(&directory, &json!({ "Complete": "linde" })).unwrap();
    assert_eq!(again["status"], "suspended");
    assert_eq!(
        ask(&directory, &json!({ "Unfinished": "linde" })).unwrap(),
        Value::Null
    );
}

#[test]
fn an_unknown_venue_is_not_changed_and_leaves_no_row() {
    let directory = directory();
    for request in [
        json!({ "Venue": subject("linde", None) }),
        json!({ "Complete": "linde" }),
        json!({ "Rename": [subject("linde", None), "Linde"] }),
        suspended(&subject("linde", None), true, 1),
    ] {
        assert_eq!(
            ask(&directory, &request),
            Err(VenueError::UnknownVenue),
            "{request}"
        );
    }
    assert_eq!(page(&directory, Some("e"), None, 100).0, ["old live file"]);
    assert_eq!(
        ask(&directory, &json!({ "Audit": null })).unwrap(),
        json!({ "entries": [] })
    );
}

#[test]
fn each_change_is_in_the_log_once() {
    let directory = directory();
    create(&directory, "linde");
    for _ in 0..2 {
        for request in [
            json!({ "Rename": [subject("linde", None), "Linde, Vienna"] }),
            suspended(&subject("linde", None), true, 1),
            json!({ "Rename": [subject("demo", Some("Demo")), "Demonstration"] }),
        ] {
            ask(&directory, &request).unwrap();
        }
    }
    let log = ask(&directory, &json!({ "Audit": null })).unwrap();
    let entries = log["entries"].as_array().unwrap().iter().rev();
    let entries: Vec<_> = entries
        .map(|entry| {
            assert_eq!(entry["actor"], "operator");
            json!([entry["action"], entry["subject"], entry["before"], entry["after"]])
        })
        .collect();
    assert_eq!(
        entries,
        [
            json!(["venue.create", "linde", null, { "name": "Linde", "status": "creating" }]),
            json!(["venue.status", "linde", "creating", "live"]),
            json!(["venue.rename", "linde", "Linde", "Linde, Vienna"]),
            json!(["venue.status", "linde", "live", "suspended"]),
            json!(["venue.rename", "demo", "Demo", "Demonstration"]),
        ]
    );
    let renamed = ask(&directory, &json!({ "Venue": subject("demo", Some("Demo")) })).unwrap();
    assert_eq!(
        renamed,
        json!({ "id": "demo", "name": "Demonstration", "status": "live", "source": "file" })
    );
}

#[test]
fn of_two_suspensions_the_objects_later_one_counts_in_whichever_order_they_arrive() {
    let directory = directory();
    create(&directory, "linde");
    let linde = subject("linde", None);
    // The object was suspended, resumed, suspended and resumed.
    for (is_suspended, change, status) in [
        (false, 2, "live"),
        (true, 1, "live"),
        (true, 3, "suspended"),
        (true, 3, "suspended"),
        (false, 2, "suspended"),
        (false, 4, "live"),
    ] {
        let venue = ask(&directory, &suspended(&linde, is_suspended, change)).unwrap();
        assert_eq!(venue["status"], status, "{change}");
    }
    let log = ask(&directory, &json!({ "Audit": null })).unwrap();
    assert_eq!(log["entries"].as_array().unwrap().len(), 4);
}

#[test]
fn a_venue_of_a_file_stays_known_when_its_file_is_taken_away() {
    let directory = directory();
    let list = |files: Value| {
        let request = json!({ "List": { "after": null, "status": null, "limit": 10, "files": files } });
        ask(&directory, &request).unwrap()["venues"].clone()
    };
    let of_file = json!({ "id": "old", "name": "Old", "status": "live", "source": "file" });
    let files = json!([{ "id": "old", "name": "Old" }]);
    assert_eq!(list(files.clone()), json!([of_file]));
    let mut missing = of_file.clone();
    missing["isFileMissing"] = json!(true);
    assert_eq!(list(json!([])), json!([missing]));
    let found = ask(&directory, &json!({ "Venue": subject("old", None) })).unwrap();
    assert_eq!(found, missing);
    let other = ask(&directory, &creation("old", "Old"));
    assert_eq!(other, Err(VenueError::Refused(ProblemCode::VenueExists)));
    assert_eq!(list(files), json!([of_file]));
}

#[test]
fn a_creation_is_given_up_only_while_it_is_the_one_that_was_refused() {
    let directory = directory();
    ask(&directory, &creation("linde", "Linde")).unwrap();
    let abandon = |settings: Value| {
        ask(&directory, &json!({ "Abandon": ["linde", settings] })).unwrap();
        ask(&directory, &json!({ "Venue": subject("linde", None) })).map(|venue| venue["status"].clone())
    };
    assert_eq!(
        abandon(json!({ "id": "linde", "horizonDays": 3 })),
        Ok(json!("creating"))
    );
    assert_eq!(abandon(json!({ "id": "linde" })), Err(VenueError::UnknownVenue));
    create(&directory, "linde");
    assert_eq!(abandon(json!({ "id": "linde" })), Ok(json!("live")));
}

#[test]
fn a_venue_that_its_object_has_takes_the_place_of_a_creation_and_of_nothing_else() {
    let directory = directory();
    let adopt = |id: &str| {
        let venue = ask(&directory, &json!({ "Adopt": [subject(id, None), "Old name"] })).unwrap();
        json!([venue["name"], venue["source"], venue["status"]])
    };
    let adopted = json!(["Old name", "file", "live"]);
    assert_eq!(adopt("unknown"), adopted);
    ask(&directory, &creation("begun", "Begun")).unwrap();
    assert_eq!(adopt("begun"), adopted);
    let unfinished = ask(&directory, &json!({ "Unfinished": "begun" })).unwrap();
    assert_eq!(unfinished, Value::Null);
    create(&directory, "linde");
    assert_eq!(adopt("linde"), json!(["Linde", "api", "live"]));
}

#[test]
fn a_write_that_fails_leaves_neither_a_row_nor_an_entry() {
    for writes in 0..7 {
        let database = Rc::new(Failing {
            memory: Memory::empty(),
            writes_left: Cell::new(writes),
        });
        let failing = directory_on(database.clone());
        let done = [creation("linde", "Linde"), json!({ "Complete": "linde" })]
            .iter()
            .take_while(|request| ask(&failing, request).is_ok())
            .count();
        database.writes_left.set(u32::MAX);
        let restarted = directory_on(database);
        let log = ask(&restarted, &json!({ "Audit": null })).unwrap();
        assert_eq!(log["entries"].as_array().unwrap().len(), done, "{writes}");
        create(&restarted, "linde");
        let venue = ask(&restarted, &json!({ "Venue": subject("linde", None) })).unwrap();
        assert_eq!(venue["status"], "live", "{writes}");
    }
}
