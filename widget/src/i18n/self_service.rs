//! Texts of the self-service module, in files of their own so that a first booking does not load them. They are
//! delivered after the lines of [`Texts`].

use std::sync::OnceLock;

#[cfg(any(feature = "ssr", test))]
use shared::locale::Language;

use super::{Phrase, Plural, Rules, Texts};

include!(concat!(env!("OUT_DIR"), "/self-service-texts.rs"));
#[cfg(any(feature = "ssr", test))]
include!(concat!(env!("OUT_DIR"), "/self-service-delivered.rs"));

/// Texts are kept once they were needed.
static CACHE: [OnceLock<SelfServiceTexts>; SELF_SERVICE_SPOKEN.len()] =
    [const { OnceLock::new() }; SELF_SERVICE_SPOKEN.len()];

/// Both texts for the best language for a reader who wants `wanted`: one language, or else the first.
#[cfg(any(feature = "ssr", test))]
#[must_use]
pub fn self_service_texts(wanted: &[Language]) -> (&'static Texts, &'static SelfServiceTexts) {
    let best = wanted
        .iter()
        .find_map(|want| SELF_SERVICE_SPOKEN.iter().position(|tag| *tag == want.primary()))
        .unwrap_or_default();
    let (tag, lines) = SELF_SERVICE_DELIVERED[best];
    let language: Vec<_> = Language::parse(tag).into_iter().collect();
    (super::texts(&language), CACHE[best].get_or_init(|| filled(lines)))
}

/// The texts of one language as they are delivered: those of every module, then these. None where that is no
/// language of this build.
#[cfg(any(feature = "self-service", test))]
#[must_use]
pub fn take_self_service(delivered: &str) -> Option<(&'static Texts, &'static SelfServiceTexts)> {
    let end: usize = delivered
        .split_inclusive('\n')
        .take(Texts::LINES)
        .map(str::len)
        .sum();
    let (texts, own) = delivered.split_at_checked(end)?;
    let texts = super::take(texts)?;
    let cached = &CACHE[SELF_SERVICE_SPOKEN
        .iter()
        .position(|tag| *tag == texts.language)?];
    if own.lines().next() != Some(texts.language) || own.lines().count() != SelfServiceTexts::LINES {
        return None;
    }
    Some((texts, cached.get_or_init(|| filled(own.to_owned().leak()))))
}

fn filled(delivered: &'static str) -> SelfServiceTexts {
    let mut lines = delivered.lines();
    let mut next = || lines.next().unwrap_or_default();
    let language = next();
    SelfServiceTexts::fill(language, Box::leak(Box::new(Rules::new(language))), next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{DELIVERED, SPOKEN};

    #[test]
    fn every_language_is_taken_as_it_is_delivered_and_no_other() {
        for (tag, own) in SELF_SERVICE_DELIVERED {
            let shared = DELIVERED.iter().find(|(other, _)| *other == tag).unwrap().1;
            let (texts, words) = take_self_service(&[shared, own].concat()).unwrap();
            assert_eq!((texts.language, words.language), (tag, tag));
            assert!(take_self_service(shared).is_none());
            assert!(take_self_service(own).is_none());
            assert!(take_self_service(&[shared, own, "more\n"].concat()).is_none());
        }
    }

    #[test]
    fn readers_read_one_language_and_not_two() {
        for (wanted, read) in [("fr-CA", "fr"), ("nl", "nl"), ("pt", "en")] {
            let (texts, words) = self_service_texts(&[Language::parse(wanted).unwrap()]);
            assert_eq!((texts.language, words.language), (read, read));
        }
        assert_eq!(SELF_SERVICE_SPOKEN, SPOKEN);
    }
}
