//! The tools that come from `PyPI`, each in exactly the versions of its `requirements.txt`, kept in the user's
//! cache folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files::digest;
use crate::plan::Plan;
use crate::project::Project;
use crate::setup::{apt_get, is_debian_root, output};

/// The error for a tool that has to be installed by hand.
const MISSING: &str = "python3 with its venv module is missing: install Python 3.10 or newer (https://python.org; \
    Debian: python3-venv)";

/// A tool that comes from `PyPI`.
#[derive(Clone, Copy)]
pub(crate) enum Tool {
    /// Asks an API everything that its description allows.
    Schemathesis,
    /// Plays Stripe.
    Localstripe,
    /// Gets tokens from an issuer.
    Authlib,
}

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Self::Schemathesis => "schemathesis",
            Self::Localstripe => "localstripe",
            Self::Authlib => "authlib",
        }
    }

    fn requirements(self, project: &Project) -> PathBuf {
        let path = match self {
            Self::Schemathesis => "tests/schema/requirements.txt",
            Self::Localstripe => "tests/stripe/requirements.txt",
            Self::Authlib => "tests/accounts/requirements.txt",
        };
        project.root.join(path)
    }
}

/// Where a tool is once it is installed. Localstripe and authlib are called by programs of the tests: what is named is the
/// Python that has them.
pub(crate) fn program(project: &Project, tool: Tool) -> Result<PathBuf> {
    let name = match tool {
        Tool::Schemathesis => tool.name(),
        Tool::Localstripe | Tool::Authlib => "python",
    };
    Ok(folder(project, tool)?.join("bin").join(name))
}

/// Adds the steps that install a tool, if it is missing.
pub(crate) fn require<'a>(project: &'a Project, plan: &mut Plan<'a>, tool: Tool) -> Result<()> {
    let folder = folder(project, tool)?;
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
    plan.add(format!("{} (once)", tool.name()), move |step| {
        // An interrupted run's folder is begun anew.
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
                .arg(tool.requirements(project)),
        )?;
        fs::write(&stamp, "").with_context(|| format!("cannot write {}", stamp.display()))
    });
    Ok(())
}

/// Named after what is in it: another version is another folder.
fn folder(project: &Project, tool: Tool) -> Result<PathBuf> {
    let path = tool.requirements(project);
    let wanted = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = digest([("requirements.txt", wanted.as_slice())]);
    Ok(project.cache.join(format!("{}-{name}", tool.name())))
}
