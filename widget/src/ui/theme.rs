//! The style sheet of an accent colour, with derived colours that keep text readable.

/// A colour of sRGB, each channel 0 to 255.
type Rgb = [u8; 3];

/// The style sheet that sets the accent `#rgb` or `#rrggbb` for the widget and the loader's frame around
/// it; none for what is no such colour.
#[must_use]
pub fn accent_sheet(color: &str) -> Option<String> {
    let accent = parse(color.trim())?;
    let on_accent =
        if contrast(accent, WHITE) >= contrast(accent, BLACK) || contrast(accent, WHITE) >= READABLE {
            WHITE
        } else {
            BLACK
        };
    // As text the colour also stands on a tint of itself, where it is harder to read.
    let ink = readable(accent, mix(WHITE, accent, TINT), BLACK);
    let ink_dark = readable(accent, mix(NIGHT, accent, TINT_DARK), WHITE);
    Some(format!(
        ".couvert,.frame{{--theme:{};--theme-on:{};--theme-ink:{};--theme-ink-dark:{}}}",
        hex(accent),
        hex(on_accent),
        hex(ink),
        hex(ink_dark),
    ))
}

const WHITE: Rgb = [255; 3];
const BLACK: Rgb = [0; 3];
/// The dark theme's ground.
const NIGHT: Rgb = [0x1c, 0x1b, 0x1a];
/// How much of the accent a tint has, in sixteenths, by theme; as in `tokens.css`.
const TINT: u32 = 2;
const TINT_DARK: u32 = 4;
/// The contrast that text needs (WCAG 2.2, 1.4.3), with room for the approximation below.
const READABLE: f32 = 4.5 * 1.12;

fn parse(color: &str) -> Option<Rgb> {
    let digits = color.strip_prefix('#')?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let channel = |shift: u32| ((number >> shift) & 0xff) as u8;
    match digits.len() {
        6 => Some([channel(16), channel(8), channel(0)]),
        3 => Some([8, 4, 0].map(|shift| ((number >> shift) & 0xf) as u8 * 17)),
        _ => None,
    }
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// `color`, moved towards `end` until it can be read on `ground`.
fn readable(color: Rgb, ground: Rgb, end: Rgb) -> Rgb {
    (0..=16u32)
        .map(|step| mix(color, end, step))
        .find(|mixed| contrast(*mixed, ground) >= READABLE)
        .unwrap_or(end)
}

/// `step` sixteenths of the way from one colour to another.
fn mix(from: Rgb, to: Rgb, step: u32) -> Rgb {
    let channel = |index: usize| {
        let sum = u32::from(from[index]) * (16 - step) + u32::from(to[index]) * step;
        u8::try_from(sum / 16).unwrap_or(u8::MAX)
    };
    [channel(0), channel(1), channel(2)]
}

/// WCAG's contrast ratio of two colours.
fn contrast(one: Rgb, other: Rgb) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG's relative luminance. The curve x^2.4 is approximated by a polynomial that is right within
/// one part in a hundred, since a power function would cost more bytes than the rest of this file.
fn luminance(color: Rgb) -> f32 {
    let [red, green, blue] = color.map(|channel| {
        let share = f32::from(channel) / 255.0;
        share * (share * (share * 0.305_306 + 0.682_171) + 0.012_523)
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(color: Rgb) -> f32 {
        let [red, green, blue] = color.map(|channel| {
            let share = f32::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn luminance_is_close_to_the_exact_one() {
        for level in 0..=255 {
            let gray = [level; 3];
            assert!((luminance(gray) - exact(gray)).abs() < 0.004, "{level}");
        }
    }

    #[test]
    fn text_on_and_in_every_accent_can_be_read() {
        let ratio = |one, other| {
            let (one, other) = (exact(one), exact(other));
            (one.max(other) + 0.05) / (one.min(other) + 0.05)
        };
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let sheet = accent_sheet(&hex([red, green, blue])).unwrap();
                    let colors: Vec<_> = sheet
                        .split(['#', ';', '}'])
                        .filter_map(|text| parse(&format!("#{text}")))
                        .collect();
                    let [accent, on_accent, ink, ink_dark] = colors[..] else {
                        panic!("{sheet}");
                    };
                    assert!(ratio(accent, on_accent) >= 4.5, "{sheet}");
                    for ground in [WHITE, mix(WHITE, accent, TINT)] {
                        assert!(ratio(ink, ground) >= 4.5, "{sheet}");
                    }
                    for ground in [NIGHT, mix(NIGHT, accent, TINT_DARK)] {
                        assert!(ratio(ink_dark, ground) >= 4.5, "{sheet}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_colour_sets_nothing() {
        for text in ["", "red", "#12", "#12345g", "#1234567", "#fff;}body{display:none"] {
            assert_eq!(accent_sheet(text), None, "{text}");
        }
        assert!(accent_sheet("#A52").is_some());
    }
}
