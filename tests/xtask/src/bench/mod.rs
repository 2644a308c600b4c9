//! `cargo xtask bench`: how fast it is, beside its goals. Knows what is measured, not how.

mod criterion;
mod paint;
mod proxy;

use anyhow::Result;

use crate::assemble::Profile;
use crate::project::Project;

/// The parts that can be measured alone.
const PARTS: [&str; 3] = ["engine", "proxy", "paint"];

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// As often as it takes for figures that can be held against the goals.
    Full,
    /// One round of each, in a build of this profile: it shows that it runs, and its figures mean nothing.
    OneRound(Profile),
}

/// Starts every benchmark for one round.
pub(crate) fn one_round(project: &Project, profile: Profile) -> Result<()> {
    criterion::one_round(project)?;
    proxy::run(project, Effort::OneRound(profile))?;
    paint::run(project, Effort::OneRound(profile))
}

/// Measures, prints, and fails if a goal is missed.
pub(crate) fn run(project: &Project, only: Option<&str>) -> Result<()> {
    if let Some(only) = only {
        anyhow::ensure!(PARTS.contains(&only), "no part '{only}': {}", PARTS.join(", "));
    }
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    if wanted("engine") {
        criterion::run(project)?;
    }
    if wanted("proxy") {
        proxy::run(project, Effort::Full)?;
    }
    if wanted("paint") {
        paint::run(project, Effort::Full)?;
    }
    Ok(())
}
