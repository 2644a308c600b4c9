//! The tools that come from crates.io, kept once per version in the user's cache folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::plan::Plan;
use crate::project::Project;

/// The crates that `wasm-bindgen` spends its time in at every rebuild; all others are compiled without optimisation,
/// which takes half the time, and once for both tools.
const OPTIMISED: [&str; 3] = ["walrus", "wasmparser", "wasm-bindgen-cli-support"];

/// The version of `cargo-fuzz`, which no library of the project has to fit.
const CARGO_FUZZ: &str = "0.13.2";
/// The version of `geckodriver`, which has to know the installed Firefox: each knows the ones before it.
const GECKODRIVER: &str = "0.37.1";

/// A program that `cargo install` brings.
pub(crate) struct Tool {
    krate: &'static str,
    program: &'static str,
    version: String,
    /// Left out are the features of programs that are not installed.
    options: &'static [&'static str],
}

impl Tool {
    /// Makes the JavaScript side of a wasm module; must be the version of the library in `Cargo.lock`.
    pub(crate) fn wasm_bindgen(project: &Project) -> Result<Self> {
        let version = project.locked_version("wasm-bindgen")?;
        Ok(Self {
            krate: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version,
            options: &["--no-default-features"],
        })
    }

    /// Makes a worker of a wasm module; must be of the series of the `worker` library.
    pub(crate) fn worker_build(project: &Project) -> Result<Self> {
        let version = project.locked_version("worker")?;
        Ok(Self {
            krate: "worker-build",
            program: "worker-build",
            version,
            options: &[],
        })
    }

    /// Runs the fuzz targets; only the tests need it.
    pub(crate) fn cargo_fuzz() -> Self {
        Self {
            krate: "cargo-fuzz",
            program: "cargo-fuzz",
            version: CARGO_FUZZ.to_owned(),
            options: &[],
        }
    }

    /// Drives Firefox; only the tests need it.
    pub(crate) fn geckodriver() -> Self {
        Self {
            krate: "geckodriver",
            program: "geckodriver",
            version: GECKODRIVER.to_owned(),
            options: &[],
        }
    }

    fn folder(&self, project: &Project) -> PathBuf {
        project.cache.join(format!("{}-{}", self.program, self.version))
    }

    /// Where the program is once it is installed.
    pub(crate) fn path(&self, project: &Project) -> PathBuf {
        self.folder(project).join("bin").join(self.program)
    }

    /// The version that the program's output depends on, beside its input.
    pub(crate) fn stamp(&self) -> String {
        format!("{} {}", self.program, self.version)
    }

    /// Whether it is there, in exactly this version.
    pub(crate) fn is_installed(&self, project: &Project) -> bool {
        self.path(project).is_file()
    }

    fn install(&self, project: &Project, build: &Path) -> Command {
        let mut command = project.command("cargo");
        command
            // Away from the project, whose cargo settings are not meant for tools.
            .current_dir(&project.cache)
            .args([
                "install",
                self.krate,
                "--bin",
                self.program,
                "--version",
                &self.version,
            ])
            .args(self.options)
            .args(["--debug", "--config", "profile.dev.debug=false"])
            .args(OPTIMISED.map(|krate| format!("--config=profile.dev.package.{krate}.opt-level=2")))
            .arg("--root")
            .arg(self.folder(project))
            .env("CARGO_TARGET_DIR", build)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }
}

/// Adds the steps that install those of these tools that are missing.
pub(crate) fn require<'a>(project: &'a Project, plan: &mut Plan<'a>, tools: Vec<Tool>) {
    let mut missing = tools;
    missing.retain(|tool| !tool.is_installed(project));
    let last = missing.len().saturating_sub(1);
    for (index, tool) in missing.into_iter().enumerate() {
        let label = format!("{} {} (once, some minutes)", tool.program, tool.version);
        plan.add(label, move |step| {
            let build = project.cache.join("build");
            let _lock = lock(project)?;
            // Another clone may have installed it while this one waited.
            if !tool.is_installed(project) {
                step.run(&mut tool.install(project, &build))?;
            }
            if index == last && build.exists() {
                fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))?;
            }
            Ok(())
        });
    }
}

/// Keeps the other clones of this user from installing the same.
fn lock(project: &Project) -> Result<File> {
    let path = project.cache.join("lock");
    fs::create_dir_all(&project.cache)
        .and_then(|()| File::create(&path))
        .and_then(|file| file.lock().map(|()| file))
        .with_context(|| format!("cannot lock {}", path.display()))
}
