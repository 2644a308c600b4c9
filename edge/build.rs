//! Validates the venues and writes them as JSON for the worker to include. A fault stops the build with a line that
//! names the file and the place.

#![expect(
    clippy::print_stderr,
    reason = "cargo shows a build script's faults from standard error"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use config::VenueSettings;
use message_catalog::generate::{Catalog, languages_of};

/// The texts of letters and pages, and beside them the widget's, which have to be in the same languages.
const CATALOGS: [Catalog; 2] = [
    Catalog {
        folder: "src/localization/words",
        package: "edge",
        name: "Texts",
        about: "The texts of letters, calendar files, gift cards on paper and plain pages in one language",
        prefix: "",
        reader: None,
        spoken: "LANGUAGES",
        delivered: "DELIVERED",
    },
    Catalog {
        folder: "../widget/src/i18n/words",
        package: "edge",
        name: "",
        about: "",
        prefix: "",
        reader: None,
        spoken: "",
        delivered: "",
    },
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=venues");
    for catalog in &CATALOGS {
        println!("cargo::rerun-if-changed={}", catalog.folder);
    }
    let has_demo = env::var_os("CARGO_FEATURE_DEMO").is_some();
    let made = venues(Path::new("venues"), has_demo).and_then(|venues| write(&venues));
    match made.and_then(|()| texts()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Checks the texts and generates their type, or reports every fault.
fn texts() -> Result<(), Vec<String>> {
    let named = |lines: Vec<String>| {
        lines
            .iter()
            .map(|line| line.replace("edge/../", ""))
            .collect::<Vec<_>>()
    };
    let languages = languages_of(&CATALOGS).map_err(named)?;
    let folder = env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?;
    let ([catalog, ..], [own, ..]) = (&CATALOGS, languages.as_slice()) else {
        return Ok(());
    };
    catalog.write(Path::new(&folder), own)
}

/// Reads every venue, or reports every fault of all of them. Without the demonstrations no venue may play at
/// anything either.
fn venues(folder: &Path, has_demo: bool) -> Result<Vec<VenueSettings>, Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| vec![format!("{}: {error}", folder.display())])?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    // A release with the made-up venues serves real ones beside them, which take real money.
    let is_dev = env::var("PROFILE").as_deref() != Ok("release");
    let (mut venues, mut faults) = (Vec::new(), Vec::new());
    for file in files {
        match venue(&file) {
            Ok(venue) if venue.is_demonstration() && !has_demo => {}
            Ok(venue) if venue.is_demonstration() || is_dev || venue.played().is_empty() => {
                venues.push(venue);
            }
            Ok(venue) => faults.extend(
                venue
                    .played()
                    .iter()
                    .map(|fault| format!("edge/{}: {fault}", file.display())),
            ),
            Err(found) => faults.extend(
                found
                    .iter()
                    .map(|fault| format!("edge/{}: {fault}", file.display())),
            ),
        }
    }
    if faults.is_empty() {
        Ok(venues)
    } else {
        Err(faults)
    }
}

fn venue(file: &Path) -> Result<VenueSettings, Vec<String>> {
    let text = fs::read_to_string(file).map_err(|error| vec![error.to_string()])?;
    let mut unknown = Vec::new();
    let document = toml::Deserializer::parse(&text).map_err(|error| vec![error.to_string()])?;
    let venue: VenueSettings = serde_ignored::deserialize(document, |path| {
        unknown.push(format!("{path}: there is no such setting"));
    })
    .map_err(|error| vec![error.to_string()])?;
    let mut faults = unknown;
    if file.file_stem().is_none_or(|stem| stem != venue.id.as_str()) {
        faults.push(format!("id: `{}` is not the file's name", venue.id));
    }
    faults.extend(venue.faults());
    if faults.is_empty() { Ok(venue) } else { Err(faults) }
}

fn write(venues: &[VenueSettings]) -> Result<(), Vec<String>> {
    let fault = |error: &dyn std::fmt::Display| vec![error.to_string()];
    let folder = env::var("OUT_DIR").map_err(|error| fault(&error))?;
    let json = serde_json::to_string(venues).map_err(|error| fault(&error))?;
    fs::write(Path::new(&folder).join("venues.json"), json).map_err(|error| fault(&error))?;
    let pictures = pictures(venues).map_err(|error| fault(&error))?;
    let json = serde_json::to_string(&pictures).map_err(|error| fault(&error))?;
    fs::write(Path::new(&folder).join("pictures.json"), json).map_err(|error| fault(&error))
}

/// The files in the venues' folders, as `<venue>/<file>`.
fn pictures(venues: &[VenueSettings]) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for venue in venues {
        let folder = Path::new("venues").join(venue.id.as_str());
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name();
            files.push(format!("{}/{}", venue.id, name.to_string_lossy()));
        }
    }
    files.sort();
    Ok(files)
}
