//! The words of ready-made questions, which the texts of this deployment have in every language.

use config::offer::ReadyQuestion;
use shared::locale::LocalizedText;

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
