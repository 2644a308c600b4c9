//! The choices of a party beside its table, in words: for letters, calendar files and staff.

use shared::choices::{AnswerValue, BookedAddOn, BookedPeople, GivenAnswer};
use shared::locale::{Language, LocalizedText};

use super::Texts;

/// The party by age category, such as `2 × Adults, 1 × Children`; none where it is only a number.
#[must_use]
pub fn people(texts: &Texts, language: &Language, people: &[BookedPeople]) -> Option<String> {
    let counts = people.iter().map(|one| (one.count, &one.name));
    listed(texts, language, counts)
}

/// The add-ons, such as `2 × Wine pairing`; none without any.
#[must_use]
pub fn add_ons(texts: &Texts, language: &Language, add_ons: &[BookedAddOn]) -> Option<String> {
    let counts = add_ons.iter().map(|one| (one.quantity, &one.name));
    listed(texts, language, counts)
}

/// An answer with its question, such as `Allergies: nuts`, or `How many high chairs? 2`.
#[must_use]
pub fn answer(texts: &Texts, language: &Language, answer: &GivenAnswer) -> String {
    let value = match (&answer.choice, &answer.value) {
        (Some(choice), _) => choice.get(language).to_owned(),
        (None, AnswerValue::YesNo(true)) => texts.answer_yes.to_owned(),
        (None, AnswerValue::YesNo(false)) => texts.answer_no.to_owned(),
        (None, AnswerValue::Number(number)) => number.to_string(),
        (None, AnswerValue::Text(text)) => text.as_str().to_owned(),
    };
    let label = answer.label.get(language);
    // A question has its own mark.
    if label.ends_with('?') {
        return [label, " ", &value].concat();
    }
    texts.named(label, &value)
}

fn listed<'a>(
    texts: &Texts,
    language: &Language,
    counts: impl Iterator<Item = (u8, &'a LocalizedText)>,
) -> Option<String> {
    let lines: Vec<String> = counts
        .map(|(count, name)| texts.ordered(name.get(language), &count.to_string()))
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::texts;
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn people_and_add_ons_are_counted_in_the_readers_language() {
        let german = language("de");
        let of = |count: u8, en: &str, de: &str| json!({ "category": en.to_lowercase(), "name": { "en": en, "de": de }, "count": count });
        let party = json!([of(2, "Adults", "Erwachsene"), of(1, "Children", "Kinder")]);
        let party: Vec<BookedPeople> = serde_json::from_value(party).unwrap();
        let written = people(texts([&german]), &german, &party);
        assert_eq!(written.as_deref(), Some("2 × Erwachsene, 1 × Kinder"));
        assert_eq!(people(texts([&german]), &german, &[]), None);
        let wine = json!([{
            "id": "wine", "name": { "en": "Wine" }, "quantity": 2, "total": { "amount": 1, "currency": "EUR" },
        }]);
        let wine: Vec<BookedAddOn> = serde_json::from_value(wine).unwrap();
        let written = add_ons(texts([&german]), &german, &wine);
        assert_eq!(written.as_deref(), Some("2 × Wine"));
    }

    #[test]
    fn an_answer_stands_behind_its_question() {
        let english = language("en");
        for (value, choice, written) in [
            (json!("Nuts"), json!(null), "Asked: Nuts"),
            (json!(2), json!(null), "Asked: 2"),
            (json!(true), json!(null), "Asked: yes"),
            (json!("birthday"), json!({ "en": "Birthday" }), "Asked: Birthday"),
        ] {
            let given =
                json!({ "question": "q1", "label": { "en": "Asked" }, "value": value, "choice": choice });
            let given: GivenAnswer = serde_json::from_value(given).unwrap();
            assert_eq!(answer(texts([&english]), &english, &given), written);
        }
    }

    #[test]
    fn a_question_mark_is_followed_by_no_colon() {
        let german = language("de");
        let given = json!({ "question": "q1", "label": { "de": "Wie viele Hochstühle?" }, "value": 1 });
        let given: GivenAnswer = serde_json::from_value(given).unwrap();
        assert_eq!(
            answer(texts([&german]), &german, &given),
            "Wie viele Hochstühle? 1"
        );
    }
}
