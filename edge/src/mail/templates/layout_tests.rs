//! Facts about the layout: what is put into it is text, wherever it stands.

use shared::locale::Language;

use super::*;
use crate::localization::texts;

const SIGNS: &str = "'\"<>&";

fn sheet() -> Layout {
    Layout {
        texts: texts(&[Language::parse("en").unwrap()]),
        subject: format!("Subject {SIGNS}\r\nBcc: x"),
        heading: format!("Heading {SIGNS}"),
        paragraphs: vec![format!("One {SIGNS}\r\nTwo\u{7}"), "{{ heading }}".to_owned()],
        facts: vec![("Name", format!("Value {SIGNS}\nNumber: 7"))],
        button: Some(("Button", format!("https://book.example/{SIGNS}"))),
        sender: Sender {
            name: format!("House {SIGNS}"),
            ground: "#2a6048".to_owned(),
            ink: "#fff",
            lines: vec![format!("Linde {SIGNS}"), "Hauptplatz 1".to_owned()],
            call: None,
        },
        more: Extras::default(),
    }
}

#[test]
fn a_letters_html_holds_what_others_wrote_as_text() {
    let html = sheet().write().html;
    let signs = "&#39;&#34;&#60;&#62;&#38;";
    for text in [
        format!("<title>Heading {signs}</title>"),
        format!("Heading {signs}</h1>"),
        format!("<p style=\"margin:0 0 16px\">One {signs}<br>Two</p>"),
        "{{ heading }}</p>".to_owned(),
        format!("Value {signs}<br>Number: 7</div></td>"),
        format!("<a href=\"https://book.example/{signs}\""),
        format!("Linde {signs}<br>Hauptplatz 1</p>"),
    ] {
        assert!(html.contains(&text), "{text}: {html}");
    }
    assert!(!html.contains(SIGNS));
    assert!(
        html.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"),
        "{html}"
    );
    assert!(html.ends_with("</html>\n"));
}

#[test]
fn no_word_makes_a_letter_wider_than_its_window() {
    let html = sheet().write().html;
    let full: Vec<_> = html
        .split("<table ")
        .skip(1)
        .filter_map(|table| table.split_once('>'))
        .filter(|(table, _)| table.contains("width=\"100%\""))
        .collect();
    assert_eq!(full.len(), 3);
    for (table, _) in &full {
        assert!(table.contains("table-layout:fixed;"), "{table}");
    }
    let (card, inside) = full[1];
    for style in [
        "word-wrap:break-word",
        "overflow-wrap:anywhere",
        "word-break:break-word",
    ] {
        assert!(card.contains(style), "{card}");
    }
    assert!(!inside.contains("word-break"), "{inside}");
    assert!(!html.contains("white-space"), "{html}");
}

#[test]
fn a_facts_value_stands_beside_its_name_or_has_the_whole_width_below_it() {
    let html = sheet().write().html;
    let name = "<div class=\"soft\" style=\"display:inline-block;width:150px;";
    let value = "<div style=\"display:inline-block;width:100%;max-width:340px;";
    assert_eq!(html.matches(name).count(), 1, "{html}");
    assert_eq!(html.matches(value).count(), 1, "{html}");
}

#[test]
fn a_letters_text_has_its_parts_in_order_and_no_fact_that_is_none() {
    assert_eq!(
        sheet().write().text,
        format!(
            "Heading {SIGNS}\n\nOne {SIGNS}\nTwo\n\n{{{{ heading }}}}\n\nName: Value {SIGNS}\n    Number: 7\n\n\
             Button:\nhttps://book.example/{SIGNS}\n\n-- \nLinde {SIGNS}\nHauptplatz 1\n"
        )
    );
}

#[test]
fn a_subject_is_one_line() {
    assert_eq!(sheet().write().subject, format!("Subject {SIGNS} Bcc: x"));
}

#[test]
fn the_button_has_the_restaurants_colours_and_a_rim_in_the_dark() {
    let html = sheet().write().html;
    assert!(
        html.contains("border:1px solid #2a6048;border-radius:8px;background-color:#2a6048"),
        "{html}"
    );
    let (_, dark) = html.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let (dark, _) = dark.split_once("</style>").unwrap();
    for rule in [
        ".band, .button, .button a { background-color: #2a6048 !important; color: #fff !important }",
        ".button, .outlined { border-color: #f4f2ee !important }",
    ] {
        assert!(dark.contains(rule), "{dark}");
    }
}

#[test]
fn the_first_fact_is_drawn_large_with_its_place_and_is_listed_in_plain_text() {
    let whole = Layout {
        more: Extras {
            place: Some("Linde, Hauptplatz 1".to_owned()),
            picture: Some("https://book.example/p.jpg?a&b".to_owned()),
            links: vec![("Way", "https://maps.example/?a&b".to_owned())],
            card: Some(CardFace {
                picture: None,
                worth: "€75".to_owned(),
                code: "7KQ2MD".to_owned(),
                until: "for ever".to_owned(),
            }),
            json_ld: Some("{\"a\":1}".to_owned()),
        },
        ..sheet()
    };
    let message = whole.write();
    let signs = "&#39;&#34;&#60;&#62;&#38;";
    for part in [
        format!(
            "<strong style=\"font-size:19px;line-height:1.35\">Value {signs}\nNumber: 7</strong><br>Linde, Hauptplatz 1</p>"
        ),
        "<img src=\"https://book.example/p.jpg?a&#38;b\"".to_owned(),
        "<td class=\"outlined\" style=\"border:1px solid #2b2724;border-radius:8px\">\
         <a href=\"https://maps.example/?a&#38;b\" style=\"display:inline-block;"
            .to_owned(),
        "text-decoration:none\">Way</a></td></tr></table>".to_owned(),
        "€75</strong>".to_owned(),
        "<script type=\"application/ld+json\">{\"a\":1}</script>".to_owned(),
    ] {
        assert!(message.html.contains(&part), "{part}: {}", message.html);
    }
    assert!(!message.html.contains("<div class=\"soft\""), "{}", message.html);
    assert!(message.text.contains("Name: Value"), "{}", message.text);
}

#[test]
fn a_telephone_number_can_be_called() {
    let texts = texts(&[Language::parse("en").unwrap()]);
    let whole = sheet();
    let message = Layout {
        facts: vec![(texts.fact_phone, "+436605512234".to_owned())],
        sender: Sender {
            call: Some(("+4310000000".to_owned(), "Telephone: +43 1 000 00 00".to_owned())),
            ..sheet().sender
        },
        ..whole
    }
    .write();
    for part in [
        "<a href=\"tel:+436605512234\" style=\"color:#2b2724\">+436605512234</a>",
        "<a href=\"tel:+4310000000\" style=\"color:#6b6560\">Telephone: +43 1 000 00 00</a></p>",
    ] {
        assert!(message.html.contains(part), "{part}: {}", message.html);
    }
    assert!(
        message
            .text
            .ends_with("Hauptplatz 1\nTelephone: +43 1 000 00 00\n"),
        "{}",
        message.text
    );
}
