//! The words of ready-made questions in every language that there are texts in.

use config::offer::{OCCASIONS, ReadyQuestion};
use shared::locale::{Language, LocalizedText};

use super::{Texts, languages, texts};
use crate::provider::ready_question::ReadyWords;

/// The words of a ready-made question.
#[must_use]
pub fn words(ready: ReadyQuestion) -> ReadyWords {
    match ready {
        ReadyQuestion::Allergies => ReadyWords {
            label: in_all(|texts| texts.question_allergies),
            help: Some(in_all(|texts| texts.question_allergies_help)),
            choices: Vec::new(),
        },
        ReadyQuestion::Occasion => ReadyWords {
            label: in_all(|texts| texts.question_occasion),
            help: None,
            choices: OCCASIONS
                .into_iter()
                .map(|id| in_all(|texts| occasion(texts, id)))
                .collect(),
        },
        ReadyQuestion::HighChair => ReadyWords {
            label: in_all(|texts| texts.question_high_chair),
            help: None,
            choices: Vec::new(),
        },
        ReadyQuestion::Wheelchair => ReadyWords {
            label: in_all(|texts| texts.question_wheelchair),
            help: None,
            choices: Vec::new(),
        },
    }
}

fn occasion(texts: &Texts, id: &str) -> &'static str {
    match id {
        "birthday" => texts.occasion_birthday,
        "anniversary" => texts.occasion_anniversary,
        "business" => texts.occasion_business,
        _ => texts.occasion_something_else,
    }
}

fn in_all(text: impl Fn(&'static Texts) -> &'static str) -> LocalizedText {
    let of_language = |language: Language| {
        let written = text(texts([&language])).to_owned();
        (language, written)
    };
    languages().into_iter().map(of_language).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ready_made_question_has_words_in_every_language() {
        for ready in [
            ReadyQuestion::Allergies,
            ReadyQuestion::Occasion,
            ReadyQuestion::HighChair,
            ReadyQuestion::Wheelchair,
        ] {
            let words = words(ready);
            for language in languages() {
                assert!(words.label.has(&language), "{ready:?} {language:?}");
                assert!(
                    words.choices.iter().all(|choice| choice.has(&language)),
                    "{ready:?}"
                );
            }
        }
        assert_eq!(words(ReadyQuestion::Occasion).choices.len(), OCCASIONS.len());
    }
}
