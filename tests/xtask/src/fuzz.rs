//! A short run of every fuzz target of `tests/fuzz`: the same inputs each time, so that a failure is one of
//! the code and not of chance. Knows the targets' names alone.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::plan::Plan;
use crate::project::Project;
use crate::suite::show;
use crate::tools::Tool;

/// The targets, with how many inputs each is given.
const TARGETS: [(&str, u32); 4] = [
    ("fourspaces", 200_000),
    ("mews", 100_000),
    ("molzait", 200_000),
    ("request", 200_000),
];

/// Adds the step that compiles the targets.
pub(crate) fn add<'a>(project: &'a Project, plan: &mut Plan<'a>) {
    plan.add("fuzz targets", |step| step.run(&mut cargo_fuzz(project, "build")));
}

/// `cargo fuzz` with this command, without a sanitizer, since those need an unreleased compiler: what is looked for is a
/// panic, an overflow or a broken promise, and memory is safe code's.
fn cargo_fuzz(project: &Project, command: &str) -> Command {
    let mut fuzz = project.command(Tool::cargo_fuzz().path(project));
    fuzz.args([
        command,
        "--fuzz-dir",
        "tests/fuzz",
        "--sanitizer",
        "none",
        "--dev",
    ])
    .args(["--target-dir", "target/fuzz"]);
    fuzz
}

/// Runs all targets.
pub(crate) fn run(project: &Project) -> Result<()> {
    for (target, inputs) in TARGETS {
        // Its corpus is of use to the next longer run by hand, not to this one.
        let found = project.root.join("target/fuzz/corpus").join(target);
        if found.exists() {
            fs::remove_dir_all(&found)?;
        }
        fs::create_dir_all(&found)?;
        show(
            cargo_fuzz(project, "run")
                .arg(target)
                .arg(&found)
                .arg(format!("tests/fuzz/seeds/{target}"))
                .args([
                    "--",
                    "-seed=1",
                    "-max_len=4096",
                    "-timeout=10",
                    "-print_final_stats=0",
                    "-verbosity=0",
                ])
                .arg(format!("-runs={inputs}")),
        )?;
    }
    Ok(())
}
