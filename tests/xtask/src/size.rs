//! `cargo xtask size`: what a first booking downloads and what is deployed, against fixed budgets.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::assemble::{self, Layout, Profile};
use crate::files::entries;
use crate::project::Project;
use crate::setup;
use crate::site::{MODULES, assets};
use crate::worker;

/// Bytes of the loader, brotli-11. It shows the first screen by itself, so that no other script is waited for.
const LOADER: usize = 5_150;
/// Bytes of all that a first booking loads, brotli-11. Some hundred of them tell experiences with extras, and venues with
/// rates for a code, from all others: the rest of both is in the second module.
const FIRST_BOOKING: usize = 131_200;
/// Bytes of what of it answers the tap on a time, brotli-11, beside the screens that the edge draws: the loader and the style.
const FIRST_TAP: usize = 10_500;
/// Bytes of all that the restaurant's own page loads, brotli-11. Its first list waits for the style sheet alone: the document
/// has it.
const STAFF_PAGE: usize = 380_000;
/// Bytes of the worker, gzip. Cloudflare takes 3 MB of it on the free plan and 10 MB on the paid one; a worker of this size
/// starts within 30 ms.
const WORKER: usize = 2_970_000;

/// Prints for each argument the bytes of the file, its gzip-9 and its brotli-11. Node is there in any case;
/// a library of ours would have to be compiled with optimisation to be bearable.
const MEASURE: &str = "
const { readFileSync } = require('node:fs');
const { gzipSync, brotliCompressSync, constants } = require('node:zlib');
for (const path of process.argv.slice(1)) {
  const raw = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  console.log(raw.length, gzipSync(raw, { level: 9 }).length, brotliCompressSync(raw, { params }).length);
}";

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    /// Files travel one by one, so their compressed sizes add up.
    fn sum(sizes: &[Self]) -> Self {
        sizes.iter().fold(Self::default(), |sum, size| Self {
            raw: sum.raw + size.raw,
            gzip: sum.gzip + size.gzip,
            brotli: sum.brotli + size.brotli,
        })
    }
}

/// Builds a release, prints its sizes and fails over budget.
pub(crate) fn run(project: &Project) -> Result<()> {
    let layout = Layout::tested(project, Profile::Release);
    assemble::complete(project, Profile::Release, &layout, |_| ())?;

    let assets = layout.site.join(assets(&layout.site)?);
    let files = files(&layout, &assets)?;
    let sizes = measure(project, &files)?;
    let [
        loader,
        js,
        wasm,
        css,
        self_service_js,
        self_service_wasm,
        self_service_css,
        worker_js,
        worker_wasm,
        page,
        dialog,
        challenge,
        data_layer,
        self_service_host,
        payment,
        refusal,
        steps,
        ref languages @ ..,
    ] = sizes[..]
    else {
        bail!("node measured {} files instead of {}", sizes.len(), files.len());
    };
    // A guest loads one of them, or one of the second module's.
    let longest = |is_self_service| longest_words(&files, languages, is_self_service);
    let words = longest(false)?;
    let self_service = Size::sum(&[
        self_service_js,
        self_service_wasm,
        self_service_css,
        self_service_host,
        longest(true)?,
    ]);
    let first = Size::sum(&[loader, page, js, wasm, css, words]);
    let worker = Size::sum(&[worker_js, worker_wasm]);
    let staff_page = staff_page(project, &assets)?;
    let mut over = Vec::new();
    let mut row = |name: &str, size: Size, budget: Option<(&str, usize, usize)>| {
        let verdict = match budget {
            Some((kind, bytes, limit)) if bytes > limit => {
                over.push(format!(
                    "{name}: {bytes} bytes of {kind}, {} over the budget of {limit}",
                    bytes - limit
                ));
                format!("OVER {limit} ({kind})")
            }
            Some((kind, _, limit)) => format!("of {limit} ({kind})"),
            None => String::new(),
        };
        println!(
            "{name:<22}{:>10}{:>10}{:>10}  {verdict}",
            size.raw, size.gzip, size.brotli
        );
    };
    println!("{:<22}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip", "brotli-11");
    row(
        "loader (embed.js)",
        loader,
        Some(("brotli", loader.brotli, LOADER)),
    );
    row("page.js", page, None);
    row("couvert.js", js, None);
    row("couvert_bg.wasm", wasm, None);
    row("couvert.css", css, None);
    row("words (the longest)", words, None);
    let tap = Size::sum(&[loader, css]);
    row("first tap, total", tap, Some(("brotli", tap.brotli, FIRST_TAP)));
    row(
        "first booking, total",
        first,
        Some(("brotli", first.brotli, FIRST_BOOKING)),
    );
    // Not every widget loads these.
    row("beside: dialog.js", dialog, None);
    row("beside: challenge.js", challenge, None);
    row("beside: data-layer.js", data_layer, None);
    row("beside: self-service", self_service, None);
    row("beside: payment.js", payment, None);
    row("beside: refusal.js", refusal, None);
    row("beside: steps.js", steps, None);
    row(
        "staff page",
        staff_page,
        Some(("brotli", staff_page.brotli, STAFF_PAGE)),
    );
    row("worker", worker, Some(("gzip", worker.gzip, WORKER)));
    println!("{:<22}{} of CPU", "worker, start-up", start_up(project, &layout)?);
    ensure!(over.is_empty(), "over budget: {}", over.join("; "));
    Ok(())
}

/// The files of the widget and of the worker: those of a first booking, the worker's, the loader's modules, and the words of
/// each language.
fn files(layout: &Layout, assets: &Path) -> Result<Vec<PathBuf>> {
    let mut files = vec![
        layout.site.join("embed.js"),
        assets.join("couvert.js"),
        assets.join("couvert_bg.wasm"),
        assets.join("couvert.css"),
        assets.join("self_service.js"),
        assets.join("self_service_bg.wasm"),
        assets.join("self_service.css"),
        layout.worker.join("index.js"),
        layout.worker.join("index_bg.wasm"),
    ];
    files.extend(MODULES.map(|module| assets.join(format!("{module}.js"))));
    files.extend(entries(&assets.join("words"))?);
    Ok(files)
}

/// The size of the restaurant's own page, without its few lines of HTML.
fn staff_page(project: &Project, assets: &Path) -> Result<Size> {
    let files = ["staff.js", "staff_bg.wasm", "staff.css"].map(|file| assets.join(file));
    Ok(Size::sum(&measure(project, &files)?))
}

/// The CPU time that the worker takes to start, as wrangler samples it in workerd on this machine. A figure to compare, and
/// not a goal: Cloudflare's machines are others.
fn start_up(project: &Project, layout: &Layout) -> Result<String> {
    let config = worker::write_config(project, layout)?;
    let bundle = layout.worker.with_file_name("worker.bundle");
    let profile = layout.worker.with_file_name("startup.cpuprofile");
    let wrangler = |step: &str| {
        let mut command = project.command("wrangler");
        command
            .env("WRANGLER_SEND_METRICS", "false")
            .args(step.split(' '));
        command
    };
    let mut bundled = wrangler("deploy --dry-run");
    bundled.arg("--config").arg(config).arg("--outfile").arg(&bundle);
    setup::output(&mut bundled).context("wrangler could not bundle the worker")?;
    let mut sampled = wrangler("check startup");
    sampled.arg("--worker").arg(bundle).arg("--outfile").arg(profile);
    let text = setup::output(&mut sampled).context("wrangler could not start the worker")?;
    let (_, active) = text
        .split_once("Active: ")
        .context("wrangler printed no time of starting")?;
    Ok(active.split(" (").next().unwrap_or_default().to_owned())
}

/// The largest file of words of one module; the sizes of words are the last ones, in the order of the files.
fn longest_words(files: &[PathBuf], words: &[Size], is_self_service: bool) -> Result<Size> {
    let is_of_self_service = |file: &Path| {
        file.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("self_service-"))
    };
    files
        .iter()
        .rev()
        .zip(words.iter().rev())
        .filter(|(file, _)| is_of_self_service(file) == is_self_service)
        .map(|(_, size)| *size)
        .max_by_key(|size| size.brotli)
        .context("no words")
}

fn measure(project: &Project, files: &[PathBuf]) -> Result<Vec<Size>> {
    let missing: Vec<&Path> = files
        .iter()
        .map(PathBuf::as_path)
        .filter(|file| !file.is_file())
        .collect();
    if let Some(file) = missing.first() {
        bail!("{} was not built", file.display());
    }
    let text = setup::output(project.command("node").args(["-e", MEASURE]).args(files))
        .context("node could not measure the files")?;
    text.lines().map(parse).collect()
}

fn parse(line: &str) -> Result<Size> {
    let numbers: Vec<usize> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    let [raw, gzip, brotli] = numbers[..] else {
        bail!("'{line}' is not three sizes");
    };
    Ok(Size { raw, gzip, brotli })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_added() {
        let one = parse("100 50 40").unwrap();
        assert_eq!(
            one,
            Size {
                raw: 100,
                gzip: 50,
                brotli: 40
            }
        );
        assert_eq!(
            Size::sum(&[one, one]),
            Size {
                raw: 200,
                gzip: 100,
                brotli: 80
            }
        );
        assert!(parse("100 50").is_err());
        assert!(parse("100 50 x").is_err());
    }
}
