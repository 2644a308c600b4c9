//! The one tool that comes from `PyPI`, in exactly the versions of `tests/schema/requirements.txt`, kept
//! in the user's cache folder. Knows nothing of what it is used for.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files::digest;
use crate::plan::Plan;
use crate::project::Project;
use crate::setup::{apt_get, is_debian_root, output};

/// What cannot be had otherwise is named in one line.
const MISSING: &str = "python3 with its venv module is missing: install Python 3.10 or newer (https://python.org; \
    Debian: python3-venv)";

/// Where schemathesis is once it is installed.
pub(crate) fn schemathesis(project: &Project) -> Result<PathBuf> {
    Ok(folder(project)?.join("bin/schemathesis"))
}

/// Adds the steps that install it, if it is missing.
pub(crate) fn require<'a>(project: &'a Project, plan: &mut Plan<'a>) -> Result<()> {
    let folder = folder(project)?;
    let stamp = folder.join("installed");
    if stamp.is_file() {
        return Ok(());
    }
    let python = |code: &str| output(Command::new("python3").args(["-c", code]));
    if python("import ensurepip, venv").is_none() {
        if !is_debian_root() {
            bail!("{MISSING}");
        }
        apt_get(project, plan, &["python3-venv"]);
    }
    if python("import sys; assert sys.version_info < (3, 10)").is_some() {
        bail!("{MISSING}");
    }
    plan.add("schemathesis (once)", move |step| {
        // What an interrupted run left behind is begun anew.
        step.run(
            project
                .command("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        step.run(
            project
                .command(folder.join("bin/python"))
                .args(["-m", "pip", "install", "--disable-pip-version-check", "--no-deps"])
                .arg("--requirement")
                .arg(requirements(project)),
        )?;
        fs::write(&stamp, "").with_context(|| format!("cannot write {}", stamp.display()))
    });
    Ok(())
}

fn requirements(project: &Project) -> PathBuf {
    project.root.join("tests/schema/requirements.txt")
}

/// Named after what is in it: another version is another folder.
fn folder(project: &Project) -> Result<PathBuf> {
    let path = requirements(project);
    let wanted = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = digest([("requirements.txt", wanted.as_slice())]);
    Ok(project.cache.join(format!("schemathesis-{name}")))
}
