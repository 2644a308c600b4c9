//! The worker: compiled for workerd with the address of the static files in it, and wrapped by `worker-build`.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::assemble::{Layout, Profile};
use crate::files::write;
use crate::plan::Step;
use crate::project::Project;
use crate::setup::WASM_TARGET;
use crate::site::{assets, stamp_of};
use crate::tools::Tool;

/// Builds the worker that belongs to the site of the same layout, unless it is what it was.
pub(crate) fn build(project: &Project, profile: Profile, layout: &Layout, step: &Step) -> Result<()> {
    let cargo_profile = match profile {
        Profile::Dev => "wasm-dev",
        Profile::Release => "release",
    };
    let assets = assets(&layout.site)?;
    let with_assets = |mut command: Command| {
        // The second is set by worker-build too, and has to be the same for cargo to find its work done.
        command
            .env("COUVERT_ASSETS", &assets)
            .env("WASM_BINDGEN_USE_JS_SYS", "1");
        command
    };
    let features = features(layout.has_demo);
    step.compile(
        with_assets(project.command("cargo"))
            .args([
                "build",
                "--package",
                "couvert-edge",
                "--lib",
                "--target",
                WASM_TARGET,
                "--profile",
                cargo_profile,
            ])
            .args(features),
    )?;
    let wasm = project
        .target
        .join(WASM_TARGET)
        .join(cargo_profile)
        .join("edge.wasm");
    let worker_build = Tool::worker_build(project)?;
    let stamp = layout.worker.join(".stamp");
    let current = stamp_of(&wasm, &worker_build)?;
    if layout.worker.join("index.js").is_file()
        && fs::read_to_string(&stamp).is_ok_and(|made| made == current)
    {
        return Ok(());
    }
    let mut command = with_assets(project.command(worker_build.path(project)));
    command.arg("edge").arg("--out-dir").arg(&layout.worker);
    match profile {
        Profile::Dev => command.args(["--no-opt", "--profile", cargo_profile]),
        Profile::Release => command.arg("--release"),
    };
    // The last: worker-build passes everything after them on to cargo.
    command.args(features);
    step.run(
        command
            .env("WASM_BINDGEN_BIN", Tool::wasm_bindgen(project)?.path(project))
            .env("WASM_OPT_BIN", project.npm_bin("wasm-opt"))
            .env("ESBUILD_BIN", project.npm_bin("esbuild")),
    )?;
    fs::write(&stamp, current).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Cargo's arguments for a worker with the made-up venues or without.
fn features(has_demo: bool) -> &'static [&'static str] {
    if has_demo { &[] } else { &["--no-default-features"] }
}

/// Writes a configuration like `wrangler.toml` for a build that is not to be built again, and gives its path.
pub(crate) fn write_config(project: &Project, layout: &Layout) -> Result<std::path::PathBuf> {
    let path = project.root.join("wrangler.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let config = prebuilt(&text, layout)?;
    let path = layout.worker.with_file_name("wrangler.json");
    write(&path, serde_json::to_string_pretty(&config)?.as_bytes())?;
    Ok(path)
}

/// A `wrangler.toml` without its build command and with the folders of a layout.
fn prebuilt(text: &str, layout: &Layout) -> Result<Value> {
    let mut config: Map<String, Value> = toml::from_str(text).context("wrangler.toml cannot be read")?;
    config.remove("build");
    config.insert("main".to_owned(), json!(layout.worker.join("index.js")));
    let assets = config.entry("assets").or_insert_with(|| json!({}));
    assets["directory"] = json!(layout.site);
    Ok(Value::Object(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deployed_logs_no_addresses_and_is_reached_through_its_zone_alone() {
        let path = Project::find().unwrap().root.join("wrangler.toml");
        let config: Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(
            config["observability"],
            json!({ "enabled": true, "logs": { "enabled": true, "invocation_logs": false } })
        );
        assert_eq!(config["workers_dev"], false);
        assert_eq!(config["preview_urls"], false);
        assert_eq!(config.get("env"), None, "an environment could say something else");
    }

    #[test]
    fn a_prebuilt_configuration_differs_in_paths_and_build_alone() {
        let layout = Layout {
            site: "/x/site".into(),
            worker: "/x/worker".into(),
            has_demo: true,
        };
        let text = "name = \"n\"\nmain = \"m\"\n[build]\ncommand = \"c\"\n[assets]\ndirectory = \"d\"\nbinding = \"A\"\n";
        assert_eq!(
            prebuilt(text, &layout).unwrap(),
            json!({
                "name": "n",
                "main": "/x/worker/index.js",
                "assets": { "directory": "/x/site", "binding": "A" },
            })
        );
    }
}
