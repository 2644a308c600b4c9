//! The settings of venues and of vendors' accounts, and the names of venues' pictures, as the build script embedded them in
//! the worker.

use std::sync::LazyLock;

use config::{Accounts, Venues};
use shared::id::VenueId;
use worker::{Error, Result};

use crate::demo::Allowed;

type Read = std::result::Result<Venues, String>;

static ALL: LazyLock<Read> = LazyLock::new(read);
static REAL: LazyLock<Read> = LazyLock::new(|| read().map(Venues::without_demonstrations));

fn read() -> Read {
    Venues::from_json(include_str!(concat!(env!("OUT_DIR"), "/venues.json")))
        .map_err(|error| error.to_string())
}

/// Every venue that this deployment serves: the real ones, and the demonstrations where they are allowed.
pub fn served(demo: Option<Allowed>) -> Result<&'static Venues> {
    let venues = if demo.is_some() { &ALL } else { &REAL };
    venues.as_ref().map_err(|cause| Error::RustError(cause.clone()))
}

static ACCOUNTS: LazyLock<std::result::Result<Accounts, String>> = LazyLock::new(|| {
    Accounts::from_json(include_str!(concat!(env!("OUT_DIR"), "/accounts.json")))
        .map_err(|error| error.to_string())
});

/// Every account that this deployment has with a vendor.
pub fn accounts() -> Result<&'static Accounts> {
    ACCOUNTS.as_ref().map_err(|cause| Error::RustError(cause.clone()))
}

static PICTURES: LazyLock<Vec<String>> = LazyLock::new(|| {
    // The build script wrote it: it is a list. Without it no name would be a file's.
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/pictures.json"))).unwrap_or_default()
});

/// Whether the folder of a venue has a file of this name.
pub fn has_picture(venue: &VenueId, name: &str) -> bool {
    let path = format!("{venue}/{name}");
    PICTURES.binary_search(&path).is_ok()
}
