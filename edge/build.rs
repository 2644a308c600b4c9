//! Validates the venues and vendors' accounts, and writes them as JSON for the worker to include. A fault stops the build
//! with a line that names the file and the place.

#![expect(
    clippy::print_stderr,
    reason = "cargo shows a build script's faults from standard error"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use config::{AccountSettings, Till, VenueSettings, raster_name};
use message_catalog::generate::{Catalog, languages_of};
use serde::Serialize;
use serde::de::DeserializeOwned;

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
    println!("cargo::rerun-if-changed=accounts");
    for catalog in &CATALOGS {
        println!("cargo::rerun-if-changed={}", catalog.folder);
    }
    let has_demo = env::var_os("CARGO_FEATURE_DEMO").is_some();
    let made = venues(Path::new("venues"), has_demo).and_then(|venues| {
        let accounts = accounts(Path::new("accounts"))?;
        check_restaurants(&venues, &accounts)?;
        write(&venues)?;
        write_json("accounts.json", &accounts)
    });
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

/// The files with settings in a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| vec![format!("{}: {error}", folder.display())])?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    Ok(files)
}

/// Reads every venue, or reports every fault of all of them. Without the demonstrations no venue may play at
/// anything either.
fn venues(folder: &Path, has_demo: bool) -> Result<Vec<VenueSettings>, Vec<String>> {
    // A release with the made-up venues serves real ones beside them, which take real money.
    let is_dev = env::var("PROFILE").as_deref() != Ok("release");
    let (mut venues, mut faults) = (Vec::new(), Vec::new());
    for file in files(folder)? {
        match venue(&file) {
            Ok(venue) if venue.is_demonstration() && !has_demo => {}
            Ok(venue) if venue.is_demonstration() || is_dev || venue.played().is_empty() => {
                venues.push(venue);
            }
            Ok(venue) => faults.extend(of_file(&file, &venue.played())),
            Err(found) => faults.extend(of_file(&file, &found)),
        }
    }
    if faults.is_empty() {
        Ok(venues)
    } else {
        Err(faults)
    }
}

/// Reads every account of a vendor, or reports every fault of all of them. A deployment may have none.
fn accounts(folder: &Path) -> Result<Vec<AccountSettings>, Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let (mut accounts, mut faults) = (Vec::new(), Vec::new());
    for file in files(folder)? {
        match account(&file) {
            Ok(account) => accounts.push(account),
            Err(found) => faults.extend(of_file(&file, &found)),
        }
    }
    if faults.is_empty() {
        Ok(accounts)
    } else {
        Err(faults)
    }
}

/// Checks that the account of each venue's till is there, and that no restaurant of it is two venues.
fn check_restaurants(venues: &[VenueSettings], accounts: &[AccountSettings]) -> Result<(), Vec<String>> {
    let (mut known, mut faults) = (BTreeMap::new(), Vec::new());
    for venue in venues {
        let Some(Till::Lightspeed(settings)) = venue.till() else {
            continue;
        };
        let (account, restaurant) = (settings.account.as_str(), settings.restaurant.as_str());
        let mut fault =
            |text: &str| faults.push(format!("edge/venues/{}.toml: till.lightspeed.{text}", venue.id));
        let found = accounts.iter().find(|one| one.id.as_str() == account);
        if found.is_none_or(|found| found.lightspeed.is_none()) {
            fault(&format!(
                "account: there is no account {account} at Lightspeed in edge/accounts"
            ));
        }
        if let Some(other) = known.insert((account, restaurant), &venue.id) {
            fault(&format!("restaurant: {restaurant} is the venue {other} already"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The faults with the file's name.
fn of_file(file: &Path, faults: &[String]) -> Vec<String> {
    let lines = faults.iter();
    lines
        .map(|fault| format!("edge/{}: {fault}", file.display()))
        .collect()
}

fn venue(file: &Path) -> Result<VenueSettings, Vec<String>> {
    let (venue, unknown) = read::<VenueSettings>(file)?;
    checked(file, venue.id.as_str(), unknown, venue.faults()).map(|()| venue)
}

fn account(file: &Path) -> Result<AccountSettings, Vec<String>> {
    let (account, unknown) = read::<AccountSettings>(file)?;
    checked(file, account.id.as_str(), unknown, account.faults()).map(|()| account)
}

/// The settings of a file, and a fault for each setting that there is not.
fn read<T: DeserializeOwned>(file: &Path) -> Result<(T, Vec<String>), Vec<String>> {
    let text = fs::read_to_string(file).map_err(|error| vec![error.to_string()])?;
    let mut unknown = Vec::new();
    let document = toml::Deserializer::parse(&text).map_err(|error| vec![error.to_string()])?;
    let settings: T = serde_ignored::deserialize(document, |path| {
        unknown.push(format!("{path}: there is no such setting"));
    })
    .map_err(|error| vec![error.to_string()])?;
    Ok((settings, unknown))
}

/// Every fault of a file: the unknown settings, an id that is not its name, and those of the settings themselves.
fn checked(file: &Path, id: &str, unknown: Vec<String>, faults: Vec<String>) -> Result<(), Vec<String>> {
    let mut all = unknown;
    if file.file_stem().is_none_or(|stem| stem != id) {
        all.push(format!("id: `{id}` is not the file's name"));
    }
    all.extend(faults);
    if all.is_empty() { Ok(()) } else { Err(all) }
}

/// Writes a value as JSON for the worker to include.
fn write_json<T: Serialize>(name: &str, value: &T) -> Result<(), Vec<String>> {
    let fault = |error: &dyn std::fmt::Display| vec![error.to_string()];
    let folder = env::var("OUT_DIR").map_err(|error| fault(&error))?;
    let json = serde_json::to_string(value).map_err(|error| fault(&error))?;
    fs::write(Path::new(&folder).join(name), json).map_err(|error| fault(&error))
}

fn write(venues: &[VenueSettings]) -> Result<(), Vec<String>> {
    write_json("venues.json", &venues)?;
    let pictures = pictures(venues).map_err(|error| vec![error.to_string()])?;
    check_drawings(&pictures)?;
    write_json("pictures.json", &pictures)
}

/// Checks that beside each drawing is the picture that letters, chats and cards on paper have in its place.
fn check_drawings(pictures: &[String]) -> Result<(), Vec<String>> {
    let mut faults = Vec::new();
    for file in pictures {
        let shown = raster_name(file);
        if !pictures.contains(&shown) {
            faults.push(format!(
                "edge/venues/{file}: letters show no SVG, and there is no edge/venues/{shown} for them"
            ));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
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
