//! A venue's colour on this worker's own pages, and the ink that is readable on it.

use config::VenueSettings;

/// The ground where the venue has no colour of its own.
pub const NEUTRAL: &str = "#1f2523";

/// The venue's colour, `#rrggbb`.
#[must_use]
pub fn ground(venue: &VenueSettings) -> &str {
    venue.theme.color.as_deref().unwrap_or(NEUTRAL)
}

/// Black or white, whichever is easier to read on a colour.
#[must_use]
pub fn ink(ground: &str) -> &'static str {
    let part = |index: usize| {
        let digits = ground.get(index..index + 2);
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok())
    };
    let [Some(red), Some(green), Some(blue)] = [part(1), part(3), part(5)] else {
        return "#fff";
    };
    // The weights of ITU-R BT.601, in thousandths.
    if 299 * red + 587 * green + 114 * blue > 150_000 {
        "#000"
    } else {
        "#fff"
    }
}

/// The style sheet with both, for a page's policy to name by its hash. Settings with a colour of another form are
/// refused, so nothing in it needs to be escaped.
#[must_use]
pub fn sheet(venue: &VenueSettings) -> String {
    let ground = ground(venue);
    format!(":root{{--brand:{ground};--on-brand:{}}}", ink(ground))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_a_colour_is_black_or_white_as_is_easier_to_read() {
        for (ground, expected) in [
            ("#2a6048", "#fff"),
            ("#f0e0a0", "#000"),
            ("#ffffff", "#000"),
            ("#000000", "#fff"),
            ("#ff0000", "#fff"),
            ("#ffff00", "#000"),
            (NEUTRAL, "#fff"),
            ("#ä", "#fff"),
            ("", "#fff"),
        ] {
            assert_eq!(ink(ground), expected, "{ground}");
        }
    }
}
