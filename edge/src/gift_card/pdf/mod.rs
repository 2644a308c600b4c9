//! A gift card as a PDF of one page: an A4 sheet that is folded once to an A5 card. The right half is the card's front, which
//! its picture fills, with the value below; the left half is its back: for whom it is, the message, the code as text and as a
//! QR code, the last day and how to redeem it.

mod font;
mod page;
mod picture;

use qrcodegen::{QrCode, QrCodeEcc};

use self::page::{Area, Colour, Page};
pub use self::picture::Picture;
use crate::color;
use crate::localization::Texts;

/// A4 across, in points.
const WIDTH: f32 = 841.89;
const HEIGHT: f32 = 595.28;
/// The fold, right of which the front begins.
const FOLD: f32 = WIDTH / 2.0;
/// How far texts stay from the edges and from the fold.
const MARGIN: f32 = 40.0;
/// How wide the texts of a half are.
const COLUMN: f32 = FOLD - 2.0 * MARGIN;
/// The height of the front's lower part, which has the value on it.
const PLATE: f32 = 176.0;
/// How wide the QR code is, and its lower edge.
const QR: f32 = 118.0;
const QR_BASE: f32 = 128.0;
/// Where the message ends and the code begins.
const FLOOR: f32 = QR_BASE + QR + 26.0;

const INK: Colour = [0.17, 0.15, 0.14];
const SOFT: Colour = [0.42, 0.38, 0.36];
const LINE: Colour = [0.8, 0.78, 0.75];

/// The content of the card. It has no `Debug`: it holds the card's code.
pub struct GiftCardPdf<'a> {
    /// The texts of its reader's language.
    pub texts: &'static Texts,
    /// The restaurant's name.
    pub restaurant: &'a str,
    /// Where it is and whom to call, if that is known.
    pub contact: Vec<&'a str>,
    /// The restaurant's colour, as `#rrggbb`.
    pub colour: Option<&'a str>,
    /// The picture of the card's design, if a PDF can hold it.
    pub picture: Option<Picture<'a>>,
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
        self.front(&mut page);
        let mut y = HEIGHT - MARGIN - 22.0;
        page.colour(INK);
        if let Some(name) = self.recipient {
            let line = texts.card_recipient(name);
            fitted(&mut page, 22.0, (MARGIN, y), COLUMN, &line);
            y -= 26.0;
        }
        let from = texts.card_purchaser(self.from);
        fitted(&mut page, 15.0, (MARGIN, y), COLUMN, &from);
        if let Some(message) = self.message {
            Self::message(&mut page, y - 16.0, message);
        }
        self.code(&mut page)?;
        self.conditions(&mut page);
        let heading = texts.named(texts.card_title, self.restaurant);
        Some(page.finish(&heading, texts.language))
    }

    /// Draws the front: the picture, or the restaurant's colour, and below it the value on the colour.
    fn front<'p>(&'p self, page: &mut Page<'p>) {
        let ground = self.colour.unwrap_or(color::NEUTRAL);
        page.colour(colour(ground).unwrap_or(SOFT));
        page.fill(FOLD, 0.0, FOLD, HEIGHT);
        if let Some(picture) = &self.picture {
            let area = Area {
                x: FOLD,
                y: PLATE,
                width: FOLD,
                height: HEIGHT - PLATE,
            };
            page.picture(area, picture);
        }
        page.colour(if color::text_color_on(ground) == "#000" {
            [0.0; 3]
        } else {
            [1.0; 3]
        });
        let (left, title) = (FOLD + MARGIN, self.texts.card_title);
        fitted(page, 21.0, (left, PLATE - 46.0), COLUMN, self.restaurant);
        fitted(page, 14.0, (left, PLATE - 68.0), COLUMN, title);
        fitted(page, 54.0, (left, 44.0), COLUMN, self.worth);
        // Where it is folded, at the edges alone.
        page.colour(LINE);
        page.fill(FOLD - 0.25, 0.0, 0.5, 10.0);
        page.fill(FOLD - 0.25, HEIGHT - 10.0, 0.5, 10.0);
    }

    /// Writes the message as large as it fits.
    fn message(page: &mut Page<'_>, top: f32, message: &str) {
        // Before lines are broken, so that no mark is parted from its letter.
        let composed = font::composed(message);
        let message = composed.as_str();
        let room = top - FLOOR;
        let lines_in = |size: f32, text: &str| -> Option<Vec<String>> {
            let lines = wrapped(size, COLUMN, text);
            let count = u16::try_from(lines.len()).ok()?;
            (f32::from(count) * size * 1.35 <= room).then_some(lines)
        };
        // A message of many short lines is written as one.
        let joined = message.split('\n').collect::<Vec<_>>().join(" ");
        let sizes = [16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0];
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
        let (size, lines) = found.unwrap_or_else(|| (4.0, wrapped(4.0, COLUMN, &joined)));
        let mut y = top;
        for line in lines {
            y -= size * 1.35;
            page.text(size, (MARGIN, y), &line);
        }
    }

    /// Draws the code, for cameras and for people.
    fn code(&self, page: &mut Page<'_>) -> Option<()> {
        let code = QrCode::encode_text(self.code, QrCodeEcc::Medium).ok()?;
        let count = i16::try_from(code.size()).ok()?;
        let module = QR / f32::from(count);
        let top = QR_BASE + QR;
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
                    page.fill(MARGIN + x, top - y, width, module + 0.05);
                }
                column += 1;
            }
        }
        let beside = MARGIN + QR + 20.0;
        let room = FOLD - MARGIN - beside;
        fitted(page, 24.0, (beside, top - 24.0), room, self.worth);
        fitted(page, 15.0, (beside, top - 50.0), room, self.code);
        Some(())
    }

    /// Writes until when the card is valid, how it is redeemed and where.
    fn conditions(&self, page: &mut Page<'_>) {
        let texts = self.texts;
        let valid = match self.expires_on {
            Some(day) => texts.card_valid_until(day),
            None => texts.card_never_expires.to_owned(),
        };
        let lines = [valid, texts.card_redeem.to_owned(), self.contact.join("  ·  ")];
        page.colour(SOFT);
        let mut y = QR_BASE - 32.0;
        for line in lines.iter().filter(|line| !line.is_empty()) {
            fitted(page, 11.0, (MARGIN, y), COLUMN, line);
            y -= 18.0;
        }
    }
}

/// Writes a line on at most this width, smaller if it has to be.
fn fitted(page: &mut Page<'_>, size: f32, place: (f32, f32), width: f32, text: &str) {
    let wide = font::measure(text) * size / 1000.0;
    let size = if wide > width { size * width / wide } else { size };
    page.text(size, place, text);
}

/// The text in lines of at most this width. A word that is wider alone is broken.
fn wrapped(size: f32, width: f32, text: &str) -> Vec<String> {
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
            if font::measure(&longer) <= limit {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for character in word.chars() {
                line.push(character);
                if font::measure(&line) > limit && line.chars().count() > 1 {
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
