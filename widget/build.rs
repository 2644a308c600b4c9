//! Compiles the widget's text catalogs into Rust types. A missing or faulty text in any language stops the build with a
//! line that names the file and the key.

#![expect(
    clippy::print_stderr,
    reason = "cargo shows a build script's faults from standard error"
)]

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use message_catalog::generate::{Catalog, languages_of};

const CATALOGS: [Catalog; 2] = [
    Catalog {
        folder: "src/i18n/words",
        package: "widget",
        name: "Texts",
        about: "What the widget says in one language",
        prefix: "",
        reader: Some("browser"),
        spoken: "SPOKEN",
        delivered: "DELIVERED",
    },
    Catalog {
        folder: "src/i18n/self_service",
        package: "widget",
        name: "SelfServiceTexts",
        about: "What is said beyond a first booking in one language",
        prefix: "self-service-",
        reader: Some("self-service"),
        spoken: "SELF_SERVICE_SPOKEN",
        delivered: "SELF_SERVICE_DELIVERED",
    },
];

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

/// Both modules speak the same languages.
fn make() -> Result<(), Vec<String>> {
    let folder = env::var("OUT_DIR")
        .map(PathBuf::from)
        .map_err(|_| vec!["cargo names no OUT_DIR".to_owned()])?;
    let languages = languages_of(&CATALOGS)?;
    let mut pairs = CATALOGS.iter().zip(&languages);
    pairs.try_for_each(|(catalog, languages)| catalog.write(&folder, languages))
}
