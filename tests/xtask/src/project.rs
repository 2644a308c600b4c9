//! Where things are: the folders of the project and of the user's cache, and the versions in `Cargo.lock`.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};

/// The folders every command works in.
#[derive(Clone)]
pub(crate) struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// Tools that every clone shares, one folder per tool and version.
    pub(crate) cache: PathBuf,
}

impl Project {
    /// Finds the folders from where this program was compiled and from the environment.
    pub(crate) fn find() -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here
            .ancestors()
            .nth(2)
            .context("the workspace has moved")?
            .to_owned();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let cache = env::var_os("XDG_CACHE_HOME")
            .filter(|dir| !dir.is_empty())
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .context("no folder for tools: set XDG_CACHE_HOME or HOME")?
            .join("couvert");
        Ok(Self { root, target, cache })
    }

    /// The folder that the commands keep between runs.
    pub(crate) fn work(&self) -> PathBuf {
        self.root.join("target/xtask")
    }

    /// The program of an npm package.
    pub(crate) fn npm_bin(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    /// A command at the project's root. Programs of the npm packages come first on its `PATH`, and with them the
    /// Node that `package.json` pins, which wrangler needs, independent of the machine's Node.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.system_command(program);
        let path = env::var_os("PATH").unwrap_or_default();
        let packages = self.root.join("node_modules/.bin");
        let all = std::iter::once(packages).chain(env::split_paths(&path));
        // A folder whose name has a separator in it cannot stand on a `PATH`.
        if let Ok(all) = env::join_paths(all) {
            command.env("PATH", all);
        }
        command
    }

    /// A command at the project's root with the machine's own programs alone, as npm is, which comes with its Node.
    /// Without what `cargo run` left in the environment: build scripts that watch those variables would run again.
    pub(crate) fn system_command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command
    }

    /// Wrangler, without the questions and calls it makes on its own account.
    pub(crate) fn wrangler(&self) -> Command {
        let mut command = self.command("node");
        command
            .args(["--no-warnings", "node_modules/wrangler/wrangler-dist/cli.js"])
            .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
            .env("WRANGLER_SEND_METRICS", "false");
        command
    }

    /// The version of a crate in `Cargo.lock`.
    pub(crate) fn locked_version(&self, name: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        let lock =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        locked_version(&lock, name)
    }
}

/// The version of a crate that occurs exactly once in the text of a `Cargo.lock`.
fn locked_version(lock: &str, name: &str) -> Result<String> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is not TOML")?;
    let versions: Vec<&str> = lock
        .get("package")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter(|package| package.get("name").and_then(toml::Value::as_str) == Some(name))
        .filter_map(|package| package.get("version").and_then(toml::Value::as_str))
        .collect();
    match versions[..] {
        [version] => Ok(version.to_owned()),
        [] => Err(anyhow!("Cargo.lock has no {name}")),
        _ => Err(anyhow!(
            "Cargo.lock has {name} more than once: {}",
            versions.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.129"

[[package]]
name = "twice"
version = "1.0.0"

[[package]]
name = "twice"
version = "2.0.0"
"#;

    #[test]
    fn the_version_is_the_one_of_exactly_that_crate() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
        assert_eq!(locked_version(LOCK, "wasm-bindgen-macro").unwrap(), "0.2.129");
    }

    #[test]
    fn a_crate_that_is_missing_or_ambiguous_is_named() {
        assert_eq!(
            locked_version(LOCK, "wasm").unwrap_err().to_string(),
            "Cargo.lock has no wasm"
        );
        assert_eq!(
            locked_version(LOCK, "twice").unwrap_err().to_string(),
            "Cargo.lock has twice more than once: 1.0.0, 2.0.0"
        );
    }

    #[test]
    fn the_real_lock_file_is_read() {
        assert!(
            Project::find()
                .unwrap()
                .locked_version("wasm-bindgen")
                .unwrap()
                .starts_with("0.2.")
        );
    }
}
