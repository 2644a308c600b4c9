//! A venue's colour on this worker's own pages, and the colour of text on it.

use config::VenueSettings;

pub use crate::color::{NEUTRAL, text_color_on};

/// The venue's colour, `#rrggbb`.
#[must_use]
pub fn background(venue: &VenueSettings) -> &str {
    venue.theme.color.as_deref().unwrap_or(NEUTRAL)
}

/// The style sheet with both, for a page's policy to name by its hash. Settings with a colour of another form are
/// refused, so nothing in it needs to be escaped.
#[must_use]
pub fn sheet(venue: &VenueSettings) -> String {
    let background = background(venue);
    format!(
        ":root{{--brand:{background};--on-brand:{}}}",
        text_color_on(background)
    )
}
