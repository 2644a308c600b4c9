//! Answers to a venue's questions at a system that has no field for them: they are written into the reservation's notes,
//! a line for each, in the language of the venue's staff. Nothing of them is kept here.

use std::borrow::Cow;

use shared::choices::{Answer, AnswerValue, GivenAnswer};
use shared::id::ExperienceId;
use shared::offer::Question;
use shared::reservation::ReservationRequest;
use shared::validation::{FieldCode, FieldError, Notes};

use super::Reference;
use crate::provider::answers::checked;

/// The mark in front of each answer in notes. By it answers are told from the guest's own text, which can be changed later.
const MARK: &str = "• ";

/// The most characters that the answers of a booking take in its notes.
const MOST_CHARS: usize = 2_000;

/// The port to the questions of a venue whose bookings a remote system keeps.
pub trait AsksQuestions {
    /// The questions at an experience, in the order to ask.
    fn questions(&self, experience_id: &ExperienceId) -> Vec<Question>;

    /// An answer with its question in the language of the venue's staff, such as `Allergies: nuts`.
    fn line(&self, answer: &GivenAnswer) -> String;
}

/// The answers of a request with the words of their questions; none of them where they do not fit the questions, which may
/// have changed since it was carried out.
pub(super) fn given(asks: Option<&dyn AsksQuestions>, request: &ReservationRequest) -> Vec<GivenAnswer> {
    let questions = asks.map(|asks| asks.questions(&request.experience_id));
    let given = questions.map(|questions| checked(&questions, &request.answers));
    given.and_then(Result::ok).unwrap_or_default()
}

/// The notes once their guest has written others: the answers in those before stay.
pub(super) fn kept_beside(new: &Notes, before: Option<&Notes>) -> Option<Notes> {
    let own = Some(new.as_str()).filter(|own| !own.is_empty());
    let before = before.map_or("", Notes::as_str);
    let answers = before.lines().filter(|line| line.starts_with(MARK));
    let lines: Vec<&str> = own.into_iter().chain(answers).collect();
    Notes::try_from(lines.join("\n")).ok()
}

/// An answer as it stands in notes: on one line, however many its guest has typed, and without a text that could be taken
/// for a reference.
fn noted(asks: &dyn AsksQuestions, answer: &GivenAnswer) -> String {
    let line = Reference::without_any(&asks.line(answer));
    let parts = line.lines().map(str::trim).filter(|part| !part.is_empty());
    format!("{MARK}{}", parts.collect::<Vec<_>>().join(" / "))
}

/// The place of the longest text among answers.
fn longest(answers: &[Answer]) -> Option<usize> {
    let texts = answers
        .iter()
        .enumerate()
        .filter_map(|(place, answer)| match &answer.value {
            AnswerValue::Text(text) => Some((text.as_str().chars().count(), place)),
            AnswerValue::YesNo(_) | AnswerValue::Number(_) => None,
        });
    texts.max().map(|(_, place)| place)
}

/// The answers of a request, checked against the questions of its experience as they are now. All of them together have a
/// greatest length: none is cut, since the end of an allergy matters as much as its beginning.
pub(super) fn fitting(
    asks: Option<&dyn AsksQuestions>,
    request: &ReservationRequest,
) -> Result<Vec<GivenAnswer>, Vec<FieldError>> {
    let Some(asks) = asks else {
        if request.answers.is_empty() {
            return Ok(Vec::new());
        }
        return Err(vec![FieldError::new("/answers", FieldCode::NotOffered)]);
    };
    let given = checked(&asks.questions(&request.experience_id), &request.answers)?;
    let lines = given.iter().map(|answer| noted(asks, answer));
    let chars: usize = lines.map(|line| line.chars().count() + 1).sum();
    if chars <= MOST_CHARS {
        return Ok(given);
    }
    let pointer = longest(&request.answers).map_or_else(
        || "/answers".to_owned(),
        |place| format!("/answers/{place}/value"),
    );
    Err(vec![FieldError::new(pointer, FieldCode::TooLong)])
}

/// The request as it is sent: with the answers, which were checked before, behind the guest's own notes.
pub(super) fn with_notes<'r>(
    asks: Option<&dyn AsksQuestions>,
    request: &'r ReservationRequest,
) -> Cow<'r, ReservationRequest> {
    let given = given(asks, request);
    let Some(asks) = asks.filter(|_| !given.is_empty()) else {
        return Cow::Borrowed(request);
    };
    let own = request.notes.as_ref().map(|notes| notes.as_str().to_owned());
    let answers = given.iter().map(|answer| noted(asks, answer));
    let lines: Vec<String> = own.into_iter().chain(answers).collect();
    Cow::Owned(ReservationRequest {
        // With answers in them they may be longer than a guest's own.
        notes: Notes::try_from(lines.join("\n")).ok(),
        ..request.clone()
    })
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
