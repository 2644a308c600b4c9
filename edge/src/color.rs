//! The colours of venues, `#rrggbb`, on this worker's own pages and in letters.

/// The background where a venue has no colour of its own.
pub const NEUTRAL: &str = "#1f2523";

/// Black or white, the one that is easier to read on a colour by their contrast (WCAG 2.2, 1.4.3).
#[must_use]
pub fn text_color_on(background: &str) -> &'static str {
    let part = |index: usize| {
        let digits = background.get(index..index + 2)?;
        u8::from_str_radix(digits, 16).ok().map(linear)
    };
    let [Some(red), Some(green), Some(blue)] = [part(1), part(3), part(5)] else {
        return "#fff";
    };
    let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    // Of this luminance both have the same contrast, the root of 1.05 * 0.05.
    if luminance + 0.05 > 0.229_128 {
        "#000"
    } else {
        "#fff"
    }
}

/// The light of a channel of sRGB, from 0 to 1.
fn linear(channel: u8) -> f32 {
    let share = f32::from(channel) / 255.0;
    if share <= 0.040_45 {
        share / 12.92
    } else {
        ((share + 0.055) / 1.055).powf(2.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_a_colour_is_black_or_white_as_is_easier_to_read() {
        for (background, expected) in [
            ("#2a6048", "#fff"),
            ("#f0e0a0", "#000"),
            ("#ffffff", "#000"),
            ("#000000", "#fff"),
            ("#ff0000", "#000"),
            ("#c00000", "#fff"),
            ("#777777", "#000"),
            ("#747474", "#fff"),
            ("#ffff00", "#000"),
            (NEUTRAL, "#fff"),
            ("#ä", "#fff"),
            ("", "#fff"),
        ] {
            assert_eq!(text_color_on(background), expected, "{background}");
        }
    }
}
