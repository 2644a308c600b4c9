//! The guide to the settings, `.github/SETTINGS.md`: `cargo xtask settings` writes it from the settings' types and their
//! doc comments. A test of the settings compares the file with them.

use anyhow::Result;

use crate::project::Project;
use crate::suite::show;

/// Writes the guide.
pub(crate) fn run(project: &Project) -> Result<()> {
    show(
        project
            .command("cargo")
            .args(["test", "--quiet", "--package", "couvert-config", "--lib"])
            .arg("settings_guide_tests::the_committed_guide_is_the_one_of_the_settings")
            .env("COUVERT_WRITE_SETTINGS", "1"),
    )
}
