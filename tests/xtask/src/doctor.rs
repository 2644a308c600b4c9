//! `cargo xtask doctor`: looks at what a vendor's documents leave open, at a real account.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};

use crate::plan::Plan;
use crate::project::Project;
use crate::sim;

/// The program that examines.
const PROGRAM: &str = "doctor";

/// Examines the Mews of a venue's file.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let [vendor, venue] = arguments else {
        bail!("write `cargo xtask doctor mews VENUE`, with the tokens in the environment");
    };
    ensure!(vendor == "mews", "there is no doctor for `{vendor}`");
    let file = project.root.join(format!("edge/venues/{venue}.toml"));
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let settings: serde_json::Value =
        toml::from_str(&text).with_context(|| format!("cannot read {}", file.display()))?;
    let mut plan = Plan::default();
    sim::compile_program(project, &mut plan, (PROGRAM, PROGRAM));
    plan.run()?;
    let mut child = sim::program(project, PROGRAM)
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot start")?;
    let mut stdin = child.stdin.take().context("no standard input")?;
    stdin.write_all(settings.to_string().as_bytes())?;
    // Its end is the end of the settings.
    drop(stdin);
    let status = child.wait()?;
    ensure!(
        status.success(),
        "the property contradicts the settings or what is inferred, or could not be asked: {status}"
    );
    Ok(())
}
