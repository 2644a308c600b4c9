//! Compiles the page's text catalog into Rust types. A missing or faulty text in any language stops the build with a line
//! that names the file and the key.

#![expect(
    clippy::print_stderr,
    reason = "cargo shows a build script's faults from standard error"
)]

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use message_catalog::generate::{Catalog, languages_of};

const CATALOGS: [Catalog; 1] = [Catalog {
    folder: "src/i18n/words",
    package: "widget/staff",
    name: "Texts",
    about: "What the restaurant's page says in one language",
    prefix: "",
    reader: None,
    spoken: "SPOKEN",
    delivered: "DELIVERED",
}];

/// The keys of the texts that the first list has, which are all that the worker holds, and the beginnings of keys of which it
/// may have any.
const OF_FIRST_LIST: [&str; 44] = [
    "about_guest",
    "answer",
    "counted",
    "curve_summary",
    "curve_table",
    "daily",
    "filter_all",
    "filter_expected",
    "filter_here",
    "filter_over",
    "found",
    "gift_card",
    "guests",
    "guests_of",
    "internal",
    "late",
    "line_opening",
    "no_table",
    "notes",
    "nothing",
    "now",
    "over",
    "own_name",
    "parties",
    "request_held",
    "request_load",
    "running_late",
    "screen_list",
    "screen_plan",
    "screen_tables",
    "search",
    "section_not_coming",
    "section_others",
    "section_requests",
    "sign_out",
    "table",
    "telephone",
    "tonight",
    "until",
    "waitlist",
    "walk_in",
    "week",
    "why_nothing",
    "yes",
];
const OF_FIRST_LIST_BY_BEGINNING: [&str; 3] = ["payment_", "status_", "step_"];

fn main() -> ExitCode {
    for catalog in &CATALOGS {
        println!("cargo::rerun-if-changed={}", catalog.folder);
    }
    match make() {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            ExitCode::FAILURE
        }
    }
}

fn make() -> Result<(), Vec<String>> {
    let folder = env::var("OUT_DIR")
        .map(PathBuf::from)
        .map_err(|_| vec!["cargo names no OUT_DIR".to_owned()])?;
    let mut languages = languages_of(&CATALOGS)?;
    if env::var_os("CARGO_FEATURE_BROWSER").is_none() {
        for (_, texts) in languages.iter_mut().flatten() {
            texts.retain(|text| is_of_first_list(&text.key));
        }
    }
    let mut pairs = CATALOGS.iter().zip(&languages);
    pairs.try_for_each(|(catalog, languages)| catalog.write(&folder, languages))
}

fn is_of_first_list(key: &str) -> bool {
    let mut beginnings = OF_FIRST_LIST_BY_BEGINNING.iter();
    OF_FIRST_LIST.contains(&key) || beginnings.any(|beginning| key.starts_with(beginning))
}
