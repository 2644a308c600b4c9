//! The static files: the widget's wasm with its JavaScript, the style sheet, the texts of each language, the loader,
//! the restaurant's page and the pictures, in one folder named after its content.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::assemble::{Layout, Profile};
use crate::files::{copy_wanted, digest, entries, list, read, remove_others, write};
use crate::gallery;
use crate::plan::Step;
use crate::project::Project;
use crate::setup::WASM_TARGET;
use crate::tools::Tool;
use crate::words;

/// The wasm features that today's browsers run and the compiler uses. `--all-features` would encode imports in a way that
/// they refuse.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles the standard library with the program, for size, and ends at a panic without wording it: nothing in a browser
/// reads the words, and they and what formats them would be a tenth of the code. These are unstable options of the version
/// that `rust-toolchain.toml` names, which is why it names one. The last is Leptos' own: views without their types, which are a
/// tenth of the restaurant's page and most of the time that it takes to compile.
const STANDARD_LIBRARY_FOR_SIZE: [&str; 4] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config",
    r#"target.wasm32-unknown-unknown.rustflags=["-Zunstable-options", "-Cpanic=immediate-abort", "--cfg=erase_components"]"#,
];

/// Browsers of late 2020 and after.
const JS_TARGET: &str = "--target=es2021";

/// The loader puts its few rules into the shadow root itself.
const CSS_AS_TEXT: &str = "--loader:.css=text";

/// The loader's modules beside the widget: the first for every page, the others loaded on demand.
pub(crate) const MODULES: [&str; 8] = [
    "page",
    "dialog",
    "challenge",
    "data-layer",
    "self-service-host",
    "payment",
    "refusal",
    "steps",
];

/// The widget's modules and the features that make them: what a first booking needs, and all the rest.
pub(crate) const WASM_MODULES: [(&str, &str); 2] = [("couvert", "hydrate"), ("self_service", "self-service")];

/// A program for browsers, which becomes `<name>.js` and `<name>_bg.wasm`.
struct Program {
    /// Its package.
    package: &'static str,
    /// The name of its binary.
    name: &'static str,
    /// The feature that makes it.
    feature: &'static str,
    /// The script that starts it, where no loader does: it stands beside the generated one and becomes the served one.
    start: Option<&'static str>,
}

/// The restaurant's own page.
const STAFF_PAGE: Program = Program {
    package: "couvert-staff",
    name: "staff",
    feature: "browser",
    start: Some("widget/staff/start.js"),
};

/// The files of the demo restaurant's page alone.
const DEMO_PAGE: [&str; 4] = ["branch.svg", "demo.css", "hero.svg", "quince.svg"];

/// Where the files of the hashed folder are put together.
fn staging(project: &Project, profile: Profile) -> PathBuf {
    project.work().join(profile.name()).join("assets")
}

/// Compiles both modules of the widget and the restaurant's page, and makes `couvert.js`, `couvert_bg.wasm` and the like of
/// them, unless they are what they were.
pub(crate) fn compile(project: &Project, profile: Profile, step: &Step) -> Result<()> {
    for (name, feature) in WASM_MODULES {
        let program = Program {
            package: "couvert-widget",
            name,
            feature,
            start: None,
        };
        compile_module(project, profile, step, &program)?;
    }
    compile_module(project, profile, step, &STAFF_PAGE)
}

fn compile_module(project: &Project, profile: Profile, step: &Step, program: &Program) -> Result<()> {
    let Program {
        package,
        name,
        feature,
        start,
    } = *program;
    let cargo_profile = match profile {
        Profile::Dev => "wasm-dev",
        Profile::Release => "widget",
    };
    let mut build = project.command("cargo");
    build
        .args([
            "build",
            "--package",
            package,
            "--bin",
            name,
            "--no-default-features",
        ])
        .args([
            "--features",
            feature,
            "--target",
            WASM_TARGET,
            "--profile",
            cargo_profile,
        ]);
    if matches!(profile, Profile::Release) {
        build.args(STANDARD_LIBRARY_FOR_SIZE).env("RUSTC_BOOTSTRAP", "1");
    }
    step.compile(&mut build)?;
    let wasm = project
        .target
        .join(WASM_TARGET)
        .join(cargo_profile)
        .join(name)
        .with_extension("wasm");
    let bindgen = Tool::wasm_bindgen(project)?;
    let staging = staging(project, profile);
    let stamp = staging.with_file_name(format!("{name}.stamp"));
    let script = start.map(|script| read(&project.root.join(script))).transpose()?;
    let current = stamp_of(&wasm, &bindgen)?
        + &script
            .as_deref()
            .map_or_else(String::new, |script| digest([("", script)]));
    let file = format!("{name}_bg.wasm");
    let served = staging.join(&file);
    if served.is_file() && fs::read_to_string(&stamp).is_ok_and(|made| made == current) {
        return Ok(());
    }
    let folder = project.work().join(profile.name()).join("widget");
    step.run(
        project
            .command(bindgen.path(project))
            .arg(&wasm)
            .args([
                "--target",
                "web",
                "--out-name",
                name,
                "--no-typescript",
                // The loader fetches the module itself, at the same time as this code.
                "--omit-default-module-path",
                "--out-dir",
            ])
            .arg(&folder),
    )?;
    fs::create_dir_all(&staging)?;
    let module = folder.join(&file);
    match profile {
        Profile::Dev => {
            fs::copy(&module, &served).with_context(|| format!("cannot write {}", served.display()))?;
        }
        Profile::Release => step.run(
            project
                .command(project.npm_bin("wasm-opt"))
                .arg(&module)
                // The compiler has optimised for size already. `-Oz` makes the module smaller still and its
                // brotli larger: what was alike becomes different.
                .args(["-O1", "--strip-debug", "--strip-producers", "-o"])
                .arg(&served)
                .args(WASM_FEATURES),
        )?,
    }
    let code = format!("{name}.js");
    let entry = match &script {
        Some(script) => {
            let entry = folder.join("start.js");
            write(&entry, script)?;
            entry
        }
        None => folder.join(&code),
    };
    bundle(project, step, &entry, &staging.join(&code), &["--format=esm"])?;
    fs::write(&stamp, current).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Puts the other files beside the widget's, and all of them with the loader where they are served from.
pub(crate) fn assemble(project: &Project, profile: Profile, layout: &Layout, step: &Step) -> Result<()> {
    let site = layout.site.as_path();
    let staging = staging(project, profile);
    for (name, _) in WASM_MODULES {
        let sheet = format!("{name}.css");
        let from = project.root.join("widget/src/style").join(&sheet);
        bundle(project, step, &from, &staging.join(&sheet), &[])?;
    }
    let from = project.root.join("widget/staff/src/style/staff.css");
    bundle(project, step, &from, &staging.join("staff.css"), &[])?;
    words::deliver(project, &staging.join("words"))?;
    for module in MODULES {
        let file = format!("{module}.js");
        bundle(
            project,
            step,
            &project.root.join("widget/loader").join(&file),
            &staging.join(&file),
            &["--format=esm", CSS_AS_TEXT],
        )?;
    }
    copy_wanted(
        &project.root.join("edge/venues"),
        &staging.join("venues"),
        |path| !is(path, "toml") && (layout.has_demo || !is_demo(path)),
    )?;
    copy_wanted(&project.root.join("edge/pages"), &staging.join("pages"), |path| {
        !is(path, "html") && (layout.has_demo || !DEMO_PAGE.iter().any(|name| path == Path::new(name)))
    })?;

    if profile == Profile::Release {
        gallery::remove(site)?;
    }
    let files = list(&staging)?;
    let contents: Vec<Vec<u8>> = files
        .iter()
        .map(|file| read(&staging.join(file)))
        .collect::<Result<_>>()?;
    let hash = digest(
        files
            .iter()
            .map(String::as_str)
            .zip(contents.iter().map(Vec::as_slice)),
    );
    let assets = format!("assets/{hash}");
    bundle(
        project,
        step,
        &loader(project)?,
        &site.join("embed.js"),
        &[
            "--format=iife",
            CSS_AS_TEXT,
            &format!("--define:__COUVERT_ASSETS__=\"{assets}\""),
        ],
    )?;
    for (file, content) in files.iter().zip(&contents) {
        write(&site.join(&assets).join(file), content)?;
    }
    keep_pictures(&site.join("pictures"), &files, &contents)?;
    write(
        &site.join("embed.d.ts"),
        &read(&project.root.join("widget/loader/couvert.d.ts"))?,
    )?;
    write(&site.join("_headers"), headers(profile).as_bytes())?;
    remove_others(&site.join("assets"), &hash)
}

/// Puts the venues' pictures where uploads are served from, at addresses that the next build has too: letters are kept, and
/// show them. They show no drawings.
fn keep_pictures(folder: &Path, files: &[String], contents: &[Vec<u8>]) -> Result<()> {
    let mut kept = Vec::new();
    for (file, content) in files.iter().zip(contents) {
        let name = file.strip_prefix("venues/");
        if let Some(name) = name.filter(|name| !is(Path::new(name), "svg")) {
            write(&folder.join(name), content)?;
            kept.push(name);
        }
    }
    if !folder.exists() {
        return Ok(());
    }
    for file in list(folder)? {
        if !kept.contains(&file.as_str()) {
            let path = folder.join(&file);
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Where the assets of a built site are, as in its addresses: `assets/<hash>`.
pub(crate) fn assets(site: &Path) -> Result<String> {
    let folders = entries(&site.join("assets"))?;
    ensure!(
        folders.len() == 1,
        "{} holds {} builds instead of one",
        site.display(),
        folders.len()
    );
    let name = folders[0].file_name().context("a folder without a name")?;
    Ok(format!("assets/{}", name.to_string_lossy()))
}

/// The stamp of a compiled module and a tool's version, by which a finished step is recognised.
pub(crate) fn stamp_of(wasm: &Path, tool: &Tool) -> Result<String> {
    Ok(digest([(tool.stamp().as_str(), read(wasm)?.as_slice())]))
}

fn loader(project: &Project) -> Result<PathBuf> {
    ["embed.ts", "embed.js"]
        .map(|name| project.root.join("widget/loader").join(name))
        .into_iter()
        .find(|path| path.is_file())
        .context("widget/loader has neither embed.ts nor embed.js")
}

/// Bundles and minifies a script or a style sheet.
pub(crate) fn bundle(project: &Project, step: &Step, from: &Path, to: &Path, options: &[&str]) -> Result<()> {
    step.run(
        project
            .command(project.npm_bin("esbuild"))
            .arg(from)
            .args([
                "--bundle",
                "--minify",
                "--log-level=warning",
                JS_TARGET,
                "--loader:.svg=dataurl",
            ])
            .args(options)
            .arg(format!("--outfile={}", to.display())),
    )
}

/// The rules that the static files are served with. A rebuilt loader is fetched at once in development;
/// in production it may be five minutes old.
fn headers(profile: Profile) -> String {
    let loader = match profile {
        Profile::Dev => "no-cache",
        Profile::Release => "public, max-age=300",
    };
    let shared = "  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  Timing-Allow-Origin: *
  X-Content-Type-Options: nosniff
";
    format!(
        "/assets/*
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable
{shared}
/pictures/*
  ! Cache-Control
  Cache-Control: public, max-age=86400
{shared}
/embed.js
  ! Cache-Control
  Cache-Control: {loader}
{shared}
/embed.d.ts
  ! Content-Type
  Content-Type: text/plain; charset=utf-8
{shared}"
    )
}

/// Whether a picture is a made-up venue's: those are called `demo` and `demo-…`, and so are their folders.
fn is_demo(path: &Path) -> bool {
    let venue = path.iter().next().map(|name| name.to_string_lossy());
    venue.is_some_and(|venue| venue == "demo" || venue.starts_with("demo-"))
}

fn is(path: &Path, extension: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
#[path = "site_tests.rs"]
mod tests;
