//! Questions to guests at experiences that a remote system keeps: those of the venue's settings, in words.

use config::{VenueSettings, plan};
use shared::choices::GivenAnswer;
use shared::id::ExperienceId;
use shared::offer::Question;
use shared::venue::Experience;

use crate::localization::{choices, questions, texts};
use crate::provider::ready_question::in_words;
use crate::provider::remote::AsksQuestions;

/// The questions of a venue's settings.
pub struct VenueQuestions<'a>(pub &'a VenueSettings);

impl VenueQuestions<'_> {
    /// The experiences with the questions that are asked at them.
    #[must_use]
    pub fn within(&self, experiences: Vec<Experience>) -> Vec<Experience> {
        let experiences = experiences.into_iter().map(|experience| Experience {
            questions: self.questions(&experience.id),
            ..experience
        });
        experiences.collect()
    }
}

impl AsksQuestions for VenueQuestions<'_> {
    fn questions(&self, experience_id: &ExperienceId) -> Vec<Question> {
        let asked = plan::questions_of(self.0.questions_at(experience_id));
        let questions = asked.iter().map(|one| in_words(one, questions::words));
        questions.collect()
    }

    /// In the venue's own language, which is the first one: its staff read it.
    fn line(&self, answer: &GivenAnswer) -> String {
        let language = self.0.locales.first();
        language.map_or_else(String::new, |language| {
            choices::answer(texts([language]), language, answer)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::choices::Answer;

    use super::*;
    use crate::provider::answers::checked;

    /// A venue of this language that asks at one experience.
    fn settings(language: &str) -> VenueSettings {
        let song = json!({ "en": "Which song?", "de": "Welches Lied?" });
        let settings = json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": [language, "en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "molzait": { "key": "LINDE_KEY", "horizonDays": 30 },
            "experienceQuestions": [{ "experienceId": "e1", "questions": [
                { "ready": "occasion" }, { "ready": "wheelchair" }, { "id": "song", "type": "text", "label": song },
            ] }],
        });
        serde_json::from_value(settings).unwrap()
    }

    fn experience(id: &str) -> Experience {
        let experience = json!({
            "id": id, "name": { "en": "Dinner" }, "shortDescription": {}, "descriptionHtml": {}, "image": null,
            "isDefault": true, "attendees": { "min": 1, "max": 8 }, "confirmation": "instant",
        });
        serde_json::from_value(experience).unwrap()
    }

    #[test]
    fn an_experience_is_shown_with_its_own_questions_and_another_without_any() {
        let settings = settings("de");
        let shown = VenueQuestions(&settings).within(vec![experience("e1"), experience("e2")]);
        let ids: Vec<_> = shown[0].questions.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["occasion", "wheelchair", "song"]);
        assert!(shown[0].has_choices());
        assert_eq!(shown[1], experience("e2"));
    }

    #[test]
    fn staff_read_answers_in_the_language_of_the_venue() {
        let answers = json!([
            { "question": "occasion", "value": "birthday" }, { "question": "wheelchair", "value": true },
            { "question": "song", "value": "Any" },
        ]);
        let answers: Vec<Answer> = serde_json::from_value(answers).unwrap();
        let id = ExperienceId::parse("e1").unwrap();
        for (language, last) in [("de", "Welches Lied? Any"), ("en", "Which song? Any")] {
            let settings = settings(language);
            let asks = VenueQuestions(&settings);
            let given = checked(&asks.questions(&id), &answers).unwrap();
            let lines: Vec<String> = given.iter().map(|answer| asks.line(answer)).collect();
            assert_eq!(lines.len(), 3);
            assert_eq!(lines[2], last);
            let occasion = texts([&shared::locale::Language::parse(language).unwrap()]).occasion_birthday;
            assert!(lines[0].ends_with(occasion), "{lines:?}");
        }
    }
}
