//! The venues as the build script wrote them into the worker. It must not know what they are for.

use std::sync::LazyLock;

use worker::{Error, Result};

use crate::config::Venues;

static VENUES: LazyLock<std::result::Result<Venues, String>> = LazyLock::new(|| {
    Venues::from_json(include_str!(concat!(env!("OUT_DIR"), "/venues.json")))
        .map_err(|error| error.to_string())
});

/// Every venue of this deployment.
pub fn all() -> Result<&'static Venues> {
    VENUES.as_ref().map_err(|cause| Error::RustError(cause.clone()))
}
