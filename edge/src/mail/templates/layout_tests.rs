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
        foot: vec![format!("Linde {SIGNS}"), "Hauptplatz 1".to_owned()],
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
        format!("Value {signs}<br>Number: 7</td>"),
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
    assert_eq!(full.len(), 2);
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
    // Names of facts are short words of our own: the values break, and not the names.
    let names = html.matches("<td class=\"soft\"").count();
    assert!(names > 0);
    assert_eq!(html.matches("white-space:nowrap\">").count(), names, "{html}");
    assert_eq!(html.matches("white-space").count(), names, "{html}");
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
