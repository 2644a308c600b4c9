//! The words of ready-made questions, which the texts of this deployment have in every language.

use config::offer::ReadyQuestion;
use config::plan::AskedQuestion;
use shared::locale::LocalizedText;
use shared::offer::{Question, QuestionKind};

/// The words of a ready-made question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyWords {
    /// The question.
    pub label: LocalizedText,
    /// A line that helps to answer it.
    pub help: Option<LocalizedText>,
    /// The names of its choices, in the order of [`config::offer::OCCASIONS`].
    pub choices: Vec<LocalizedText>,
}

/// Answers with the words of a ready-made question.
pub type FindWords = fn(ReadyQuestion) -> ReadyWords;

/// A question of the settings, in words.
#[must_use]
pub fn in_words(asked: &AskedQuestion, words: FindWords) -> Question {
    let question = asked.question.clone();
    let Some(ready) = asked.ready else {
        return question;
    };
    let ReadyWords { label, help, choices } = words(ready);
    let mut kind = question.kind;
    if let QuestionKind::Choice { choices: named } = &mut kind {
        for (choice, label) in named.iter_mut().zip(choices) {
            choice.label = label;
        }
    }
    Question {
        kind,
        label,
        help,
        ..question
    }
}
