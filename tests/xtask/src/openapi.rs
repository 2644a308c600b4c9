//! The API's description, `edge/openapi.json`: `cargo xtask openapi` writes it from the table of endpoints, and the part
//! `schema` of the tests lints it. A test of the edge compares the file with the table.

use anyhow::Result;

use crate::plan::Plan;
use crate::project::Project;
use crate::setup;
use crate::suite::show;

const DOCUMENT: &str = "edge/openapi.json";

/// Writes the document, and lints it.
pub(crate) fn run(project: &Project) -> Result<()> {
    let mut plan = Plan::default();
    setup::require(project, &mut plan)?;
    plan.run()?;
    show(
        project
            .command("cargo")
            .args(["test", "--quiet", "--package", "couvert-edge", "--lib"])
            .arg("http::openapi_tests::the_committed_document_is_the_one_of_the_endpoints")
            .env("COUVERT_WRITE_OPENAPI", "1"),
    )?;
    lint(project)
}

/// Lints the document by the recommended rules of Redocly and of Spectral, without network.
pub(crate) fn lint(project: &Project) -> Result<()> {
    show(
        project
            .command(project.npm_bin("redocly"))
            .args(["lint", DOCUMENT, "--config", "tests/schema/redocly.yaml"])
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
    )?;
    show(
        project
            .command(project.npm_bin("spectral"))
            .args(["lint", DOCUMENT, "--ruleset", "tests/schema/spectral.yaml"])
            .args(["--fail-severity", "warn"]),
    )
}
