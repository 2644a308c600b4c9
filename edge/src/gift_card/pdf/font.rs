//! Text in the two standard fonts that every PDF reader has, so that none is embedded in the file.
//!
//! Those fonts have the letters of Western Europe whole. The others of the Latin script (Polish, Czech,
//! Hungarian, Romanian, Turkish, the Baltic and South Slavic ones) are put together here from a letter and its
//! mark. A character that neither has (other scripts, pictures) is [`Drawn::Missing`], which the page draws as a
//! frame.

/// A font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Helvetica.
    Plain,
    /// Helvetica-Bold.
    Bold,
}

/// The glyphs beside those of `WinAnsiEncoding` (PDF 32000-1, annex D), at codes that it leaves free from 1 on.
/// Each is in the standard Latin character set, so every reader has it.
pub const BESIDE: [&str; 10] = [
    "caron",
    "breve",
    "ogonek",
    "dotaccent",
    "ring",
    "hungarumlaut",
    "dotlessi",
    "Lslash",
    "lslash",
    "minus",
];

const CARON: u8 = 1;
const BREVE: u8 = 2;
const OGONEK: u8 = 3;
const DOT: u8 = 4;
const RING: u8 = 5;
const DOUBLE_ACUTE: u8 = 6;
const DOTLESS_I: u8 = 7;
const GRAVE: u8 = b'`';
const ACUTE: u8 = 0xB4;
const CIRCUMFLEX: u8 = 0x88;
const TILDE: u8 = 0x98;
const DIERESIS: u8 = 0xA8;
const MACRON: u8 = 0xAF;
const CEDILLA: u8 = 0xB8;
const COMMA: u8 = b',';
const APOSTROPHE: u8 = 0x92;

/// The characters at 0x80 to 0x9F of `WinAnsiEncoding`; a space where there is none.
const WIN_ANSI: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// Letters with a mark that the fonts have apart: the mark's code, the letters, and what each is without it.
const MARKED: &[(u8, &str, &str)] = &[
    (CARON, "ČčĎĚěǦǧŇňŘřŠšŤŽž", "CcDEeGgNnRrSsTZz"),
    (APOSTROPHE, "ďĽľť", "dLlt"),
    (ACUTE, "ĆćǴǵĹĺŃńŔŕŚśẂẃŹź", "CcGgLlNnRrSsWwZz"),
    (DOT, "ĊċĖėĠġİŻż", "CcEeGgIZz"),
    (OGONEK, "ĄąĘęĮįŲų", "AaEeIiUu"),
    (BREVE, "ĂăĔĕĞğĬŎŏŬŭ", "AaEeGgIOoUu"),
    (MACRON, "ĀāĒēĪŌōŪū", "AaEeIOoUu"),
    (RING, "Ůů", "Uu"),
    (DOUBLE_ACUTE, "ŐőŰű", "OoUu"),
    (CEDILLA, "ŞşŢţ", "SsTt"),
    (COMMA, "ȘșȚțĢĶķĻļŅņŖŗ", "SsTtGKkLlNnRr"),
    (CIRCUMFLEX, "ĈĉĜĝĤĥĴŜŝŴŵŶŷ", "CcGgHhJSsWwYy"),
    (DIERESIS, "Ẅẅ", "Ww"),
    (GRAVE, "ẀẁỲỳ", "WwYy"),
    (TILDE, "ĨŨũỸỹ", "IUuYy"),
];

/// Marks that are typed after their letter (Unicode's combining ones).
const COMBINING: &[(char, u8)] = &[
    ('\u{300}', GRAVE),
    ('\u{301}', ACUTE),
    ('\u{302}', CIRCUMFLEX),
    ('\u{303}', TILDE),
    ('\u{304}', MACRON),
    ('\u{306}', BREVE),
    ('\u{307}', DOT),
    ('\u{308}', DIERESIS),
    ('\u{30A}', RING),
    ('\u{30B}', DOUBLE_ACUTE),
    ('\u{30C}', CARON),
    ('\u{326}', COMMA),
    ('\u{327}', CEDILLA),
    ('\u{328}', OGONEK),
];

/// The drawing of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// This glyph.
    Glyph(u8),
    /// This glyph and a mark at it.
    Marked(u8, u8),
    /// A mark at the glyph before.
    Mark(u8),
    /// Nothing: a control character, which only changes how its neighbours are read.
    Nothing,
    /// The fonts do not have it.
    Missing,
}

/// Maps a character to its drawing. Lines are broken before.
#[must_use]
pub fn drawn(character: char) -> Drawn {
    let simple = match character {
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' => u8::try_from(u32::from(character)).ok(),
        '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(b' '),
        '\u{2010}' | '\u{2011}' => Some(b'-'),
        '\u{2212}' => Some(10),
        'ı' => Some(DOTLESS_I),
        'Ł' => Some(8),
        'ł' => Some(9),
        // The capital of `đ` looks as that of `ð`.
        'Đ' => Some(0xD0),
        'ẞ' => Some(0xDF),
        _ => None,
    };
    if let Some(code) = simple {
        return Drawn::Glyph(code);
    }
    if let Some(place) = WIN_ANSI.chars().position(|known| known == character) {
        return u8::try_from(0x80 + place).map_or(Drawn::Missing, Drawn::Glyph);
    }
    for (mark, letters, bare) in MARKED {
        if let Some(place) = letters.chars().position(|known| known == character) {
            let bare = bare.as_bytes().get(place).copied();
            return bare.map_or(Drawn::Missing, |bare| Drawn::Marked(bare, *mark));
        }
    }
    match character {
        'ī' => return Drawn::Marked(DOTLESS_I, MACRON),
        'ĭ' => return Drawn::Marked(DOTLESS_I, BREVE),
        'ĩ' => return Drawn::Marked(DOTLESS_I, TILDE),
        'ģ' => return Drawn::Marked(b'g', 0x91),
        'đ' => return Drawn::Marked(b'd', MACRON),
        _ => {}
    }
    if let Some((_, mark)) = COMBINING.iter().find(|(known, _)| *known == character) {
        return Drawn::Mark(*mark);
    }
    match character {
        // Joiners, directions, variants, and the tones of skin that follow a picture.
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{1F3FB}'..='\u{1F3FF}' => Drawn::Nothing,
        _ => Drawn::Missing,
    }
}

/// How wide what is drawn for a character that the fonts do not have is, in thousandths of the size.
pub const MISSING_WIDTH: u16 = 600;

impl Font {
    /// How far the next character is, in thousandths of the size.
    #[must_use]
    pub fn advance(self, drawn: Drawn) -> u16 {
        match drawn {
            // The mark stands beside the letter.
            Drawn::Marked(code, APOSTROPHE) => self.width(code) + 90,
            Drawn::Glyph(code) | Drawn::Marked(code, _) => self.width(code),
            Drawn::Mark(_) | Drawn::Nothing => 0,
            Drawn::Missing => MISSING_WIDTH,
        }
    }

    /// How wide a text is, in thousandths of the size.
    #[must_use]
    pub fn measure(self, text: &str) -> f32 {
        text.chars()
            .map(|character| f32::from(self.advance(drawn(character))))
            .sum()
    }

    /// Where a mark stands at a letter, from the letter's own place, in thousandths of the size.
    #[must_use]
    pub fn place(self, letter: u8, mark: u8) -> (i16, i16) {
        let wide = |code| i16::try_from(self.width(code)).unwrap_or_default();
        let (letter_width, mark_width) = (wide(letter), wide(mark));
        let middle = (letter_width - mark_width) / 2;
        // Marks are drawn for small letters; capitals and those with a stem are higher.
        let is_tall =
            letter.is_ascii_uppercase() || matches!(letter, b'b' | b'd' | b'f' | b'h' | b'k' | b'l');
        match (letter, mark) {
            (b'd', MACRON) => (letter_width - mark_width + 30, -40),
            (b'L', APOSTROPHE) => (middle + 60, 0),
            (_, APOSTROPHE) => (letter_width - 30, 0),
            (b'g', 0x91) => (middle, 60),
            (_, OGONEK) => (letter_width - mark_width + 20, 0),
            (_, COMMA) => (middle, -230),
            (_, CEDILLA) => (middle, 0),
            _ => (middle, if is_tall { 195 } else { 0 }),
        }
    }

    fn width(self, code: u8) -> u16 {
        let (widths, beside) = match self {
            Self::Plain => (&PLAIN, &PLAIN_BESIDE),
            Self::Bold => (&BOLD, &BOLD_BESIDE),
        };
        let width = match code.checked_sub(b' ') {
            Some(place) => widths.get(usize::from(place)),
            None => code
                .checked_sub(1)
                .and_then(|place| beside.get(usize::from(place))),
        };
        width.copied().unwrap_or_default()
    }
}

/// The widths of Helvetica's glyphs from code 32 on, as its maker publishes them.
#[rustfmt::skip]
const PLAIN: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 350,
    556, 350, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350,
    350, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 350, 500, 667,
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];
/// The widths of [`BESIDE`].
const PLAIN_BESIDE: [u16; 10] = [333, 333, 333, 333, 333, 333, 278, 556, 222, 584];
/// The same of Helvetica-Bold.
#[rustfmt::skip]
const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 350,
    556, 350, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350,
    350, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 350, 500, 667,
    278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333,
    400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278,
    611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
];
const BOLD_BESIDE: [u16; 10] = [333, 333, 333, 333, 333, 333, 278, 611, 278, 584];

#[cfg(test)]
#[path = "font_tests.rs"]
mod tests;
