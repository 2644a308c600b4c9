//! Finds or installs the Chromium that the browser tests run in.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::plan::Plan;
use crate::project::Project;
use crate::setup::{apt_get, is_debian_root};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Where browsers are that no `PATH` leads to.
const PLACES: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Adds the step that installs a browser, if none is found and it can be done without asking.
pub(crate) fn require<'a>(project: &'a Project, plan: &mut Plan<'a>) -> Result<()> {
    if find().is_some() {
        return Ok(());
    }
    if !is_debian_root() {
        bail!(
            "no Chromium found for the browser tests: install chromium or google-chrome, or set COUVERT_CHROMIUM"
        );
    }
    apt_get(project, plan, &["chromium", "fonts-noto-color-emoji"]);
    Ok(())
}

/// The browser's program: the one named by `COUVERT_CHROMIUM`, else the first that is installed.
pub(crate) fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("COUVERT_CHROMIUM") {
        return Some(named.into());
    }
    let place = || PLACES.iter().map(PathBuf::from).find(|place| place.is_file());
    on_path(&NAMES).or_else(place)
}

/// The first of these programs that a `PATH` leads to.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}
