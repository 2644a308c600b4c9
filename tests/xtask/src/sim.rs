//! `cargo xtask sim`: a stand-in for a booking system, at a port, by hand. It must not know what it does.

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
