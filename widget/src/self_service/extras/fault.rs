//! Faults of extras, each at the field that it is about.

use shared::choices::{Answer, ChosenAddOn};
use shared::id::{AddOnId, QuestionId};
use shared::problem::Problem;
use shared::validation::FieldCode;

/// A field of the extras.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtrasField {
    /// The people by age category.
    People,
    /// The number of an add-on.
    AddOn(AddOnId),
    /// The answer to a question.
    Question(QuestionId),
}

/// A faulty field of the extras.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtrasFault {
    /// Which one.
    pub field: ExtrasField,
    /// The fault.
    pub code: FieldCode,
}

impl ExtrasFault {
    /// The fields that a problem of the API names. It names add-ons and answers by their places among those that were sent,
    /// and an answer that is missing by its question.
    #[must_use]
    pub fn of(problem: &Problem, add_ons: &[ChosenAddOn], answers: &[Answer]) -> Vec<Self> {
        let mut faults: Vec<Self> = Vec::new();
        for error in &problem.errors {
            if let Some(field) = field_at(&error.pointer, add_ons, answers)
                && !faults.iter().any(|fault| fault.field == field)
            {
                let code = error.code;
                faults.push(Self { field, code });
            }
        }
        faults
    }
}

fn field_at(pointer: &str, add_ons: &[ChosenAddOn], answers: &[Answer]) -> Option<ExtrasField> {
    let mut parts = pointer.split('/').skip(1);
    let (list, place) = (parts.next()?, parts.next().unwrap_or_default());
    let index = place.parse::<usize>().ok();
    match list {
        "people" => Some(ExtrasField::People),
        "addOns" => {
            let chosen = add_ons.get(index?)?;
            Some(ExtrasField::AddOn(chosen.id.clone()))
        }
        "answers" => {
            let given = index.and_then(|index| answers.get(index));
            let question = match given {
                Some(answer) => answer.question.clone(),
                None => QuestionId::parse(place).ok()?,
            };
            Some(ExtrasField::Question(question))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::validation::FieldError;

    use super::*;

    #[test]
    fn a_problem_names_what_was_sent_by_its_place_and_a_missing_answer_by_its_question() {
        let add_ons: Vec<ChosenAddOn> =
            serde_json::from_value(json!([{ "id": "wine", "quantity": 2 }, { "id": "cake", "quantity": 1 }]))
                .unwrap();
        let answers: Vec<Answer> =
            serde_json::from_value(json!([{ "question": "occasion", "value": "birthday" }])).unwrap();
        let errors = [
            ("/people/0/count", FieldCode::OutOfRange),
            ("/people", FieldCode::NeedsAdult),
            ("/addOns/1/quantity", FieldCode::SoldOut),
            ("/addOns/7/quantity", FieldCode::SoldOut),
            ("/answers/0/value", FieldCode::Unknown),
            ("/answers/allergies", FieldCode::Required),
            ("/guest/email", FieldCode::InvalidEmail),
        ];
        let errors = errors.map(|(pointer, code)| FieldError::new(pointer, code));
        let faults = ExtrasFault::of(&Problem::fields(errors.into()), &add_ons, &answers);
        let question = |id: &str| ExtrasField::Question(QuestionId::parse(id).unwrap());
        assert_eq!(
            faults
                .into_iter()
                .map(|fault| (fault.field, fault.code))
                .collect::<Vec<_>>(),
            [
                (ExtrasField::People, FieldCode::OutOfRange),
                (
                    ExtrasField::AddOn(AddOnId::parse("cake").unwrap()),
                    FieldCode::SoldOut
                ),
                (question("occasion"), FieldCode::Unknown),
                (question("allergies"), FieldCode::Required),
            ]
        );
    }
}
