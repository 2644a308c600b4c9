//! `cargo xtask test`: every check of the project, in the order in which they are cheap.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs, thread};

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::assemble::{self, Layout, Profile};
use crate::plan::Plan;
use crate::project::Project;
use crate::setup::{self, WASM_TARGET};
use crate::times::Times;
use crate::tools::{self, Tool};
use crate::{bench, browser, canary, fuzz, gallery, openapi, python, size, tidy, worker};

/// The parts by name; `live`, `schema`, `e2e`, `bench` and `size` need a build, and `canary` looks at what they left.
const PARTS: [&str; 13] = [
    "fmt", "clippy", "tidy", "unit", "doc", "fuzz", "stripe", "live", "schema", "e2e", "bench", "canary",
    "size",
];

/// The packages of the native build, in every part alike: cargo unites the features of the packages that it is given, so other
/// ones would compile the worker and what it depends on once more.
pub(crate) const NATIVE: [&str; 3] = ["--workspace", "--features", "couvert-widget/ssr"];

/// The same with the suites that need more than cargo.
pub(crate) const NATIVE_LIVE: [&str; 3] = [
    "--workspace",
    "--features",
    "couvert-widget/ssr,couvert-tests/live",
];

/// Runs all parts against a release build, or one against a quick one.
pub(crate) fn run(
    project: &Project,
    only: Option<&str>,
    profile: Option<Profile>,
    rest: &[String],
) -> Result<()> {
    if let Some(only) = only {
        ensure!(PARTS.contains(&only), "no part '{only}': {}", PARTS.join(", "));
    }
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    let profile = profile.unwrap_or(if only.is_some() {
        Profile::Dev
    } else {
        Profile::Release
    });
    let mut plan = Plan::default();
    setup::require(project, &mut plan)?;
    if wanted("e2e") || wanted("bench") {
        browser::require(project, &mut plan)?;
    }
    if wanted("schema") {
        python::require(project, &mut plan, python::Tool::Schemathesis)?;
    }
    if wanted("stripe") || wanted("e2e") {
        python::require(project, &mut plan, python::Tool::Localstripe)?;
    }
    if wanted("fuzz") {
        tools::require(project, &mut plan, vec![Tool::cargo_fuzz()]);
    }
    let mut times = Times::default();
    let outcome = times.measure("setup", || plan.run()).and_then(|()| {
        thread::scope(|scope| {
            let mut begun = None;
            for part in PARTS.into_iter().filter(|part| wanted(part)) {
                // The optimizer works on one core for minutes: the parts that need no build go on beside it.
                if only.is_none() && part == "unit" {
                    begun = Some(scope.spawn(|| build(project, profile, true)));
                }
                if part == "live" || matches!(only, Some("schema" | "e2e" | "bench")) {
                    canary::clear(project)?;
                    times.measure("build", || match begun.take() {
                        Some(building) => building
                            .join()
                            .unwrap_or_else(|_| Err(anyhow!("the build panicked"))),
                        None => build(project, profile, false),
                    })?;
                }
                times.measure(part, || {
                    check(project, part, profile, rest)
                        .with_context(|| format!("again alone: cargo xtask test --only {part}"))
                })?;
            }
            Ok(())
        })
    });
    print!("\n{times}");
    outcome?;
    println!("\nEverything passed.");
    Ok(())
}

/// Builds what the suites need; `is_aside` says whether other parts run meanwhile, and then what those that follow need is
/// built too.
fn build(project: &Project, profile: Profile, is_aside: bool) -> Result<()> {
    let layout = Layout::tested(project, profile);
    let _lock = assemble::lock(project)?;
    let mut plan = Plan::default();
    assemble::add(project, &mut plan, profile, &layout);
    if is_aside {
        fuzz::add(project, &mut plan);
        plan.run_aside()
    } else {
        plan.run()
    }
}

fn check(project: &Project, part: &str, profile: Profile, rest: &[String]) -> Result<()> {
    match part {
        "fmt" => show(project.command("cargo").args(["fmt", "--all", "--check"])),
        "clippy" => clippy(project),
        "tidy" => tidy::run(project),
        "unit" => show(project.command("cargo").arg("test").args(NATIVE)),
        "doc" => show(
            project
                .command("cargo")
                .args(["doc", "--no-deps", "--document-private-items"])
                // With an example cargo unites the features that tests need too, as for clippy.
                .args(["--lib", "--bins", "--examples"])
                .args(NATIVE_LIVE)
                .env("RUSTDOCFLAGS", "-D warnings"),
        ),
        "fuzz" => fuzz::run(project),
        "schema" => {
            openapi::lint(project)?;
            show(
                against_build(project, project.command("cargo"), profile)?
                    .arg("test")
                    .args(NATIVE_LIVE)
                    .args(["--test", "schema"])
                    .env(
                        "COUVERT_SCHEMATHESIS",
                        python::program(project, python::Tool::Schemathesis)?,
                    ),
            )
        }
        "stripe" => show(
            project
                .command("cargo")
                .arg("test")
                .args(NATIVE_LIVE)
                .args(["--test", "stripe"])
                .env(
                    "COUVERT_LOCALSTRIPE",
                    python::program(project, python::Tool::Localstripe)?,
                ),
        ),
        "live" => show(
            against_build(project, project.command("cargo"), profile)?
                .arg("test")
                .args(NATIVE_LIVE)
                .args(["--test", "live"]),
        ),
        "e2e" => e2e(project, profile, rest),
        "bench" => bench::one_round(project, profile),
        "canary" => canary::run(project, profile),
        "size" => size::run(project),
        _ => bail!("no part '{part}'"),
    }
}

/// The browser tests; `rest` is for Playwright, such as a file's name or `--update-snapshots`.
fn e2e(project: &Project, profile: Profile, rest: &[String]) -> Result<()> {
    let mut plan = Plan::default();
    gallery::add(project, &mut plan);
    plan.run()?;
    show(
        against_build(project, project.command(project.npm_bin("playwright")), profile)?
            .args(["test", "--config", "tests/e2e/playwright.config.ts"])
            .args(rest)
            // A run by hand keeps a trace of its failures.
            .envs((!rest.is_empty()).then_some(("COUVERT_TRACE", "yes")))
            .env("COUVERT_GALLERY", gallery::place(project))
            .env(
                "COUVERT_CHROMIUM",
                browser::find().context("the browser has gone")?,
            )
            .env(
                "COUVERT_LOCALSTRIPE",
                python::program(project, python::Tool::Localstripe)?,
            ),
    )
}

/// The native build with everything in it, and every wasm module as it is shipped.
fn clippy(project: &Project) -> Result<()> {
    let deny = ["--", "--deny", "warnings"];
    show(
        project
            .command("cargo")
            .arg("clippy")
            .args(NATIVE_LIVE)
            .arg("--all-targets")
            .args(deny),
    )?;
    for module in [
        &["--package", "couvert-edge"][..],
        &[
            "--package",
            "couvert-widget",
            "--no-default-features",
            "--features",
            "hydrate",
        ],
        &[
            "--package",
            "couvert-widget",
            "--no-default-features",
            "--features",
            "self-service",
        ],
    ] {
        show(
            project
                .command("cargo")
                .args(["clippy", "--lib", "--target", WASM_TARGET])
                .args(module)
                .args(deny),
        )?;
    }
    Ok(())
}

/// The instant at which worker, browser and stand-ins begin in tests, unless the environment's `COUVERT_START`
/// names another: a Tuesday in the middle of a month, with no holiday and no change of clocks within two months.
const START: &str = "2027-01-12T09:30:00Z";

/// Tells a suite where the built worker is and how to serve it.
pub(crate) fn against_build(project: &Project, mut command: Command, profile: Profile) -> Result<Command> {
    let config: PathBuf = worker::write_config(project, &Layout::tested(project, profile))?;
    let logs = canary::logs(project);
    // Benchmarks run without the step that empties it.
    fs::create_dir_all(&logs).with_context(|| format!("cannot make {}", logs.display()))?;
    command
        .env("COUVERT_WRANGLER_CONFIG", config)
        .env(
            "COUVERT_WRANGLER",
            project.root.join("node_modules/wrangler/wrangler-dist/cli.js"),
        )
        .env("COUVERT_CANARY", canary::CANARY)
        .env(
            "COUVERT_START",
            env::var("COUVERT_START").as_deref().unwrap_or(START),
        )
        .env("COUVERT_LOGS", logs)
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("WRANGLER_SEND_METRICS", "false");
    Ok(command)
}

pub(crate) fn show(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("cannot start {program}"))?;
    ensure!(status.success(), "{program} ended with {status}");
    Ok(())
}
