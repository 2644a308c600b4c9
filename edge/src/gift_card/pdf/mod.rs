//! A gift card as a PDF of one page, A5 landscape: the restaurant, the value, the code as text and as a QR code,
//! the last day and how to redeem it.

mod font;
mod page;

use qrcodegen::{QrCode, QrCodeEcc};

use self::font::{Drawn, Font, drawn};
use self::page::{Colour, Page};
use crate::localization::Texts;

/// A5 across, in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 419.53;
/// How far everything stays from the edges.
const MARGIN: f32 = 36.0;
/// The QR code with its code below: where it begins, and how wide it is.
const SIDE: f32 = 415.0;
const QR: f32 = 144.0;
/// How wide the texts beside it are.
const COLUMN: f32 = SIDE - MARGIN - 24.0;
/// Where the message ends and the conditions begin.
const FLOOR: f32 = 118.0;

const INK: Colour = [0.17, 0.15, 0.14];
const SOFT: Colour = [0.42, 0.38, 0.36];

/// The content of the page. It has no `Debug`: it holds the card's code.
pub struct GiftCardPdf<'a> {
    /// The texts of its reader's language.
    pub texts: &'static Texts,
    /// The restaurant's name.
    pub restaurant: &'a str,
    /// Where it is and whom to call, if that is known.
    pub contact: Vec<&'a str>,
    /// The restaurant's colour, as `#rrggbb`.
    pub colour: Option<&'a str>,
    /// The card's worth, as it is read.
    pub worth: &'a str,
    /// The purchaser's name.
    pub from: &'a str,
    /// Whom it is for.
    pub recipient: Option<&'a str>,
    /// The giver's message, on one or more lines.
    pub message: Option<&'a str>,
    /// The code in its groups.
    pub code: &'a str,
    /// Its last day, as it is read; none if it does not expire.
    pub expires_on: Option<&'a str>,
}

impl GiftCardPdf<'_> {
    /// The card as a PDF; none if its code cannot be a QR code, which no code of a card is.
    #[must_use]
    pub fn pdf(&self) -> Option<Vec<u8>> {
        let texts = self.texts;
        let mut page = Page::new(WIDTH, HEIGHT);
        page.colour(self.colour.and_then(colour).unwrap_or(SOFT));
        page.fill(0.0, HEIGHT - 12.0, WIDTH, 12.0);
        page.colour(INK);
        let top = HEIGHT - 12.0 - 44.0;
        fitted(
            &mut page,
            Font::Bold,
            22.0,
            (MARGIN, top),
            WIDTH - 2.0 * MARGIN,
            self.restaurant,
        );
        page.colour(SOFT);
        let title = texts.card_title;
        page.text(Font::Plain, 14.0, (MARGIN, top - 34.0), title);
        page.colour(INK);
        fitted(
            &mut page,
            Font::Bold,
            36.0,
            (MARGIN, top - 72.0),
            COLUMN,
            self.worth,
        );
        let mut y = top - 100.0;
        if let Some(name) = self.recipient {
            let line = texts.card_recipient(name);
            fitted(&mut page, Font::Bold, 13.0, (MARGIN, y), COLUMN, &line);
            y -= 18.0;
        }
        let from = texts.card_purchaser(self.from);
        fitted(&mut page, Font::Plain, 13.0, (MARGIN, y), COLUMN, &from);
        if let Some(message) = self.message {
            Self::message(&mut page, y - 12.0, message);
        }
        self.code(&mut page)?;
        self.conditions(&mut page);
        let heading = texts.named(title, self.restaurant);
        Some(page.finish(&heading, texts.language))
    }

    /// Writes the message as large as it fits.
    fn message(page: &mut Page, top: f32, message: &str) {
        let room = top - FLOOR;
        let lines_in = |size: f32, text: &str| -> Option<Vec<String>> {
            let lines = wrapped(Font::Plain, size, COLUMN, text);
            let count = u16::try_from(lines.len()).ok()?;
            (f32::from(count) * size * 1.35 <= room).then_some(lines)
        };
        // A message of many short lines is written as one.
        let joined = message.split('\n').collect::<Vec<_>>().join(" ");
        let sizes = [12.0, 11.0, 10.0, 9.0, 8.0];
        let found = sizes
            .into_iter()
            .map(|size| (size, message))
            .chain(
                sizes
                    .into_iter()
                    .chain([7.0, 6.0, 5.0])
                    .map(|size| (size, joined.as_str())),
            )
            .find_map(|(size, text)| Some((size, lines_in(size, text)?)));
        let (size, lines) = found.unwrap_or_else(|| (4.0, wrapped(Font::Plain, 4.0, COLUMN, &joined)));
        let mut y = top;
        for line in lines {
            y -= size * 1.35;
            page.text(Font::Plain, size, (MARGIN, y), &line);
        }
    }

    /// Draws the code, for cameras and for people.
    fn code(&self, page: &mut Page) -> Option<()> {
        let code = QrCode::encode_text(self.code, QrCodeEcc::Medium).ok()?;
        let count = i16::try_from(code.size()).ok()?;
        let module = QR / f32::from(count);
        let top = HEIGHT - 12.0 - 70.0;
        for row in 0..count {
            let mut column = 0;
            while column < count {
                let dark = |column: i16| column < count && code.get_module(column.into(), row.into());
                let start = column;
                while dark(column) {
                    column += 1;
                }
                if column > start {
                    let (x, y) = (f32::from(start) * module, f32::from(row + 1) * module);
                    // Neighbours meet without a gap in readers that smooth edges.
                    let width = f32::from(column - start) * module;
                    page.fill(SIDE + x, top - y, width, module + 0.05);
                }
                column += 1;
            }
        }
        let y = top - QR - 18.0;
        let size = 11.0;
        let width = Font::Bold.measure(self.code) * size / 1000.0;
        page.text(Font::Bold, size, (SIDE + (QR - width) / 2.0, y), self.code);
        Some(())
    }

    /// Writes until when the card is valid, how it is redeemed and where.
    fn conditions(&self, page: &mut Page) {
        let texts = self.texts;
        let valid = match self.expires_on {
            Some(day) => texts.card_valid_until(day),
            None => texts.card_never_expires.to_owned(),
        };
        let mut lines = vec![valid, texts.card_redeem.to_owned(), self.contact.join("  ·  ")];
        let written = [
            Some(self.restaurant),
            Some(self.from),
            self.recipient,
            self.message,
        ];
        let lacks = |text: &str| {
            text.chars()
                .any(|one| one != '\n' && drawn(one) == Drawn::Missing)
        };
        if written.into_iter().flatten().any(lacks) {
            lines.push(texts.card_missing_characters.to_owned());
        }
        page.colour(SOFT);
        let mut y = FLOOR - 22.0;
        for line in lines.iter().filter(|line| !line.is_empty()) {
            fitted(page, Font::Plain, 10.0, (MARGIN, y), WIDTH - 2.0 * MARGIN, line);
            y -= 17.0;
        }
    }
}

/// Writes a line on at most this width, smaller if it has to be.
fn fitted(page: &mut Page, font: Font, size: f32, place: (f32, f32), width: f32, text: &str) {
    let wide = font.measure(text) * size / 1000.0;
    let size = if wide > width { size * width / wide } else { size };
    page.text(font, size, place, text);
}

/// The text in lines of at most this width. A word that is wider alone is broken.
fn wrapped(font: Font, size: f32, width: f32, text: &str) -> Vec<String> {
    let limit = width * 1000.0 / size;
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if font.measure(&longer) <= limit {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for character in word.chars() {
                line.push(character);
                if font.measure(&line) > limit && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, character.to_string()));
                }
            }
        }
        lines.push(line);
    }
    lines
}

/// The colour that `#rrggbb` names.
fn colour(text: &str) -> Option<Colour> {
    let digits = text
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |from: usize| {
        let byte = u8::from_str_radix(digits.get(from..from + 2)?, 16).ok()?;
        Some(f32::from(byte) / 255.0)
    };
    Some([part(0)?, part(2)?, part(4)?])
}

#[cfg(test)]
#[path = "pdf_tests.rs"]
mod tests;
