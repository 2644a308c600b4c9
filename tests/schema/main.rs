//! Holds the built worker against its own description: schemathesis sends everything that the document
//! allows and much that it forbids, as a guest and in each role of staff.
//!
//! `cargo xtask test --only schema` installs it, builds the worker and runs this.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what should not be there ends a test"
)]

#[expect(dead_code, reason = "the other suite kills servers and reads what they print")]
#[path = "../live/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use shared::access::{Grant, Permission, Role};

use server::{Home, REMOTE_STAFF_KEY, STAFF_KEY, Server};

/// Examples of each operation and kind of test; with the seed they are the same in every run.
const EXAMPLES: &str = "30";
/// The same of the operations of staff, which are called in each role.
const EXAMPLES_OF_STAFF: &str = "25";
const SEED: &str = "1";
/// One at a time: Python 3.11 cannot parse Python in two threads at once, which it does now and then.
const WORKERS: &str = "1";

/// The operations of staff and operators.
const OF_STAFF: &str = "^/v1/(staff|operator)/";
const OPERATOR_KEY: &str = "canary-5b1d0c07e2f4-operator";

fn schemathesis(server: &Server, examples: &str) -> Command {
    schemathesis_of(&format!("{}/v1/openapi.json", server.origin), examples)
}

/// The same for the document at this address, or in this file.
fn schemathesis_of(document: &str, examples: &str) -> Command {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let program = std::env::var("COUVERT_SCHEMATHESIS")
        .unwrap_or_else(|_| panic!("COUVERT_SCHEMATHESIS is not set: run `cargo xtask test --only schema`"));
    let mut command = Command::new(program);
    command
        .arg("--config-file")
        .arg(here.join("schemathesis.toml"))
        .args(["run", document])
        .args(["--max-examples", examples, "--seed", SEED, "--workers", WORKERS])
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", &here)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

#[test]
fn the_worker_keeps_to_its_description() {
    let home = Home::new();
    let server = home.start();
    let work = tempfile::TempDir::new().unwrap();
    let status = schemathesis(&server, EXAMPLES)
        .current_dir(work.path())
        .status()
        .unwrap();
    assert!(status.success(), "schemathesis found something");
}

/// A caller of the operations of staff: name, key and rights; a guest has neither.
type Caller = (&'static str, Option<String>, Option<Grant>);

fn callers(server: &Server) -> Vec<Caller> {
    let narrowed = |role, permissions: &[Permission]| Grant {
        role,
        permissions: Some(permissions.to_vec()),
    };
    let scope = narrowed(
        Role::Manager,
        &[Permission::ReadReservations, Permission::ReadSettings],
    );
    let host = Grant::all_of(Role::Host);
    vec![
        ("guest", None, None),
        ("host", Some(access_key(server, &host)), Some(host)),
        (
            "manager",
            Some(STAFF_KEY.to_owned()),
            Some(Grant::all_of(Role::Manager)),
        ),
        (
            "operator",
            Some(OPERATOR_KEY.to_owned()),
            Some(Grant::all_of(Role::Operator)),
        ),
        ("narrowed", Some(access_key(server, &scope)), Some(scope)),
    ]
}

/// Creates an access key of the demo venue with these rights.
fn access_key(server: &Server, grant: &Grant) -> String {
    let mut new = json!(grant);
    new["name"] = json!("Schema");
    let mut answer = ureq::post(format!("{}/v1/staff/demo/keys", server.origin))
        .header("authorization", format!("Bearer {STAFF_KEY}"))
        .send_json(new)
        .unwrap();
    let created: Value = answer.body_mut().read_json().unwrap();
    created["token"].as_str().unwrap().to_owned()
}

fn rights(grant: Option<&Grant>) -> Vec<Permission> {
    let has = |permission: &Permission| grant.is_some_and(|grant| grant.grants(*permission));
    Permission::ALL.into_iter().filter(has).collect()
}

/// The description at this path.
fn document(server: &Server, path: &str, key: Option<&str>) -> Value {
    let mut request = ureq::get(format!("{}{path}", server.origin));
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    request.call().unwrap().body_mut().read_json().unwrap()
}

/// Each operation below these paths with the permission that its description names.
fn operations(document: &Value, below: &[&str]) -> BTreeMap<String, Permission> {
    let paths = document["paths"].as_object().unwrap().iter();
    let of_staff = paths.filter(|(path, _)| below.iter().any(|prefix| path.starts_with(prefix)));
    let operations = of_staff.flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        let methods = methods.filter(|(_, operation)| {
            let security = operation["security"].as_array();
            security.is_some_and(|alternatives| !alternatives.is_empty())
        });
        methods.map(move |(method, operation)| {
            let description = operation["description"].as_str().unwrap();
            let (_, rest) = description.split_once("requires the permission `").unwrap();
            let (name, _) = rest.split_once('`').unwrap();
            let permission = serde_json::from_value(json!(name)).unwrap();
            (format!("{} {path}", method.to_uppercase()), permission)
        })
    });
    operations.collect()
}

#[test]
fn each_role_is_refused_exactly_what_it_may_not_do() {
    let home = Home::new();
    let server = home.start_with(&[
        ("DEMO_STAFF_KEY", STAFF_KEY),
        ("DEMO_MOLZAIT_KEY", STAFF_KEY),
        ("DEMO_MOLZAIT_STAFF_KEY", REMOTE_STAFF_KEY),
        ("OPERATOR_KEY", OPERATOR_KEY),
    ]);
    let document = document(&server, "/v1/openapi.json", None);
    let operations = operations(&document, &["/v1/staff/", "/v1/operator/"]);
    let mut command = schemathesis(&server, EXAMPLES_OF_STAFF);
    // These leave the key out, which the hooks set in every request.
    command
        .args(["--include-path-regex", OF_STAFF])
        .args(["--exclude-checks", "ignored_auth,missing_required_header"]);
    run_in_roles(command, &callers(&server), &operations);
}

#[test]
fn external_keeps_to_its_description_in_each_role() {
    let home = Home::new();
    let server = home.start();
    let document = document(&server, "/external/openapi.json", Some(STAFF_KEY));
    let operations = operations(&document, &["/external/"]);
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("openapi-external.json");
    std::fs::write(&file, document.to_string()).unwrap();
    let mut command = schemathesis_of(file.to_str().unwrap(), EXAMPLES_OF_STAFF);
    command
        .args(["--url", &server.origin])
        // As at Molzait, a path that does not take a method answers 404.
        .args([
            "--exclude-checks",
            "ignored_auth,missing_required_header,unsupported_method",
        ]);
    // A caller without a key, and one with the operator's, is refused before anything else.
    let mut callers = callers(&server);
    callers.retain(|(name, ..)| !["guest", "operator"].contains(name));
    run_in_roles(command, &callers, &operations);
}

/// Runs schemathesis in these roles. Every operation has to be called in each of them, and refused where its permission is
/// missing.
fn run_in_roles(mut command: Command, callers: &[Caller], operations: &BTreeMap<String, Permission>) {
    let roles: Vec<Value> = callers
        .iter()
        .map(|(name, key, grant)| json!({ "name": name, "key": key, "permissions": rights(grant.as_ref()) }))
        .collect();
    let work = tempfile::TempDir::new().unwrap();
    let answers = work.path().join("answers.json");
    let status = command
        .env("COUVERT_ROLES", json!(roles).to_string())
        .env("COUVERT_ANSWERS", &answers)
        .current_dir(work.path())
        .status()
        .unwrap();
    assert!(status.success(), "schemathesis found something");
    let answers: BTreeMap<String, u32> =
        serde_json::from_str(&std::fs::read_to_string(answers).unwrap()).unwrap();
    let mut missing = Vec::new();
    for (operation, permission) in operations {
        for (name, key, grant) in callers {
            let is_granted = rights(grant.as_ref()).contains(permission);
            // Keys of venues are no keys of operators' calls.
            let is_unknown = key.is_none() || operation.contains(" /v1/operator/");
            let wanted = match (is_granted, is_unknown) {
                (true, _) => None,
                (false, true) => Some("401"),
                (false, false) => Some("403"),
            };
            let prefix = format!("{operation} {name} ");
            let mut statuses = answers.keys().filter_map(|answer| answer.strip_prefix(&prefix));
            if !statuses.any(|status| wanted.is_none_or(|wanted| status == wanted)) {
                missing.push(format!("{prefix}{}", wanted.unwrap_or("anything")));
            }
        }
    }
    assert!(missing.is_empty(), "these were not seen: {missing:#?}");
}
