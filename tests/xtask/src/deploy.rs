//! `cargo xtask deploy`: hands over to wrangler, whose configuration builds the release.

use std::process::Stdio;

use anyhow::{Result, ensure};

use crate::plan::Plan;
use crate::project::Project;
use crate::setup;

/// Deploys with wrangler's own arguments, and lets it ask the developer what it has to.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let mut plan = Plan::default();
    setup::require(project, &mut plan)?;
    plan.run()?;
    let status = project
        .wrangler()
        .arg("deploy")
        .args(arguments)
        .env("COUVERT_PROFILE", "release")
        .stdin(Stdio::inherit())
        .status()?;
    ensure!(status.success(), "wrangler deploy ended with {status}");
    Ok(())
}
