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
    let languages = languages_of(&CATALOGS)?;
    let mut pairs = CATALOGS.iter().zip(&languages);
    pairs.try_for_each(|(catalog, languages)| catalog.write(&folder, languages))
}
