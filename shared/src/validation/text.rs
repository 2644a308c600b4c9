//! Normalisation of typed and pasted text, before any other check: characters that are never shown are removed.
//!
//! Source of the ranges: Unicode 17.0, `DerivedCoreProperties.txt` (`Default_Ignorable_Code_Point`), `PropList.txt`
//! (`Bidi_Control`, `Prepended_Concatenation_Mark`) and `DerivedGeneralCategory.txt` (`Cf`). A list of ranges and
//! not a crate, since the widget carries it; the tests compare it with ICU4X's data for every character.

use super::FieldCode;

/// Every character that is a `Default_Ignorable_Code_Point`, a `Bidi_Control` or of the category `Cf`, except
/// `Prepended_Concatenation_Mark`, which is shown: first and last of each range, in order.
const INVISIBLE: [(u32, u32); 18] = [
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x1_3430, 0x1_343F),
    (0x1_BCA0, 0x1_BCA3),
    (0x1_D173, 0x1_D17A),
    (0xE_0000, 0xE_0FFF),
];

/// Whether a character is never shown by itself. White space is not in this set.
fn is_invisible(character: char) -> bool {
    let code = u32::from(character);
    INVISIBLE
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&code))
}

/// White space, and the blank of Braille, which is shown as one.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{2800}'
}

/// A character of the forms of ASCII that fonts of East Asia have beside it: full width, small plus and hyphen.
pub(super) fn ascii(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '\u{FE62}' => '+',
        '\u{FE63}' => '-',
        '\u{3002}' | '\u{FF61}' => '.',
        _ => character,
    }
}

/// Text that machines read, such as an address, a telephone number or a code: without invisible characters and
/// the white space around it, full-width forms as ASCII, other white space as spaces. Control characters are left
/// where they are, for the caller to refuse.
#[must_use]
pub fn machine_readable(text: &str) -> String {
    let shown = text.chars().filter(|character| !is_invisible(*character));
    let plain: String = shown
        .map(|character| match ascii(character) {
            space if space.is_whitespace() && !space.is_control() => ' ',
            other => other,
        })
        .collect();
    plain.trim_matches(is_blank).to_owned()
}

/// Text on one line, such as a name: without invisible characters and the white space around it. Separators of
/// lines and paragraphs become spaces; line feeds and other control characters are left, for the caller to refuse.
pub(super) fn line(text: &str) -> String {
    visible(text, ' ')
}

/// Text of several lines, such as a note: without invisible characters and the white space around it, and every
/// line end as `\n`.
#[must_use]
pub fn lines(text: &str) -> String {
    visible(&text.replace("\r\n", "\n").replace('\r', "\n"), '\n')
}

/// Text without what is not shown; separators of lines become `separator`.
fn visible(text: &str, separator: char) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut is_flag = false;
    while let Some(character) = characters.next() {
        is_flag = match character {
            '\u{1F3F4}' => true,
            '\u{E0020}'..='\u{E007F}' => is_flag,
            _ => false,
        };
        match character {
            '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push(separator),
            '\t' => cleaned.push(' '),
            _ if !is_invisible(character) => cleaned.push(character),
            _ if is_flag || is_needed(cleaned.chars().next_back(), character, characters.peek().copied()) => {
                cleaned.push(character);
            }
            _ => {}
        }
    }
    cleaned.trim_matches(is_blank).to_owned()
}

/// Whether an invisible character changes how those around it are shown.
fn is_needed(before: Option<char>, character: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let is_shown =
        |character: char| !is_blank(character) && !is_invisible(character) && !character.is_control();
    match character {
        // After a virama, at the end of a word too: half forms, and chillus of the older spelling of Malayalam.
        '\u{200D}' if is_virama(before) => true,
        '\u{200D}' if is_emoji(before) || matches!(before, '\u{FE0F}' | '\u{E007F}') => {
            after.is_some_and(is_emoji)
        }
        '\u{200C}' | '\u{200D}' => has_joiners(before) && after.is_some_and(is_shown),
        // How a symbol is shown; a keycap is a digit, this and U+20E3.
        '\u{FE0E}' | '\u{FE0F}' if before.is_ascii() => {
            matches!(before, '0'..='9' | '#' | '*') && after == Some('\u{20E3}')
        }
        '\u{FE0E}' | '\u{FE0F}' if is_emoji(before) => true,
        // Forms of ideographs, as in family names, of Myanmar's letters and of Phags-pa's.
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => matches!(
            u32::from(before),
            0x1000..=0x109F | 0x3400..=0x9FFF | 0xA840..=0xA87F | 0xAA60..=0xAA7F | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF
        ),
        '\u{180B}'..='\u{180F}' => matches!(before, '\u{1800}'..='\u{18AF}'),
        _ => false,
    }
}

/// The sign that takes the vowel off a letter in the scripts of India and Sri Lanka.
fn is_virama(character: char) -> bool {
    let code = u32::from(character);
    matches!(
        code,
        0x94D | 0x9CD | 0xA4D | 0xACD | 0xB4D | 0xBCD | 0xC4D | 0xCCD | 0xD4D | 0xDCA
    )
}

/// Whether a character is of a script in which joiners change the letters beside them (Unicode, sections 9, 12 to
/// 14, 16 and 17): Arabic and its kin, those of India, Tibet, Myanmar, Khmer, Mongolian, Indonesia.
fn has_joiners(character: char) -> bool {
    matches!(
        u32::from(character),
        0x600..=0xDFF | 0xF00..=0x109F | 0x1780..=0x18AF | 0x1900..=0x1CFF | 0xA800..=0xABFF | 0xFB50..=0xFDFF
            | 0xFE70..=0xFEFE | 0x1_0A00..=0x1_1FFF | 0x1_E900..=0x1_E95F
    )
}

/// Whether a character can be a part of a joined emoji: the blocks of symbols and pictographs, without Braille.
fn is_emoji(character: char) -> bool {
    matches!(
        u32::from(character),
        0xA9 | 0xAE | 0x203C | 0x2049 | 0x2122 | 0x2139 | 0x2190..=0x27FF | 0x2900..=0x2BFF | 0x3030 | 0x303D | 0x3297 | 0x3299 | 0x1_F000..=0x1_FAFF
    )
}

/// The checks that every normalised text passes: something is there, not too much, no control characters.
pub(super) fn check(
    text: &str,
    max_chars: usize,
    is_forbidden: impl Fn(char) -> bool,
) -> Result<(), FieldCode> {
    if text.is_empty() {
        Err(FieldCode::Required)
    } else if text.chars().nth(max_chars).is_some() {
        Err(FieldCode::TooLong)
    } else if text.chars().any(is_forbidden) {
        Err(FieldCode::ControlCharacters)
    } else {
        Ok(())
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
