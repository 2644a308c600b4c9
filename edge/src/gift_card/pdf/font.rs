//! The typeface of gift cards: EB Garamond, under the SIL Open Font License (`fonts/OFL.txt`), reduced to the letters of the
//! Latin, Greek and Cyrillic scripts and to the tables that a PDF needs. It comes in parts, so that a card embeds those alone
//! whose letters are on it. A character that no part has (other scripts, pictures) is [`Drawn::Missing`], for which a dot
//! stands.

/// The number of parts.
pub const COUNT: usize = 4;

/// The parts as TrueType files, each with its name in a PDF. All have 1000 units to the em.
pub static PARTS: [(&[u8], &[u8]); COUNT] = [
    (b"EBGaramond-Latin", include_bytes!("fonts/latin.ttf")),
    (b"EBGaramond-LatinExt", include_bytes!("fonts/latin-ext.ttf")),
    (b"EBGaramond-Greek", include_bytes!("fonts/greek.ttf")),
    (b"EBGaramond-Cyrillic", include_bytes!("fonts/cyrillic.ttf")),
];

/// The sign in place of a character that no part has.
pub const SIGN: char = '\u{B7}';

/// Letters with a mark as one character: the mark as it is typed after its letter, the letters, and each with the mark.
const COMPOSED: &[(char, &str, &str)] = &[
    ('\u{300}', "AEIOUaeiouЕИеиWwYy", "ÀÈÌÒÙàèìòùЀЍѐѝẀẁỲỳ"),
    (
        '\u{301}',
        "AEIOUYaeiouyCcLlNnRrSsZzGgΑΕΗΙΟΥΩαεηιουωϊϋГКгкWw",
        "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǴǵΆΈΉΊΌΎΏάέήίόύώΐΰЃЌѓќẂẃ",
    ),
    ('\u{302}', "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"),
    ('\u{303}', "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ"),
    ('\u{304}', "AaEeIiOoUu", "ĀāĒēĪīŌōŪū"),
    ('\u{306}', "AaEeGgIiOoUuУИиу", "ĂăĔĕĞğĬĭŎŏŬŭЎЙйў"),
    ('\u{307}', "CcEeGgIZz", "ĊċĖėĠġİŻż"),
    ('\u{308}', "AEIOUaeiouyYΙΥιυЕІеіWw", "ÄËÏÖÜäëïöüÿŸΪΫϊϋЁЇёїẄẅ"),
    ('\u{30A}', "AaUu", "ÅåŮů"),
    ('\u{30B}', "OoUu", "ŐőŰű"),
    ('\u{30C}', "CcDdEeLlNnRrSsTtZzGg", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǦǧ"),
    ('\u{326}', "SsTt", "ȘșȚț"),
    ('\u{327}', "CcGgKkLlNnRrSsTt", "ÇçĢģĶķĻļŅņŖŗŞşŢţ"),
    ('\u{328}', "AaEeIiUu", "ĄąĘęĮįŲų"),
];

/// A glyph of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The part, an index of [`PARTS`].
    pub part: usize,
    /// The glyph's number in it.
    pub id: u16,
    /// How far the next character is, in thousandths of the size.
    pub advance: u16,
}

/// The drawing of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// This glyph.
    Glyph(Glyph),
    /// Nothing: a control character, which only changes how its neighbours are read.
    Nothing,
    /// No part has it.
    Missing,
}

/// Maps a character to its drawing. Lines are broken before.
#[must_use]
pub fn drawn(character: char) -> Drawn {
    let character = match character {
        '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        // Joiners, directions, variants, and the tones of skin that follow a picture.
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{1F3FB}'..='\u{1F3FF}' => return Drawn::Nothing,
        other => other,
    };
    find(character).map_or(Drawn::Missing, Drawn::Glyph)
}

/// The glyph that is drawn for a character; none for one that is not drawn.
#[must_use]
pub fn glyph(character: char) -> Option<Glyph> {
    match drawn(character) {
        Drawn::Glyph(glyph) => Some(glyph),
        Drawn::Nothing => None,
        Drawn::Missing => find(SIGN),
    }
}

/// The text with each mark that is typed after its letter joined to it, where there is a letter with that mark.
#[must_use]
pub fn composed(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for character in text.chars() {
        let with_mark = joined.chars().next_back().and_then(|letter| {
            let (_, letters, whole) = COMPOSED.iter().find(|(mark, ..)| *mark == character)?;
            let place = letters.chars().position(|known| known == letter)?;
            whole.chars().nth(place)
        });
        if let Some(whole) = with_mark {
            joined.pop();
            joined.push(whole);
        } else {
            joined.push(character);
        }
    }
    joined
}

/// How wide a text is, in thousandths of the size.
#[must_use]
pub fn measure(text: &str) -> f32 {
    let glyphs = composed(text);
    let advances = glyphs
        .chars()
        .filter_map(glyph)
        .map(|glyph| f32::from(glyph.advance));
    advances.sum()
}

fn find(character: char) -> Option<Glyph> {
    PARTS.iter().enumerate().find_map(|(part, (_, font))| {
        let id = id_of(font, character)?;
        let advance = advance_of(font, id)?;
        Some(Glyph { part, id, advance })
    })
}

/// The number of a character's glyph, by the table `cmap` in its format 4, which all parts have.
fn id_of(font: &[u8], character: char) -> Option<u16> {
    let code = u16::try_from(u32::from(character)).ok()?;
    let map = table(font, *b"cmap")?;
    let map = map.get(usize::try_from(u32_at(map, 8)?).ok()?..)?;
    let double = usize::from(u16_at(map, 6)?);
    let segment = (0..double)
        .step_by(2)
        .find(|segment| u16_at(map, 14 + segment).is_some_and(|end| end >= code))?;
    let start = u16_at(map, 16 + double + segment)?;
    let delta = u16_at(map, 16 + 2 * double + segment)?;
    let place = 16 + 3 * double + segment;
    let from_start = code.checked_sub(start)?;
    let id = match u16_at(map, place)? {
        0 => code.wrapping_add(delta),
        range => match u16_at(map, place + usize::from(range) + 2 * usize::from(from_start))? {
            0 => 0,
            id => id.wrapping_add(delta),
        },
    };
    (id != 0).then_some(id)
}

/// A glyph's width, by the table `hmtx`. The glyphs after those with a width of their own have that of the last one.
fn advance_of(font: &[u8], id: u16) -> Option<u16> {
    let count = u16_at(table(font, *b"hhea")?, 34)?;
    let place = usize::from(id.min(count.checked_sub(1)?));
    u16_at(table(font, *b"hmtx")?, 4 * place)
}

/// A table of a TrueType file.
fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let count = usize::from(u16_at(font, 4)?);
    let entry = (0..count)
        .map(|index| 12 + 16 * index)
        .find(|entry| font.get(*entry..*entry + 4) == Some(&tag[..]))?;
    let offset = usize::try_from(u32_at(font, entry + 8)?).ok()?;
    let length = usize::try_from(u32_at(font, entry + 12)?).ok()?;
    font.get(offset..offset.checked_add(length)?)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

#[cfg(test)]
#[path = "font_tests.rs"]
mod tests;
