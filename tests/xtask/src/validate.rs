//! `cargo xtask validate`: an hour of guests at a simulated booking system, or every operation at a simulated till, through a proxy
//! that holds both directions against the vendor's own OpenAPI document. Knows the proxy's package and the program's name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use lexopt::prelude::{Long, Value, ValueExt};

use crate::plan::Plan;
use crate::project::Project;
use crate::{setup, sim};

/// The proxy, by its npm package and version. It is no package of the project: only this command needs it.
const PRISM: (&str, &str) = ("@stoplight/prism-cli", "5.16.0");

/// The program that has the run.
const PROGRAM: &str = "validate";

const USAGE: &str = "write `cargo xtask validate mews --openapi FILE [--seed S] [--bookings N]`, or `cargo xtask validate \
    lightspeed --openapi FILE`";

/// Installs the proxy if it is missing, compiles the program, and runs it.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let (openapi, others) = read(arguments)?;
    let openapi = fs::canonicalize(&openapi).with_context(|| format!("cannot read {}", openapi.display()))?;
    let mut plan = Plan::default();
    setup::require(project, &mut plan)?;
    let folder = project.cache.join(format!("prism-{}", PRISM.1));
    install(project, &mut plan, &folder);
    sim::compile_program(project, &mut plan, ("guests and simulators", PROGRAM));
    plan.run()?;
    let prism = folder.join("node_modules").join(PRISM.0).join("dist/index.js");
    let status = sim::program(project, PROGRAM)
        .arg("--prism")
        .arg(prism)
        .arg("--openapi")
        .arg(openapi)
        .args(others)
        .status()?;
    ensure!(status.success(), "not everything is as it has to be: {status}");
    Ok(())
}

/// The document, and the options that are passed on.
fn read(arguments: &[String]) -> Result<(PathBuf, Vec<String>)> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut vendor, mut openapi, mut others): (Option<String>, _, Vec<String>) = (None, None, Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            Value(name) if vendor.is_none() => vendor = Some(name.string()?),
            Long("openapi") => openapi = Some(PathBuf::from(parser.value()?)),
            Long(name @ ("seed" | "bookings")) => {
                let option = format!("--{name}");
                others.extend([option, parser.value()?.string()?]);
            }
            other => bail!("{}; {USAGE}", other.unexpected()),
        }
    }
    let vendor = vendor.context(USAGE)?;
    let has_options = !others.is_empty();
    ensure!(
        vendor == "mews" || (vendor == "lightspeed" && !has_options),
        USAGE
    );
    others.extend(["--vendor".to_owned(), vendor]);
    Ok((openapi.context(USAGE)?, others))
}

/// Adds the step that installs the proxy, if it is missing.
fn install<'a>(project: &'a Project, plan: &mut Plan<'a>, folder: &Path) {
    let (package, version) = PRISM;
    let stamp = folder.join("installed");
    if stamp.is_file() {
        return;
    }
    let folder = folder.to_owned();
    plan.add(format!("{package} {version} (once)"), move |step| {
        // An interrupted run's folder is begun anew.
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        step.run(
            project
                .system_command("npm")
                .args([
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--prefix",
                ])
                .arg(&folder)
                .arg(format!("{package}@{version}")),
        )?;
        fs::write(&stamp, "").with_context(|| format!("cannot write {}", stamp.display()))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Result<(PathBuf, Vec<String>)> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        read(&words)
    }

    #[test]
    fn the_document_is_named_and_the_rest_is_passed_on() {
        let (openapi, others) = arguments("mews --seed 7 --openapi mews.json --bookings 20").unwrap();
        assert_eq!(openapi, Path::new("mews.json"));
        assert_eq!(others, ["--seed", "7", "--bookings", "20", "--vendor", "mews"]);
        let (openapi, others) = arguments("lightspeed --openapi lightspeed.json").unwrap();
        assert_eq!(openapi, Path::new("lightspeed.json"));
        assert_eq!(others, ["--vendor", "lightspeed"]);
    }

    #[test]
    fn a_line_without_vendor_or_document_is_refused() {
        for line in [
            "",
            "mews",
            "--openapi mews.json",
            "molzait --openapi mews.json",
            "mews --port 1",
            "lightspeed --openapi lightspeed.json --seed 7",
        ] {
            assert!(arguments(line).is_err(), "{line}");
        }
    }
}
