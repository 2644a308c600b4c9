//! `cargo xtask sim`: the simulator of a booking system at a port, for trying things by hand.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::project::Project;
use crate::secrets;

/// Builds it and runs it until Ctrl-C.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let status = command(project).args(arguments).status()?;
    ensure!(status.success(), "the simulator ended with {status}");
    Ok(())
}

/// Starts the Mews and the 4spaces that the demonstrations book at, beside a worker on `port`, in a process group of its own. It builds
/// first: until then that venue's booking system is away.
pub(crate) fn start_mews(project: &Project, port: u16) -> Result<Child> {
    command(project)
        .args(["mews", "--quiet", "--port", &secrets::mews_port(port).to_string()])
        .args(["--key", &secrets::mews_key(project)?])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .process_group(0)
        .spawn()
        .context("cannot start the simulated Mews")
}

fn command(project: &Project) -> Command {
    let mut command = project.command("cargo");
    command.args([
        "run",
        "--quiet",
        "--package",
        "couvert-tests",
        "--bin",
        "sim",
        "--",
    ]);
    command
}
