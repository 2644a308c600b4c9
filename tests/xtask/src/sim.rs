//! `cargo xtask sim`: the simulator of a booking system, or of a till, at a port, for trying things by hand.

use anyhow::{Result, ensure};

use crate::project::Project;

/// Builds it and runs it until Ctrl-C.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let status = project
        .command("cargo")
        .args([
            "run",
            "--quiet",
            "--package",
            "couvert-tests",
            "--bin",
            "sim",
            "--",
        ])
        .args(arguments)
        .status()?;
    ensure!(status.success(), "the simulator ended with {status}");
    Ok(())
}
