//! `cargo xtask bench`: how fast it is, beside its goals. Knows what is measured, not how.

mod criterion;
mod paint;
mod proxy;

use anyhow::Result;

use crate::project::Project;

/// What can be measured alone.
const PARTS: [&str; 3] = ["engine", "proxy", "paint"];

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
        proxy::run(project)?;
    }
    if wanted("paint") {
        paint::run(project)?;
    }
    Ok(())
}
