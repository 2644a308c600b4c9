//! `cargo xtask gallery`: every screen of the widget, drawn from fixtures, as files that `dev` serves under
//! `/gallery` and that browser tests compare. It is for people who change the project and is in no release.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files::{list, read, write};
use crate::plan::{Plan, Step};
use crate::project::Project;
use crate::setup;
use crate::site::{WASM_MODULES, bundle};
use crate::suite::NATIVE;

/// The folder of the site that holds it, and its address.
const NAME: &str = "gallery";
/// The site names its files' addresses in full, so the folder's own address has to be redirected.
const REDIRECTS: &str = "/gallery /gallery/index.html 302\n/gallery/ /gallery/index.html 302\n";

/// `cargo xtask gallery`.
pub(crate) fn run(project: &Project) -> Result<()> {
    let mut plan = Plan::default();
    setup::require(project, &mut plan)?;
    add(project, &mut plan);
    plan.run()?;
    println!("{}", place(project).display());
    Ok(())
}

/// Adds the step that makes it.
pub(crate) fn add<'a>(project: &'a Project, plan: &mut Plan<'a>) {
    plan.add(NAME, move |step| make(project, step));
}

/// Where it is made.
pub(crate) fn place(project: &Project) -> PathBuf {
    project.work().join(NAME)
}

/// Makes it, and puts it into a site that is served.
pub(crate) fn serve(project: &Project, site: &Path) -> Result<()> {
    let mut plan = Plan::default();
    add(project, &mut plan);
    plan.run_aside()?;
    let place = place(project);
    for file in list(&place)? {
        write(&site.join(NAME).join(&file), &read(&place.join(&file))?)?;
    }
    write(&site.join("_redirects"), REDIRECTS.as_bytes())
}

/// Takes it out of a site that is deployed.
pub(crate) fn remove(site: &Path) -> Result<()> {
    let (folder, redirects) = (site.join(NAME), site.join("_redirects"));
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    if redirects.exists() {
        fs::remove_file(&redirects).with_context(|| format!("cannot remove {}", redirects.display()))?;
    }
    Ok(())
}

fn make(project: &Project, step: &Step) -> Result<()> {
    let place = place(project);
    // With the features that the tests are built with, so that nothing is compiled twice.
    step.compile(
        project
            .command("cargo")
            .arg("build")
            .args(NATIVE)
            .args(["--example", NAME]),
    )?;
    let program = format!("debug/examples/{NAME}{EXE_SUFFIX}");
    step.run(project.command(project.target.join(program)).arg(&place))?;
    for (name, _) in WASM_MODULES {
        let sheet = format!("{name}.css");
        let style = project.root.join("widget/src/style").join(&sheet);
        bundle(project, step, &style, &place.join(&sheet), &[])?;
    }
    for (from, to) in [("widget/examples/gallery", ""), ("edge/venues/demo", "pictures")] {
        let from = project.root.join(from);
        let wanted = |file: &String| ["html", "css", "js", "svg"].iter().any(|end| file.ends_with(end));
        for file in list(&from)?.iter().filter(|file| wanted(file)) {
            write(&place.join(to).join(file), &read(&from.join(file))?)?;
        }
    }
    Ok(())
}
