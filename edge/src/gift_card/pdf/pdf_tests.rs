//! Facts about a card on paper, as readers of PDFs and cameras see it.

use lopdf::content::Content;
use lopdf::{Document, Object};
use proptest::prelude::*;
use shared::gift_card::GiftCardCode;
use shared::locale::Language;

use super::*;
use crate::localization::{languages, texts as texts_for};

fn words(tag: &str) -> &'static Texts {
    texts_for(&[Language::parse(tag).unwrap()])
}

fn card<'a>(code: &'a str, message: Option<&'a str>) -> GiftCardPdf<'a> {
    GiftCardPdf {
        texts: words("de"),
        restaurant: "Gasthaus Linde",
        contact: vec!["Hauptplatz 1, 8010 Graz", "+4310000000"],
        colour: Some("#2a6048"),
        worth: "50,00 €",
        from: "Ada Muster",
        recipient: Some("Zdeněk Łukasz"),
        message,
        code,
        expires_on: Some("Montag, 31. Dezember 2029"),
    }
}

fn code() -> String {
    GiftCardCode::of_random(40..90).unwrap().text()
}

/// The page's drawing, operation by operation.
fn drawing(pdf: &[u8]) -> Content {
    let document = Document::load_mem(pdf).unwrap();
    let pages = document.get_pages();
    assert_eq!(pages.len(), 1);
    let content = document.get_page_content(*pages.values().next().unwrap());
    Content::decode(&content).unwrap()
}

/// Every text on the page as its glyphs' codes, each as a character.
fn texts(drawing: &Content) -> Vec<String> {
    let shown = drawing
        .operations
        .iter()
        .filter(|operation| operation.operator == "Tj");
    let text = |object: &Object| {
        object
            .as_str()
            .unwrap()
            .iter()
            .map(|byte| char::from(*byte))
            .collect()
    };
    shown.map(|operation| text(&operation.operands[0])).collect()
}

/// The texts that a reader copies in place of glyphs.
fn actual_texts(drawing: &Content) -> Vec<String> {
    let marked = drawing
        .operations
        .iter()
        .filter(|operation| operation.operator == "BDC");
    marked
        .map(|operation| {
            let text = operation.operands[1]
                .as_dict()
                .unwrap()
                .get(b"ActualText")
                .unwrap();
            lopdf::decode_text_string(text).unwrap()
        })
        .collect()
}

fn number(object: &Object) -> f32 {
    object.as_float().unwrap()
}

/// The page as a camera sees it: its dark rectangles as an image of 8 dots a point.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "dots of a page are few and not below zero"
)]
fn scanned(drawing: &Content) -> String {
    const DOTS: f32 = 3.0;
    let (side, base) = (SIDE - 30.0, HEIGHT - 12.0 - 70.0 - QR - 30.0);
    let edge = ((QR + 60.0) * DOTS) as usize;
    let mut dark = vec![false; edge * edge];
    for pair in drawing.operations.windows(2) {
        let [operation, next] = pair else { continue };
        if operation.operator != "re" || next.operator != "f" {
            continue;
        }
        let [x, y, width, height] = [0, 1, 2, 3].map(|index| number(&operation.operands[index]));
        if x < SIDE {
            continue;
        }
        let dot = |value: f32| (value * DOTS).round() as usize;
        for row in dot(y - base)..dot(y + height - base) {
            for column in dot(x - side)..dot(x + width - side) {
                dark[(edge - 1 - row) * edge + column] = true;
            }
        }
    }
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(
            edge,
            edge,
            |x, y| if dark[y * edge + x] { 0 } else { 255 },
        );
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one QR code");
    grids[0].decode().unwrap().1
}

#[test]
fn a_card_has_everything_that_its_holder_needs() {
    let code = code();
    let pdf = card(&code, Some("Alles Gute!\nDeine Ada")).pdf().unwrap();
    let drawing = drawing(&pdf);
    let texts = texts(&drawing);
    for text in [
        "Gasthaus Linde",
        "Gutschein",
        "50,00 \u{80}",
        "Von Ada Muster",
        "Alles Gute!",
        "Deine Ada",
        "G\u{FC}ltig bis Montag, 31. Dezember 2029.",
        "Hauptplatz 1, 8010 Graz  \u{B7}  +4310000000",
        code.as_str(),
    ] {
        assert!(
            texts.iter().any(|line| line == text),
            "{text:?} is not in {texts:?}"
        );
    }
    assert_eq!(scanned(&drawing), code);
    assert!(pdf.len() < 20_000, "{} bytes", pdf.len());
}

#[test]
fn a_name_of_any_latin_script_is_drawn_with_its_marks_and_can_be_copied() {
    let code = code();
    let drawing = drawing(&card(&code, None).pdf().unwrap());
    let texts = texts(&drawing);
    let name = texts.iter().find(|text| text.contains("Zden")).unwrap();
    assert_eq!(name, "F\u{FC}r Zdenek \u{8}ukasz");
    assert!(texts.contains(&"\u{1}".to_owned()), "the caron");
    assert!(actual_texts(&drawing).contains(&"Für Zdeněk Łukasz".to_owned()));
    assert!(!texts.iter().any(|text| text.contains("leerer Rahmen")));
}

#[test]
fn what_cannot_be_drawn_is_a_frame_and_is_said() {
    let code = code();
    let message = "Всё лучшее 🎁!";
    let drawing = drawing(&card(&code, Some(message)).pdf().unwrap());
    let frames = drawing
        .operations
        .iter()
        .filter(|operation| operation.operator == "S")
        .count();
    assert_eq!(
        frames,
        message
            .chars()
            .filter(|one| drawn(*one) == Drawn::Missing)
            .count()
    );
    assert!(
        texts(&drawing)
            .iter()
            .any(|text| text.starts_with("Ein leerer Rahmen"))
    );
    assert!(actual_texts(&drawing).contains(&message.to_owned()));
    assert!(!texts(&drawing).iter().any(|text| text.contains('?')));
}

#[test]
fn the_card_speaks_english_too() {
    let code = code();
    let english = GiftCardPdf {
        texts: words("en"),
        expires_on: None,
        recipient: None,
        ..card(&code, None)
    };
    let texts = texts(&drawing(&english.pdf().unwrap()));
    for text in ["Gift card", "From Ada Muster", "This gift card does not expire."] {
        assert!(texts.iter().any(|line| line == text), "{text}");
    }
}

#[test]
fn every_languages_own_words_can_be_drawn() {
    let code = code();
    for language in languages() {
        let tag = language.as_str();
        for expires_on in [Some("2029"), None] {
            let card = GiftCardPdf {
                texts: words(tag),
                expires_on,
                ..card(&code, None)
            };
            let drawing = drawing(&card.pdf().unwrap());
            let count = texts(&drawing).len();
            assert!(count >= 7, "{tag}: {count} texts");
            let is_frame = |operation: &lopdf::content::Operation| operation.operator == "S";
            assert!(
                !drawing.operations.iter().any(is_frame),
                "{tag}: a frame in place of a character"
            );
        }
    }
}

#[test]
fn the_code_is_in_no_place_where_files_are_listed() {
    let code = code();
    let document = Document::load_mem(&card(&code, None).pdf().unwrap()).unwrap();
    let info = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .unwrap();
    let info = document.get_dictionary(info).unwrap();
    let title = lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap();
    assert_eq!(title, "Gutschein: Gasthaus Linde");
    assert_eq!(info.len(), 1);
}

#[test]
fn a_word_that_is_too_wide_is_broken_and_nothing_is_lost() {
    for text in ["a".repeat(300), "W W ".repeat(80), "a\n\nb".to_owned()] {
        let lines = wrapped(Font::Plain, 12.0, 100.0, &text);
        let drawn = |text: &str| {
            text.chars()
                .filter(|one| !one.is_whitespace())
                .collect::<String>()
        };
        assert_eq!(drawn(&lines.concat()), drawn(&text));
        assert!(
            lines
                .iter()
                .all(|line| Font::Plain.measure(line) * 12.0 / 1000.0 <= 100.5)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_message_and_any_name_make_a_card_that_can_be_read_and_scanned(
        message in "(?s).{1,400}", name in "\\PC{1,100}", seed in any::<[u8; 32]>(),
    ) {
        let Some(code) = GiftCardCode::of_random(seed) else { return Ok(()) };
        let code = code.text();
        let card = GiftCardPdf { recipient: Some(&name), restaurant: &name, ..card(&code, Some(&message)) };
        let drawing = drawing(&card.pdf().unwrap());
        let texts = texts(&drawing);
        prop_assert!(texts.contains(&code));
        prop_assert_eq!(scanned(&drawing), code);
        // Nothing leaves the page, and the message stays off the conditions.
        for operation in &drawing.operations {
            if operation.operator == "Tm" {
                let (x, y) = (number(&operation.operands[4]), number(&operation.operands[5]));
                prop_assert!((0.0..WIDTH).contains(&x) && (0.0..HEIGHT).contains(&y), "{} {}", x, y);
            }
        }
        // Every character is a glyph, a frame or nothing; and can be copied.
        let missing = |text: &str| text.chars().filter(|one| *one != '\n' && drawn(*one) == Drawn::Missing).count();
        let frames = drawing.operations.iter().filter(|operation| operation.operator == "S").count();
        prop_assert_eq!(frames, missing(&message) + 2 * missing(&name));
        prop_assert_eq!(texts.iter().any(|text| text.starts_with("Ein leerer Rahmen")), frames > 0);
    }
}
