//! The first paint on a slow phone, beside an element written by hand, and the restaurant's own page on a slow tablet. Knows
//! what has to be built for it, not how it is measured.

use anyhow::{Context, Result};

use super::Effort;
use crate::assemble::{self, Layout, Profile};
use crate::plan::Plan;
use crate::project::Project;
use crate::suite::{against_build, show};
use crate::{browser, setup};

/// Builds what is deployed and measures it in a real browser.
pub(crate) fn run(project: &Project, effort: Effort) -> Result<()> {
    let profile = match effort {
        Effort::Full => Profile::Release,
        Effort::OneRound(profile) => profile,
    };
    let mut plan = Plan::default();
    setup::require(project, &mut plan)?;
    browser::require(project, &mut plan)?;
    plan.run()?;
    let layout = Layout::tested(project, profile);
    assemble::complete(project, profile, &layout, |_| ())?;
    show(
        against_build(project, project.command(project.npm_bin("playwright")), profile)?
            .args(["test", "--config", "tests/load/paint/playwright.config.ts"])
            .envs((effort != Effort::Full).then_some(("COUVERT_ONCE", "yes")))
            .env(
                "COUVERT_CHROMIUM",
                browser::find().context("the browser has gone")?,
            ),
    )
}
