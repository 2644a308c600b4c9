//! `cargo xtask test --only engines`: guests with Firefox and WebKitGTK at the built worker. Finds or installs the browsers and
//! what drives them. WebKitGTK runs on Linux alone: elsewhere the run says that it is left out.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::assemble::Profile;
use crate::browser::on_path;
use crate::plan::Plan;
use crate::project::Project;
use crate::setup::{apt_get, is_debian_root};
use crate::suite::{NATIVE_LIVE, against_build, show};
use crate::tools::{self, Tool};

/// Debian's packages: Firefox, WebKitGTK's test browser with its driver, and a screen in memory to draw it on.
const PACKAGES: [&str; 3] = ["firefox-esr", "webkit2gtk-driver", "xvfb"];

/// Where Firefox is that no `PATH` leads to.
const PLACE: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";

/// Adds the steps that install what is missing and can be installed without asking.
pub(crate) fn require<'a>(project: &'a Project, plan: &mut Plan<'a>) -> Result<()> {
    let missing: Vec<&str> = [
        ("Firefox", firefox().is_some()),
        ("WebKitWebDriver", !has_webkit() || webkit_driver().is_some()),
        ("Xvfb", !has_webkit() || on_path(&["Xvfb"]).is_some()),
    ]
    .into_iter()
    .filter_map(|(name, is_there)| (!is_there).then_some(name))
    .collect();
    if !missing.is_empty() {
        if !is_debian_root() {
            bail!(
                "not found for the tests in other browsers: {} (Debian: apt-get install {}); COUVERT_FIREFOX names \
                 a Firefox",
                missing.join(", "),
                PACKAGES.join(" ")
            );
        }
        apt_get(project, plan, &PACKAGES);
    }
    if on_path(&["geckodriver"]).is_none() {
        tools::require(project, plan, vec![Tool::geckodriver()]);
    }
    Ok(())
}

/// Runs the suite. Of each run the pictures are kept, for people to look at.
pub(crate) fn run(project: &Project, profile: Profile) -> Result<()> {
    let pictures = project.work().join("engines");
    if pictures.exists() {
        fs::remove_dir_all(&pictures).with_context(|| format!("cannot empty {}", pictures.display()))?;
    }
    fs::create_dir_all(&pictures).with_context(|| format!("cannot make {}", pictures.display()))?;
    let driver = on_path(&["geckodriver"]).unwrap_or_else(|| Tool::geckodriver().path(project));
    let mut command = against_build(project, project.command("cargo"), profile)?;
    command
        .arg("test")
        .args(NATIVE_LIVE)
        .args(["--test", "engines"])
        .env("COUVERT_FIREFOX", firefox().context("Firefox has gone")?)
        .env("COUVERT_GECKODRIVER", driver)
        .env("COUVERT_PICTURES", &pictures);
    if has_webkit() {
        command.env(
            "COUVERT_WEBKIT_DRIVER",
            webkit_driver().context("WebKitWebDriver has gone")?,
        );
    } else {
        println!("WebKitGTK runs on Linux alone and is left out here.");
    }
    show(&mut command)?;
    println!("\nPictures to look at: {}", pictures.display());
    Ok(())
}

fn has_webkit() -> bool {
    cfg!(target_os = "linux")
}

/// Firefox's program: the one named by `COUVERT_FIREFOX`, else the first that is installed.
fn firefox() -> Option<PathBuf> {
    if let Some(named) = env::var_os("COUVERT_FIREFOX") {
        return Some(named.into());
    }
    let place = || Some(PathBuf::from(PLACE)).filter(|place| place.is_file());
    on_path(&["firefox-esr", "firefox"]).or_else(place)
}

/// The driver of WebKitGTK's browsers.
fn webkit_driver() -> Option<PathBuf> {
    on_path(&["WebKitWebDriver"])
}
