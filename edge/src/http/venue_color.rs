//! A venue's colour on this worker's own pages, and the ink that is readable on it.

use config::VenueSettings;

pub use crate::color::{NEUTRAL, ink};

/// The venue's colour, `#rrggbb`.
#[must_use]
pub fn ground(venue: &VenueSettings) -> &str {
    venue.theme.color.as_deref().unwrap_or(NEUTRAL)
}

/// The style sheet with both, for a page's policy to name by its hash. Settings with a colour of another form are
/// refused, so nothing in it needs to be escaped.
#[must_use]
pub fn sheet(venue: &VenueSettings) -> String {
    let ground = ground(venue);
    format!(":root{{--brand:{ground};--on-brand:{}}}", ink(ground))
}
