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
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let program = std::env::var("COUVERT_SCHEMATHESIS")
        .unwrap_or_else(|_| panic!("COUVERT_SCHEMATHESIS is not set: run `cargo xtask test --only schema`"));
    let mut command = Command::new(program);
    command
        .arg("--config-file")
        .arg(here.join("schemathesis.toml"))
        .arg("run")
        .arg(format!("{}/v1/openapi.json", server.origin))
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

/// Each operation of staff with the permission that its description names.
fn operations(server: &Server) -> BTreeMap<String, Permission> {
    let mut answer = ureq::get(format!("{}/v1/openapi.json", server.origin))
        .call()
        .unwrap();
    let document: Value = answer.body_mut().read_json().unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let of_staff =
        paths.filter(|(path, _)| path.starts_with("/v1/staff/") || path.starts_with("/v1/operator/"));
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
    let callers = callers(&server);
    let roles: Vec<Value> = callers
        .iter()
        .map(|(name, key, grant)| json!({ "name": name, "key": key, "permissions": rights(grant.as_ref()) }))
        .collect();
    let work = tempfile::TempDir::new().unwrap();
    let answers = work.path().join("answers.json");
    let status = schemathesis(&server, EXAMPLES_OF_STAFF)
        .args(["--include-path-regex", OF_STAFF])
        // These leave the key out, which the hooks set in every request.
        .args(["--exclude-checks", "ignored_auth,missing_required_header"])
        .env("COUVERT_ROLES", json!(roles).to_string())
        .env("COUVERT_ANSWERS", &answers)
        .current_dir(work.path())
        .status()
        .unwrap();
    assert!(status.success(), "schemathesis found something");
    // Every operation was called in every role, and refused where it has to be.
    let answers: BTreeMap<String, u32> =
        serde_json::from_str(&std::fs::read_to_string(answers).unwrap()).unwrap();
    let mut missing = Vec::new();
    for (operation, permission) in operations(&server) {
        for (name, key, grant) in &callers {
            let is_granted = rights(grant.as_ref()).contains(&permission);
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
