//! A guest's answers, checked against the questions of the experience. Pure.

use shared::choices::{Answer, AnswerValue, GivenAnswer};
use shared::locale::LocalizedText;
use shared::offer::{Question, QuestionKind};
use shared::validation::{FieldCode, FieldError};

/// The answers with the words of their questions, in the order of the questions. Every fault is named by its place; that of
/// an answer which is missing, by its question's id: `/answers/allergies`.
pub fn checked(questions: &[Question], given: &[Answer]) -> Result<Vec<GivenAnswer>, Vec<FieldError>> {
    let mut faults = Vec::new();
    for (place, answer) in given.iter().enumerate() {
        let is_repeated = given
            .iter()
            .take(place)
            .any(|before| before.question == answer.question);
        let fault = match questions.iter().find(|question| question.id == answer.question) {
            None => Some(("question", FieldCode::Unknown)),
            Some(_) if is_repeated => Some(("question", FieldCode::Invalid)),
            Some(question) => read(&question.kind, &answer.value)
                .err()
                .map(|code| ("value", code)),
        };
        faults.extend(fault.map(|(field, code)| FieldError::new(format!("/answers/{place}/{field}"), code)));
    }
    let answer_to = |question: &Question| given.iter().find(|answer| answer.question == question.id);
    let missing = questions
        .iter()
        .filter(|question| question.is_required && answer_to(question).is_none());
    faults.extend(
        missing.map(|question| FieldError::new(format!("/answers/{}", question.id), FieldCode::Required)),
    );
    if !faults.is_empty() {
        return Err(faults);
    }
    let answers = questions.iter().filter_map(|question| {
        let value = &answer_to(question)?.value;
        Some(GivenAnswer {
            question: question.id.clone(),
            label: question.label.clone(),
            value: value.clone(),
            choice: read(&question.kind, value).ok()?.cloned(),
        })
    });
    Ok(answers.collect())
}

/// The name of the choice that an answer is, if its question has choices.
fn read<'a>(kind: &'a QuestionKind, value: &AnswerValue) -> Result<Option<&'a LocalizedText>, FieldCode> {
    match (kind, value) {
        (QuestionKind::Text, AnswerValue::Text(_)) | (QuestionKind::YesNo, AnswerValue::YesNo(_)) => Ok(None),
        (QuestionKind::Number { min, max }, AnswerValue::Number(number)) => {
            if (min..=max).contains(&number) {
                Ok(None)
            } else {
                Err(FieldCode::OutOfRange)
            }
        }
        (QuestionKind::Choice { choices }, AnswerValue::Text(text)) => {
            let choice = choices.iter().find(|choice| choice.id.as_str() == text.as_str());
            choice.map(|choice| Some(&choice.label)).ok_or(FieldCode::Unknown)
        }
        _ => Err(FieldCode::WrongType),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn questions() -> Vec<Question> {
        let question = |id: &str, kind: Value, is_required: bool| json!({ "id": id, "kind": kind, "label": { "en": id }, "isRequired": is_required });
        let choices = json!([{ "id": "birthday", "label": { "en": "Birthday" } }]);
        serde_json::from_value(json!([
            question("allergies", json!({ "type": "text" }), true),
            question("occasion", json!({ "type": "choice", "choices": choices }), false),
            question("chairs", json!({ "type": "number", "min": 0, "max": 2 }), false),
            question("wheelchair", json!({ "type": "yes_no" }), false),
        ]))
        .unwrap()
    }

    fn answers(of: &[(&str, Value)]) -> Vec<Answer> {
        let one = |(question, value): &(&str, Value)| json!({ "question": question, "value": value });
        serde_json::from_value(of.iter().map(one).collect()).unwrap()
    }

    #[test]
    fn answers_are_kept_with_their_questions_words_in_their_order() {
        let given = answers(&[
            ("wheelchair", json!(false)),
            ("occasion", json!("birthday")),
            ("allergies", json!("Nuts")),
            ("chairs", json!(2)),
        ]);
        let kept = checked(&questions(), &given).unwrap();
        let ids: Vec<_> = kept.iter().map(|answer| answer.question.as_str()).collect();
        assert_eq!(ids, ["allergies", "occasion", "chairs", "wheelchair"]);
        let english = shared::locale::Language::parse("en").unwrap();
        assert_eq!(kept[0].label.get(&english), "allergies");
        let choice = kept[1].choice.as_ref().unwrap();
        assert_eq!(choice.get(&english), "Birthday");
    }

    #[test]
    fn each_faulty_answer_is_named_by_its_place_and_a_missing_one_by_its_question() {
        let given = answers(&[
            ("song", json!("Any")),
            ("occasion", json!("funeral")),
            ("chairs", json!(3)),
            ("wheelchair", json!("yes")),
            ("chairs", json!(1)),
        ]);
        let faults = checked(&questions(), &given).unwrap_err();
        let faults: Vec<_> = faults
            .iter()
            .map(|fault| (fault.pointer.as_str(), fault.code))
            .collect();
        assert_eq!(
            faults,
            [
                ("/answers/0/question", FieldCode::Unknown),
                ("/answers/1/value", FieldCode::Unknown),
                ("/answers/2/value", FieldCode::OutOfRange),
                ("/answers/3/value", FieldCode::WrongType),
                ("/answers/4/question", FieldCode::Invalid),
                ("/answers/allergies", FieldCode::Required),
            ]
        );
    }
}
