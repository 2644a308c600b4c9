//! Texts and formats of the widget. The texts are in `words/`, one file per language; the build script checks them
//! against each other and makes the fields of [`Texts`] of the English keys. A browser is given one language's file,
//! the edge has all.

mod format;
mod format_cache;
#[cfg(feature = "intl")]
mod intl;
#[cfg(all(feature = "intl", target_arch = "wasm32"))]
mod rules;
#[cfg_attr(
    not(any(feature = "self-service", feature = "ssr", test)),
    expect(dead_code, unused_imports, reason = "a first booking says none of it")
)]
mod self_service;
mod sentences;
#[cfg(any(feature = "ssr", test))]
mod tables;

use std::sync::OnceLock;

pub use message_catalog::Phrase;
use shared::locale::Language;

pub use format::Formats;
pub use format_cache::{CachedFormats, FormatCache};
#[cfg(feature = "intl")]
pub use intl::Intl;
pub use self_service::SelfServiceTexts;
#[cfg(any(feature = "ssr", test))]
pub use self_service::self_service_texts;
#[cfg(feature = "self-service")]
pub use self_service::take_self_service;
#[cfg(any(feature = "ssr", test))]
pub use tables::Tables;

#[cfg(not(all(feature = "intl", target_arch = "wasm32")))]
use message_catalog::TableRules as Rules;
#[cfg(all(feature = "intl", target_arch = "wasm32"))]
use rules::Rules;

/// A text about a number, in the forms that its language has for it.
pub type Plural = message_catalog::Plural<Rules>;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
#[cfg(any(feature = "ssr", test))]
include!(concat!(env!("OUT_DIR"), "/delivered.rs"));

/// Texts are kept once they were needed: widgets come and go, their languages stay few.
static CACHE: [OnceLock<Texts>; SPOKEN.len()] = [const { OnceLock::new() }; SPOKEN.len()];

/// The languages the widget speaks; the first is for readers of none of them.
#[must_use]
pub fn spoken() -> Vec<Language> {
    SPOKEN
        .into_iter()
        .filter_map(|tag| Language::parse(tag).ok())
        .collect()
}

/// The language tag that days, times and prices are formatted by: the first of `wanted` that names a region of
/// `language`, since `en-GB` writes other times than `en-US`, else `language` itself. None where that is no tag.
#[must_use]
pub fn formatting_language<'a>(
    language: &str,
    wanted: impl IntoIterator<Item = &'a Language>,
) -> Option<Language> {
    let is_meant = |tag: &&Language| tag.primary() == language && tag.as_str() != language;
    let named = wanted.into_iter().find(is_meant).cloned();
    named.or_else(|| Language::parse(language).ok())
}

/// The texts for the best language for a reader who wants `wanted`, in their order.
#[cfg(any(feature = "ssr", test))]
#[must_use]
pub fn texts(wanted: &[Language]) -> &'static Texts {
    let best = wanted
        .iter()
        .find_map(|want| SPOKEN.iter().position(|tag| *tag == want.primary()))
        .unwrap_or_default();
    let lines = DELIVERED[best].1;
    CACHE[best].get_or_init(|| filled(lines))
}

/// Parses the delivered texts of one language: its tag, then one text per line. None where that is no
/// language of this build.
#[cfg(any(feature = "browser", test))]
#[must_use]
pub fn take(delivered: &str) -> Option<&'static Texts> {
    let language = delivered.lines().next()?;
    let cached = &CACHE[SPOKEN.iter().position(|tag| *tag == language)?];
    if cached.get().is_none() && delivered.lines().count() != Texts::LINES {
        return None;
    }
    Some(cached.get_or_init(|| filled(delivered.to_owned().leak())))
}

fn filled(delivered: &'static str) -> Texts {
    let mut lines = delivered.lines();
    let mut next = || lines.next().unwrap_or_default();
    let language = next();
    Texts::fill(language, Box::leak(Box::new(Rules::new(language))), next)
}

#[cfg(test)]
#[path = "mod_tests.rs"]
mod tests;
