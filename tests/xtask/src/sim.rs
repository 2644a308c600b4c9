//! `cargo xtask sim`: the simulator of a booking system or a till at a port, for trying things by hand; and the programs of
//! the tests' package, which are compiled in a step that is shown.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::plan::Plan;
use crate::project::Project;
use crate::secrets;

/// The program of all simulators.
const SIMULATORS: &str = "sim";

/// Builds it and runs it until Ctrl-C.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let mut plan = Plan::default();
    compile(project, &mut plan);
    plan.run()?;
    let status = command(project).args(arguments).status()?;
    ensure!(status.success(), "the simulator ended with {status}");
    Ok(())
}

/// Adds the step that compiles the simulators.
pub(crate) fn compile<'a>(project: &'a Project, plan: &mut Plan<'a>) {
    compile_program(project, plan, ("simulators", SIMULATORS));
}

/// Adds the step that compiles a program of the tests' package, under a label.
pub(crate) fn compile_program<'a>(
    project: &'a Project,
    plan: &mut Plan<'a>,
    (label, name): (&str, &'static str),
) {
    plan.add(format!("{label} (dev)"), move |step| {
        step.compile(
            project
                .command("cargo")
                .args(["build", "--package", "couvert-tests", "--bin", name]),
        )
    });
}

/// A program of the tests' package, to which arguments can be added. It is compiled here if it has changed since the step
/// before, and without a word.
pub(crate) fn program(project: &Project, name: &str) -> Command {
    let mut command = project.command("cargo");
    command.args([
        "run",
        "--quiet",
        "--package",
        "couvert-tests",
        "--bin",
        name,
        "--",
    ]);
    command
}

/// Starts the Mews and the 4spaces that the demonstrations book at, beside a worker on `port`, in a process group of its own.
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

/// Starts the iKentoo that is the till of `demo-ikentoo`, beside a worker on `port`, in a process group of its own. It prints
/// each request and event.
pub(crate) fn start_till(project: &Project, port: u16) -> Result<Child> {
    command(project)
        .args(["ikentoo", "--port", &secrets::till_port(port).to_string()])
        .stdin(Stdio::null())
        .process_group(0)
        .spawn()
        .context("cannot start the simulated iKentoo")
}

fn command(project: &Project) -> Command {
    program(project, SIMULATORS)
}
