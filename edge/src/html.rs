//! Sanitises HTML of another system, or of a restaurant, for a restaurant's page: parses it as browsers do and writes it
//! anew out of a few elements, each one closed.
//!
//! The output holds nothing but escaped text, tags from a list and parsed addresses, so that no mistake in parsing could
//! let a script pass.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use url::Url;

/// The elements that make text stand out; they may hold each other.
const WITHIN_TEXT: [&str; 8] = ["a", "b", "em", "i", "strong", "sub", "sup", "u"];
/// The elements that stand by themselves, and end the paragraph before them.
const BLOCKS: [&str; 11] = [
    "blockquote",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "ul",
];
/// The elements that hold nothing.
const EMPTY: [&str; 2] = ["br", "hr"];
/// Elements whose content is no text.
const WITHOUT_TEXT: [&str; 2] = ["script", "style"];
/// The schemes of links in texts of another system, some of which are older than HTTPS. A relative link has no base
/// here, so it is dropped.
pub const WEB_LINKS: &[&str] = &["http", "https", "mailto", "tel"];
/// The schemes of links in texts of a venue's settings.
pub const SECURE_LINKS: &[&str] = &["https", "mailto", "tel"];
/// No text needs more; browsers give up at 512.
const DEEPEST: usize = 32;

/// The same text with nothing in it but structure and links of these schemes.
#[must_use]
pub fn clean(html: &str, schemes: &'static [&'static str]) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut text = Text {
        schemes,
        html: String::new(),
        open: Vec::new(),
        passed_over: None,
    };
    // A reader of what is in memory already has no errors.
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        text.take(&token);
    }
    text.finish()
}

/// The output so far.
struct Text {
    /// The schemes of the links that stay.
    schemes: &'static [&'static str],
    html: String,
    /// The elements that are not closed yet, the outermost first.
    open: Vec<&'static str>,
    /// The element whose content is being passed over.
    passed_over: Option<&'static str>,
}

impl Text {
    fn take(&mut self, token: &Token) {
        match token {
            Token::StartTag(tag) if self.passed_over.is_none() => self.start(tag),
            Token::EndTag(tag) => match self.passed_over {
                Some(name) if is(&tag.name, name) => self.passed_over = None,
                Some(_) => {}
                None => self.end(&tag.name),
            },
            Token::String(text) if self.passed_over.is_none() => {
                self.escape(&String::from_utf8_lossy(text), false);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        self.passed_over = WITHOUT_TEXT.into_iter().find(|name| is(&tag.name, name));
        let mut names = WITHIN_TEXT.into_iter().chain(BLOCKS).chain(EMPTY);
        let Some(name) = names.find(|name| is(&tag.name, name)) else {
            return;
        };
        self.make_room(name);
        if self.open.len() >= DEEPEST {
            return;
        }
        self.html.extend(["<", name]);
        if name == "a" {
            if let Some(address) = tag
                .attributes
                .get(b"href".as_slice())
                .and_then(|href| address(href, self.schemes))
            {
                self.html.push_str(" href=\"");
                self.escape(&address, true);
                self.html.push('"');
            }
            self.html.push_str(" rel=\"noopener\"");
        }
        self.html.push('>');
        if !EMPTY.contains(&name) {
            self.open.push(name);
        }
    }

    /// Closes what cannot hold the element, as browsers would.
    fn make_room(&mut self, name: &str) {
        if name == "a" {
            self.close_last(|open| open == "a", |_| false);
        }
        if name == "li" {
            self.close_last(|open| open == "li", |open| open != "p" && BLOCKS.contains(&open));
        }
        if BLOCKS.contains(&name) {
            self.close_last(|open| open == "p", |_| false);
        }
        if is_heading(name) && self.open.last().is_some_and(|open| is_heading(open)) {
            self.close(self.open.len() - 1);
        }
    }

    fn end(&mut self, name: &HtmlString) {
        if is(name, "li") {
            self.close_last(|open| open == "li", |open| open == "ol" || open == "ul");
        } else {
            self.close_last(|open| is(name, open), |_| false);
        }
    }

    /// Closes the last open element that is wanted, with all that it holds, unless there is a wall before it.
    fn close_last(&mut self, is_wanted: impl Fn(&str) -> bool, is_wall: impl Fn(&str) -> bool) {
        let wanted = self.open.iter().rposition(|open| is_wanted(open));
        let wall = self
            .open
            .iter()
            .rposition(|open| !is_wanted(open) && is_wall(open));
        if let Some(place) = wanted.filter(|place| wall.is_none_or(|wall| wall < *place)) {
            self.close(place);
        }
    }

    /// Closes the open elements from this place on.
    fn close(&mut self, place: usize) {
        for name in self.open.drain(place..).rev() {
            self.html.extend(["</", name, ">"]);
        }
    }

    fn escape(&mut self, text: &str, is_quoted: bool) {
        for character in text.chars() {
            match character {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '\u{a0}' => self.html.push_str("&nbsp;"),
                '"' if is_quoted => self.html.push_str("&quot;"),
                // Browsers would read them as something else.
                '\0' => {}
                '\r' => self.html.push('\n'),
                other => self.html.push(other),
            }
        }
    }

    fn finish(mut self) -> String {
        self.close(0);
        self.html.trim().to_owned()
    }
}

fn is(name: &HtmlString, known: &str) -> bool {
    name.as_slice() == known.as_bytes()
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h2" | "h3" | "h4" | "h5" | "h6")
}

/// An address of one of these schemes, in its normal form.
fn address(href: &[u8], schemes: &[&str]) -> Option<String> {
    let address = Url::parse(str::from_utf8(href).ok()?).ok()?;
    schemes.contains(&address.scheme()).then(|| address.into())
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
