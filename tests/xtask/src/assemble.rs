//! `cargo xtask build`: the site and the worker, in the order they depend on each other. Knows where
//! results go, not how they are made.

use std::env;
use std::fs::{self, File};
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Result, anyhow};

use crate::plan::Plan;
use crate::project::Project;
use crate::{setup, site, worker};

/// How much is done for size and speed of what is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Built quickly.
    Dev,
    /// As deployed.
    Release,
}

impl Profile {
    /// The name on the command line and in `COUVERT_PROFILE`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// The environment's profile: `COUVERT_PROFILE`, else the one for wrangler's command, else a release.
    fn from_environment() -> Result<Self> {
        match env::var("COUVERT_PROFILE") {
            Ok(name) => name.parse(),
            Err(_) if env::var("WRANGLER_COMMAND").is_ok_and(|command| command == "dev") => Ok(Self::Dev),
            Err(_) => Ok(Self::Release),
        }
    }
}

impl FromStr for Profile {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self> {
        [Self::Dev, Self::Release]
            .into_iter()
            .find(|profile| profile.name() == name)
            .ok_or_else(|| anyhow!("no profile '{name}': dev or release"))
    }
}

/// The variable that puts the made-up venues into a release too. The worker has one of the same name, without
/// which it does not serve them.
pub(crate) const DEMO: &str = "COUVERT_DEMO";

/// Whether the made-up venues belong into a build that is served: a release has them only if the variable says so.
fn has_demo(profile: Profile, variable: Option<&str>) -> bool {
    profile == Profile::Dev || variable == Some("yes")
}

/// Where a build is put, and what is in it.
pub(crate) struct Layout {
    /// The static files.
    pub(crate) site: PathBuf,
    /// The worker's modules; `index.js` is the entry.
    pub(crate) worker: PathBuf,
    /// Whether the made-up venues are in it, with their page.
    pub(crate) has_demo: bool,
}

impl Layout {
    /// Where `wrangler.toml` looks.
    pub(crate) fn served(project: &Project, has_demo: bool) -> Self {
        Self {
            has_demo,
            site: project.root.join("target/site"),
            worker: project.root.join("edge/build"),
        }
    }

    /// For tests and measurements, apart from what a running `dev` serves. They are about the made-up venues.
    pub(crate) fn tested(project: &Project, profile: Profile) -> Self {
        let folder = project.work().join("tested").join(profile.name());
        Self {
            has_demo: true,
            site: folder.join("site"),
            worker: folder.join("worker"),
        }
    }
}

/// `cargo xtask build`.
pub(crate) fn run(project: &Project, profile: Option<Profile>) -> Result<()> {
    let profile = profile.map_or_else(Profile::from_environment, Ok)?;
    let layout = Layout::served(project, has_demo(profile, env::var(DEMO).ok().as_deref()));
    complete(project, profile, &layout, |_| ())
}

/// Installs what is missing and builds, with `more` steps after it.
pub(crate) fn complete<'a>(
    project: &'a Project,
    profile: Profile,
    layout: &'a Layout,
    more: impl FnOnce(&mut Plan<'a>),
) -> Result<()> {
    let _lock = lock(project)?;
    let mut plan = Plan::default();
    setup::require(project, &mut plan)?;
    add(project, &mut plan, profile, layout);
    more(&mut plan);
    plan.run()
}

/// Adds the steps of a build; each finds out for itself whether there is anything to do.
pub(crate) fn add<'a>(project: &'a Project, plan: &mut Plan<'a>, profile: Profile, layout: &'a Layout) {
    let name = profile.name();
    plan.add(format!("widget ({name})"), move |step| {
        site::compile(project, profile, step)
    });
    plan.add("site", move |step| site::assemble(project, profile, layout, step));
    plan.add(format!("worker ({name})"), move |step| {
        worker::build(project, profile, layout, step)
    });
}

/// Waits until no other build runs: wrangler starts one per changed file.
pub(crate) fn lock(project: &Project) -> Result<File> {
    let path = project.work().join("lock");
    fs::create_dir_all(project.work())
        .and_then(|()| File::create(&path))
        .and_then(|file| file.lock().map(|()| file))
        .with_context(|| format!("cannot lock {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_has_the_made_up_venues_only_if_the_variable_says_so() {
        for (profile, variable, expected) in [
            (Profile::Release, None, false),
            (Profile::Release, Some(""), false),
            (Profile::Release, Some("no"), false),
            (Profile::Release, Some("yes"), true),
            (Profile::Dev, None, true),
        ] {
            assert_eq!(has_demo(profile, variable), expected, "{profile:?} {variable:?}");
        }
    }
}
