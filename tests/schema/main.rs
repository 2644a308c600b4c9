//! Holds the built worker against its own description: schemathesis sends everything that the document
//! allows and much that it forbids.
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

use std::path::Path;
use std::process::Command;

use server::Home;

/// Examples of each operation and kind of test; with the seed they are the same in every run.
const EXAMPLES: &str = "30";
const SEED: &str = "1";
/// One at a time: Python 3.11 cannot parse Python in two threads at once, which it does now and then.
const WORKERS: &str = "1";

#[test]
fn the_worker_keeps_to_its_description() {
    let home = Home::new();
    let server = home.start();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let program = std::env::var("COUVERT_SCHEMATHESIS")
        .unwrap_or_else(|_| panic!("COUVERT_SCHEMATHESIS is not set: run `cargo xtask test --only schema`"));
    let work = tempfile::TempDir::new().unwrap();
    let status = Command::new(program)
        .arg("--config-file")
        .arg(here.join("schemathesis.toml"))
        .arg("run")
        .arg(format!("{}/v1/openapi.json", server.origin))
        .args(["--max-examples", EXAMPLES, "--seed", SEED, "--workers", WORKERS])
        .current_dir(work.path())
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", &here)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .status()
        .unwrap();
    assert!(status.success(), "schemathesis found something");
}
