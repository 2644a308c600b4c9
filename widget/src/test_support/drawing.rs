//! Views as HTML, and assertions about it.

use std::sync::Arc;

use leptos::prelude::Owner;
use shared::locale::Language;

use crate::flow::IdempotencyKey;
use crate::i18n::{Tables, self_service_texts};
use crate::ui::{Context, Node, ViewContext};

/// The drawing context of a booking in a language, on a restaurant's own page.
pub(crate) fn context(language: &str) -> Context {
    let language = Language::parse(language).unwrap();
    let (texts, _) = self_service_texts(std::slice::from_ref(&language));
    Context {
        texts,
        formats: Arc::new(Tables::new(language.as_str())),
        language,
        send: Arc::new(|_| {}),
        fresh_key: || IdempotencyKey::from_random(1),
        hosted: Some("https://book.example.com/book/demo".to_owned()),
        key: None,
    }
}

/// The drawing context of a self-service view.
pub(crate) fn view_context<E>(language: &str) -> ViewContext<E> {
    let context = context(language);
    let (_, words) = self_service_texts(std::slice::from_ref(&context.language));
    ViewContext {
        context,
        words,
        send: Arc::new(|_| {}),
    }
}

/// A node as HTML. Comments are left out: they stand for what is not there and keep neighbouring texts apart. So are the
/// joiners within words that no line ends in.
pub(crate) fn html(draw: impl FnOnce() -> Node) -> String {
    let html = Owner::new().with(|| draw().html());
    html.replace("<!---->", "").replace('\u{2060}', "")
}

#[track_caller]
pub(crate) fn assert_has(html: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(html.contains(text), "{text:?} is missing in\n{html}");
    }
}

#[track_caller]
pub(crate) fn assert_lacks(html: &str, unwanted: &[&str]) {
    for text in unwanted {
        assert!(!html.contains(text), "{text:?} should not be in\n{html}");
    }
}

/// The tag that has `inside` in it, from bracket to bracket.
#[track_caller]
pub(crate) fn tag<'a>(html: &'a str, inside: &str) -> &'a str {
    let at = html
        .find(inside)
        .unwrap_or_else(|| panic!("{inside:?} is missing in\n{html}"));
    let start = html[..at].rfind('<').unwrap();
    let end = at + html[at..].find('>').unwrap();
    &html[start..=end]
}

/// Every id that a label or an ARIA attribute names stands once in the HTML.
#[track_caller]
pub(crate) fn assert_references_resolve(html: &str) {
    for attribute in ["aria-labelledby=\"", "aria-describedby=\"", " for=\""] {
        for rest in html.split(attribute).skip(1) {
            for id in rest.split('"').next().unwrap_or_default().split(' ') {
                let count = html.matches(&format!(" id=\"{id}\"")).count();
                assert_eq!(count, 1, "{attribute}{id}");
            }
        }
    }
}
