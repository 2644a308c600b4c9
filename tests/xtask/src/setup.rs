//! Finds what is missing to build and adds the steps that install it; a tool that the developer has to install is
//! named in one line.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files::digest;
use crate::plan::Plan;
use crate::project::Project;
use crate::tools::{self, Tool};

/// The compiler's name of the browser and of the worker.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The lowest version of Node that installs the packages; they bring the one that everything else runs on.
const NODE: (u32, u32) = (20, 3);

/// `cargo xtask setup`: everything but the browser, which only the tests need.
pub(crate) fn run(project: &Project) -> Result<()> {
    let mut plan = Plan::default();
    require(project, &mut plan)?;
    plan.run()?;
    println!("Everything needed is installed.");
    Ok(())
}

/// Adds the steps that install what is missing; none on a machine that is ready.
pub(crate) fn require<'a>(project: &'a Project, plan: &mut Plan<'a>) -> Result<()> {
    node(project)?;
    wasm_target(project, plan)?;
    packages(project, plan)?;
    if cfg!(target_os = "linux") && !Tool::worker_build(project)?.is_installed(project) {
        openssl(project, plan)?;
    }
    let tools = vec![Tool::wasm_bindgen(project)?, Tool::worker_build(project)?];
    tools::require(project, plan, tools);
    Ok(())
}

/// A program's output, if it can be run.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether packages can be installed with apt-get without a password.
pub(crate) fn is_debian_root() -> bool {
    fs::exists("/etc/debian_version").unwrap_or(false)
        && output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Adds the steps that install packages of Debian.
pub(crate) fn apt_get<'a>(project: &'a Project, plan: &mut Plan<'a>, packages: &'static [&'static str]) {
    plan.add(format!("apt-get install {}", packages.join(" ")), move |step| {
        step.run(project.command("apt-get").arg("update"))?;
        step.run(
            project
                .command("apt-get")
                .args(["install", "--yes", "--no-install-recommends"])
                .args(packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    });
}

fn node(project: &Project) -> Result<()> {
    let Some(version) = output(project.system_command("node").arg("--version")) else {
        bail!(
            "node is missing: install Node.js {}.{} or newer (https://nodejs.org)",
            NODE.0,
            NODE.1
        );
    };
    if parse_node(&version).is_none_or(|found| found < NODE) {
        bail!(
            "node is {version}: install Node.js {}.{} or newer (https://nodejs.org)",
            NODE.0,
            NODE.1
        );
    }
    if output(project.system_command("npm").arg("--version")).is_none() {
        bail!(
            "npm is missing: install it with Node.js {}.{} or newer (https://nodejs.org)",
            NODE.0,
            NODE.1
        );
    }
    Ok(())
}

/// Major and minor of what `node --version` prints.
fn parse_node(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn wasm_target<'a>(project: &'a Project, plan: &mut Plan<'a>) -> Result<()> {
    let libraries =
        output(
            project
                .command("rustc")
                .args(["--print", "target-libdir", "--target", WASM_TARGET]),
        );
    if libraries.is_some_and(|path| fs::exists(path).unwrap_or(false)) {
        return Ok(());
    }
    if output(project.command("rustup").arg("--version")).is_none() {
        bail!("the compiler cannot build for {WASM_TARGET}: install rustup (https://rustup.rs)");
    }
    plan.add(format!("Rust for {WASM_TARGET}"), move |step| {
        step.run(project.command("rustup").args(["target", "add", WASM_TARGET]))
    });
    Ok(())
}

/// The npm packages are those of `package-lock.json` exactly; its digest is kept with them.
fn packages<'a>(project: &'a Project, plan: &mut Plan<'a>) -> Result<()> {
    let lock = project.root.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let wanted = digest([("package-lock.json", lock.as_slice())]);
    let stamp = project.root.join("node_modules/.couvert");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    plan.add("npm packages", move |step| {
        step.run(
            project
                .system_command("npm")
                .args(["ci", "--no-audit", "--no-fund"]),
        )?;
        fs::write(&stamp, &wanted).with_context(|| format!("cannot write {}", stamp.display()))
    });
    Ok(())
}

/// `worker-build` is linked with the system's OpenSSL on Linux.
fn openssl<'a>(project: &'a Project, plan: &mut Plan<'a>) -> Result<()> {
    if output(project.command("pkg-config").args(["--modversion", "openssl"])).is_some() {
        return Ok(());
    }
    if !is_debian_root() {
        bail!("OpenSSL's headers are missing: install pkg-config and libssl-dev (Fedora: openssl-devel)");
    }
    apt_get(project, plan, &["pkg-config", "libssl-dev"]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_compared_by_number() {
        assert_eq!(parse_node("v20.20.2"), Some((20, 20)));
        assert!(parse_node("v9.11.0").unwrap() < NODE);
        assert!(parse_node("v20.2.0").unwrap() < NODE);
        assert!(parse_node("v22.0.0").unwrap() > NODE);
        assert_eq!(parse_node("nonsense"), None);
    }
}
