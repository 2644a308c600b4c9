//! How a letter looks, in plain text and in HTML. Everything that is put into one is escaped here, and
//! here alone. It must not know what it is about.
//!
//! Mail clients know tables and styles on elements; of style sheets many drop all but queries for the
//! dark, so nothing depends on those. Nothing is loaded from anywhere.

use crate::booking::tongue::Tongue;

use super::Message;
use crate::mail::one_line;

/// The longest subject, in characters. More would not be shown, and a name may be long.
const MAX_SUBJECT: usize = 200;

/// A letter before it is written.
pub(super) struct Sheet {
    pub(super) tongue: Tongue,
    pub(super) subject: String,
    pub(super) heading: String,
    pub(super) paragraphs: Vec<String>,
    /// Each with its name.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What it says, and where it leads.
    pub(super) button: Option<(&'static str, String)>,
    /// Who has written.
    pub(super) foot: Vec<String>,
}

impl Sheet {
    pub(super) fn write(self) -> Message {
        Message {
            text: self.text(),
            html: self.html(),
            subject: one_line(&self.subject).chars().take(MAX_SUBJECT).collect(),
        }
    }

    fn text(&self) -> String {
        let mut blocks = vec![self.heading.clone()];
        blocks.extend(self.paragraphs.iter().cloned());
        let facts = self.facts.iter().map(|(name, text)| {
            // Lines that follow are set in, so that none looks like a fact of its own.
            format!("{name}: {}", printable(text).replace('\n', "\n    "))
        });
        blocks.push(facts.collect::<Vec<_>>().join("\n"));
        blocks.extend(self.button.iter().map(|(name, link)| format!("{name}:\n{link}")));
        blocks.push(format!("-- \n{}", self.foot.join("\n")));
        let blocks: Vec<_> = blocks.iter().map(|block| printable(block)).collect();
        blocks.join("\n\n") + "\n"
    }

    fn html(&self) -> String {
        let facts: Vec<String> = self
            .facts
            .iter()
            .map(|(name, text)| {
                format!(
                    "<tr><td class=\"soft\" style=\"padding:4px 16px 4px 0;color:#6b6560;vertical-align:top\">{}</td>\
                     <td style=\"padding:4px 0;vertical-align:top\">{}</td></tr>",
                    escaped(name),
                    lines(text)
                )
            })
            .collect();
        let paragraphs: Vec<String> = self
            .paragraphs
            .iter()
            .map(|text| format!("<p style=\"margin:0 0 16px\">{}</p>", lines(text)))
            .collect();
        let button = self.button.as_ref().map_or_else(String::new, |(name, link)| {
            format!(
                "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:24px 0 0\"><tr>\
                 <td style=\"border-radius:6px;background-color:#2b2724\"><a href=\"{}\" style=\"display:inline-block;\
                 padding:12px 20px;color:#ffffff;text-decoration:none;font-weight:bold\">{}</a></td></tr></table>",
                escaped(link),
                escaped(name)
            )
        });
        let foot: Vec<_> = self.foot.iter().map(|line| lines(line)).collect();
        // What guests have typed comes last, so that no mark in it is filled in again.
        FRAME
            .replace("{{language}}", self.tongue.tag())
            .split("{{")
            .map(|part| match part.split_once("}}") {
                Some(("heading", rest)) => escaped(&self.heading) + rest,
                Some(("paragraphs", rest)) => paragraphs.concat() + rest,
                Some(("facts", rest)) => facts.concat() + rest,
                Some(("button", rest)) => button.clone() + rest,
                Some(("foot", rest)) => foot.join("<br>") + rest,
                _ => part.to_owned(),
            })
            .collect()
    }
}

const FRAME: &str = "<!doctype html>\n<html lang=\"{{language}}\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
    <meta name=\"supported-color-schemes\" content=\"light dark\"><title>{{heading}}</title>\
    <style>@media (prefers-color-scheme: dark) { .ground { background-color: #1c1a18 !important }\
    .card { background-color: #2b2724 !important; color: #f4f2ee !important } .soft { color: #b8b0a8 !important } }\
    </style></head>\n<body class=\"ground\" style=\"margin:0;padding:0;background-color:#f4f2ee\">\
    <table role=\"presentation\" class=\"ground\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
    style=\"background-color:#f4f2ee\"><tr><td align=\"center\" style=\"padding:24px 12px\">\
    <table role=\"presentation\" class=\"card\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
    style=\"max-width:560px;background-color:#ffffff;color:#2b2724;border-radius:10px;\
    font-family:Georgia,serif;font-size:16px;line-height:1.5\"><tr><td style=\"padding:28px\">\
    <h1 style=\"margin:0 0 16px;font-size:24px;line-height:1.25;font-weight:normal\">{{heading}}</h1>\n\
    {{paragraphs}}\n<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"font-size:16px\">\
    {{facts}}</table>\n{{button}}\n\
    <p class=\"soft\" style=\"margin:28px 0 0;color:#6b6560;font-size:14px\">{{foot}}</p>\
    </td></tr></table></td></tr></table></body></html>\n";

/// Without control characters, but for the ends of lines.
fn printable(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|character| *character == '\n' || !character.is_control())
        .collect()
}

/// Safe as an HTML text or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in printable(text).chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(character),
        }
    }
    html
}

fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}
