//! Questions to guests at experiences of a system that is reached over the network, and their faults. Answers are written
//! into a reservation's notes there.

use shared::id::ExperienceId;
use shared::locale::LocalizedText;

use crate::offer::{ExperienceQuestions, QuestionSettings};
use crate::plan;
use crate::venue::{System, VenueSettings};

/// The setting.
const PLACE: &str = "experienceQuestions";

/// The most characters that the questions of an experience take in notes, with the longest of their choices: as many at
/// least are left to guests.
const MOST_CHARS: usize = 1_000;

/// The characters of a ready-made question, in the language in which it is longest.
const READY_CHARS: usize = 100;

/// The characters around a question, and of an answer that is a number, or yes or no.
const CHARS_BESIDE: usize = 12;

impl VenueSettings {
    /// The questions at an experience of the system that is reached over the network, in the order to ask.
    #[must_use]
    pub fn questions_at(&self, id: &ExperienceId) -> &[QuestionSettings] {
        let mut asked = self.experience_questions.iter();
        let found = asked.find(|one| one.experience_id == *id);
        found.map(|one| &one.questions[..]).unwrap_or_default()
    }

    /// The faults of the questions at experiences of the system that is reached over the network.
    pub(crate) fn misasked(&self) -> Vec<String> {
        let asked = &self.experience_questions;
        if asked.is_empty() {
            return Vec::new();
        }
        let remote = match self.system() {
            Some(System::Engine(_)) => {
                return vec![format!(
                    "{PLACE}: experiences of [engine] have questions of their own, write them there"
                )];
            }
            Some(System::Remote(remote)) => Some(remote),
            None => None,
        };
        let named = plan::question_faults(PLACE, asked);
        let mut faults: Vec<String> = named.iter().map(ToString::to_string).collect();
        if let Some(remote) = remote.filter(|remote| !remote.takes_notes()) {
            let section = remote.name();
            faults.push(format!(
                "{PLACE}: answers go where notes go, and {section}.notes is none"
            ));
        }
        for (place, one) in asked.iter().enumerate() {
            let path = format!("{PLACE}[{place}]");
            let mut before = asked.iter().take(place);
            if before.any(|before| before.experience_id == one.experience_id) {
                faults.push(format!("{path}.experienceId: its questions are there already"));
            }
            if remote.and_then(|remote| remote.has_experience(&one.experience_id)) == Some(false) {
                faults.push(format!("{path}.experienceId: there is no such experience"));
            }
            if noted_chars(one) > MOST_CHARS {
                faults.push(format!(
                    "{path}.questions: ask fewer, or shorter ones; together they fill a reservation's notes"
                ));
            }
        }
        faults
    }
}

/// The characters of all questions of an experience in notes, each with the longest of its choices.
fn noted_chars(asked: &ExperienceQuestions) -> usize {
    let longest = |text: &LocalizedText| {
        let texts = text.iter().map(|(_, text)| text.chars().count());
        texts.max().unwrap_or_default()
    };
    let of_question = |one: &QuestionSettings| {
        let label = one.label.as_ref().map_or(0, longest);
        let choices = one.choices.iter().map(|choice| longest(&choice.label));
        let ready = one.ready.map_or(0, |_| READY_CHARS);
        CHARS_BESIDE + ready + label + choices.max().unwrap_or_default()
    };
    asked.questions.iter().map(of_question).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::test_support::venue_settings;

    /// The settings of a venue at Molzait that asks these questions.
    fn at_molzait(asked: &Value) -> VenueSettings {
        let settings = json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "molzait": { "key": "LINDE_KEY", "horizonDays": 30 },
            "experienceQuestions": asked,
        });
        serde_json::from_value(settings).unwrap()
    }

    /// The settings of a venue at Mews with these notes, which asks these questions.
    fn at_mews(notes: &str, asked: &Value) -> VenueSettings {
        let experience =
            json!({ "id": "dinner", "serviceId": "s1", "rateId": "r1", "categoryId": "c1", "units": 2 });
        let settings = json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "mews": {
                "clientToken": "A", "accessToken": "B", "horizonDays": 30, "notes": notes, "experiences": [experience],
            },
            "experienceQuestions": asked,
        });
        serde_json::from_value(settings).unwrap()
    }

    fn asking(id: &str, questions: &Value) -> Value {
        json!({ "experienceId": id, "questions": questions })
    }

    fn song(label: &Value) -> Value {
        json!({ "id": "song", "type": "text", "label": label })
    }

    #[test]
    fn an_experience_elsewhere_has_ready_made_questions_and_own_ones() {
        let questions = json!([
            { "ready": "allergies", "isRequired": true }, { "ready": "high_chair", "max": 2 },
            song(&json!({ "en": "Which song?", "de": "Welches Lied?" })),
        ]);
        let settings = at_molzait(&json!([asking("e1", &questions)]));
        assert_eq!(settings.faults(), Vec::<String>::new());
        let id = |text: &str| ExperienceId::parse(text).unwrap();
        let asked = plan::questions_of(settings.questions_at(&id("e1")));
        let ids: Vec<_> = asked.iter().map(|one| one.question.id.as_str()).collect();
        assert_eq!(ids, ["allergies", "high_chair", "song"]);
        assert!(asked[0].question.is_required && !asked[2].question.is_required);
        assert!(settings.questions_at(&id("e2")).is_empty());
    }

    #[test]
    fn faults_of_questions_are_named_by_their_place() {
        let both = song(&json!({ "en": "Which song?", "de": "Welches Lied?" }));
        let settings = at_molzait(&json!([
            asking(
                "e1",
                &json!([song(&json!({ "en": "Which song?" })), { "ready": "allergies", "max": 2 }])
            ),
            asking("e1", &json!([both])),
        ]));
        assert_eq!(
            settings.faults(),
            [
                "experienceQuestions[0].questions[1].max: is not written for a question of this kind",
                "experienceQuestions[0].questions[0].label: has no text in `de`, as others have",
                "experienceQuestions[1].experienceId: its questions are there already",
            ]
        );
    }

    #[test]
    fn questions_leave_room_for_answers_in_the_notes() {
        let long = |place: usize| json!({ "id": format!("q{place}"), "type": "yes_no", "label": { "en": "x".repeat(300) } });
        let of = |count: usize| {
            let questions: Vec<Value> = (0..count).map(long).collect();
            at_molzait(&json!([asking("e1", &json!(questions))])).faults()
        };
        assert_eq!(of(3), Vec::<String>::new());
        let faults = of(4);
        assert!(
            faults.len() == 1 && faults[0].starts_with("experienceQuestions[0].questions: "),
            "{faults:?}"
        );
    }

    #[test]
    fn answers_need_notes_and_an_experience_that_is_there() {
        let allergies = json!([{ "ready": "allergies" }]);
        let asked = json!([asking("dinner", &allergies)]);
        assert_eq!(at_mews("note", &asked).faults(), Vec::<String>::new());
        assert_eq!(
            at_mews("none", &asked).faults(),
            ["experienceQuestions: answers go where notes go, and mews.notes is none"]
        );
        assert_eq!(
            at_mews("task", &json!([asking("lunch", &allergies)])).faults(),
            ["experienceQuestions[0].experienceId: there is no such experience"]
        );
    }

    #[test]
    fn an_experience_of_the_engine_has_questions_of_its_own() {
        let mut settings = serde_json::to_value(venue_settings()).unwrap();
        assert!(settings.get("experienceQuestions").is_none());
        settings["experienceQuestions"] = json!([asking("dinner", &json!([{ "ready": "allergies" }]))]);
        let settings: VenueSettings = serde_json::from_value(settings).unwrap();
        assert_eq!(
            settings.faults(),
            ["experienceQuestions: experiences of [engine] have questions of their own, write them there"]
        );
    }
}
