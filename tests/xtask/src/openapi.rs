//! The API's descriptions, `edge/openapi.json` and `edge/openapi-external.json`: `cargo xtask openapi` writes them from the
//! table of endpoints, and the part `schema` of the tests lints them. A test of the edge compares the files with the table.

use anyhow::Result;

use crate::plan::Plan;
use crate::project::Project;
use crate::setup;
use crate::suite::show;

const DOCUMENTS: [&str; 2] = ["edge/openapi.json", "edge/openapi-external.json"];

/// Writes the documents, and lints them.
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

/// Lints the documents by the recommended rules of Redocly and of Spectral, without network.
pub(crate) fn lint(project: &Project) -> Result<()> {
    show(
        project
            .command(project.npm_bin("redocly"))
            .arg("lint")
            .args(DOCUMENTS)
            .args(["--config", "tests/schema/redocly.yaml"])
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
    )?;
    show(
        project
            .command(project.npm_bin("spectral"))
            .arg("lint")
            .args(DOCUMENTS)
            .args(["--ruleset", "tests/schema/spectral.yaml"])
            .args(["--fail-severity", "warn"]),
    )
}
