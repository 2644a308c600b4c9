//! The two build tools that come from crates.io, kept once per version in the user's cache folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::plan::Plan;
use crate::project::Project;

/// A program that `cargo install` brings.
pub(crate) struct Tool {
    krate: &'static str,
    program: &'static str,
    version: String,
    /// How much the compiler optimises the tool itself: time to install against time per use.
    opt_level: &'static str,
}

impl Tool {
    /// Makes the JavaScript side of a wasm module; must be the version of the library in `Cargo.lock`.
    /// Unoptimised it takes several times as long at every rebuild.
    pub(crate) fn wasm_bindgen(project: &Project) -> Result<Self> {
        let version = project.locked_version("wasm-bindgen")?;
        Ok(Self {
            krate: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version,
            opt_level: "1",
        })
    }

    /// Makes a worker of a wasm module; must be of the series of the `worker` library. It only starts
    /// other programs, so its own speed does not matter.
    pub(crate) fn worker_build(project: &Project) -> Result<Self> {
        let version = project.locked_version("worker")?;
        Ok(Self {
            krate: "worker-build",
            program: "worker-build",
            version,
            opt_level: "0",
        })
    }

    fn folder(&self, project: &Project) -> PathBuf {
        project.cache.join(format!("{}-{}", self.program, self.version))
    }

    /// Where the program is once it is installed.
    pub(crate) fn path(&self, project: &Project) -> PathBuf {
        self.folder(project).join("bin").join(self.program)
    }

    /// What the program's output depends on, beside its input.
    pub(crate) fn stamp(&self) -> String {
        format!("{} {}", self.program, self.version)
    }

    /// Adds the step that installs the tool, if it is missing.
    pub(crate) fn require<'a>(self, project: &'a Project, plan: &mut Plan<'a>) {
        if self.path(project).is_file() {
            return;
        }
        plan.add(
            format!("{} {} (once, some minutes)", self.program, self.version),
            move |step| {
                fs::create_dir_all(&project.cache)
                    .with_context(|| format!("cannot create {}", project.cache.display()))?;
                step.run(&mut self.install(project))
            },
        );
    }

    fn install(&self, project: &Project) -> Command {
        let mut command = project.command("cargo");
        command
            // Away from the project, whose cargo settings are not meant for tools.
            .current_dir(&project.cache)
            .args([
                "install",
                "--debug",
                self.krate,
                "--bin",
                self.program,
                "--version",
                &self.version,
            ])
            .arg("--root")
            .arg(self.folder(project))
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", self.opt_level)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }
}
