//! Texts: each has to be there in every language in which any of them is written.

use std::collections::BTreeSet;

use shared::locale::{Language, LocalizedText};

use super::fault::{Fault, FaultKind, Faults};
use super::offer::read_questions;
use crate::engine::{EngineSettings, Experience};
use crate::offer::{ExperienceQuestions, QuestionSettings};

/// The texts of what an experience offers, with their places.
fn of_offer<'a>(path: &str, experience: &'a Experience) -> Vec<(String, &'a LocalizedText)> {
    let mut texts = Vec::new();
    for (place, one) in experience.people.iter().enumerate() {
        let path = format!("{path}.people[{place}]");
        texts.push((format!("{path}.name"), &one.name));
        texts.extend(one.note.iter().map(|note| (format!("{path}.note"), note)));
    }
    for (place, one) in experience.add_ons.iter().enumerate() {
        let path = format!("{path}.addOns[{place}]");
        texts.push((format!("{path}.name"), &one.name));
        let description = one.description.iter();
        texts.extend(description.map(|text| (format!("{path}.description"), text)));
    }
    texts.extend(of_questions(path, &experience.questions));
    texts
}

/// The texts of questions, with their places.
fn of_questions<'a>(path: &str, questions: &'a [QuestionSettings]) -> Vec<(String, &'a LocalizedText)> {
    let mut texts = Vec::new();
    for (place, one) in questions.iter().enumerate() {
        let path = format!("{path}.questions[{place}]");
        texts.extend(one.label.iter().map(|label| (format!("{path}.label"), label)));
        texts.extend(one.help.iter().map(|help| (format!("{path}.help"), help)));
        for (place, choice) in one.choices.iter().enumerate() {
            texts.push((format!("{path}.choices[{place}].label"), &choice.label));
        }
    }
    texts
}

/// Every fault of the questions of a system that is reached over the network. Each text has to be there in every language
/// in which any of them is written.
#[must_use]
pub fn question_faults(path: &str, written: &[ExperienceQuestions]) -> Vec<Fault> {
    let mut faults = Faults::default();
    let mut texts = Vec::new();
    for (place, one) in written.iter().enumerate() {
        let path = format!("{path}[{place}]");
        read_questions(&path, &one.questions, &mut faults);
        texts.extend(of_questions(&path, &one.questions));
    }
    check_all(texts, &mut faults);
    faults.into_result(()).err().unwrap_or_default()
}

/// Faults each text that lacks a language which any other text has, or has nothing but space in it.
pub(super) fn check(settings: &EngineSettings, faults: &mut Faults) {
    let mut texts: Vec<(String, &LocalizedText)> = Vec::new();
    for (place, category) in settings.categories.iter().enumerate() {
        texts.push((format!("categories[{place}].name"), &category.name));
    }
    for (place, room) in settings.rooms.iter().enumerate() {
        texts.push((format!("rooms[{place}].name"), &room.name));
    }
    for (place, experience) in settings.experiences.iter().enumerate() {
        let path = format!("experiences[{place}]");
        texts.push((format!("{path}.name"), &experience.name));
        texts.push((format!("{path}.shortDescription"), &experience.short_description));
        texts.push((format!("{path}.descriptionHtml"), &experience.description_html));
        texts.extend(of_offer(&path, experience));
    }
    check_all(texts, faults);
}

fn check_all(texts: Vec<(String, &LocalizedText)>, faults: &mut Faults) {
    let languages: BTreeSet<&Language> = texts
        .iter()
        .flat_map(|(_, text)| text.iter().map(|(language, _)| language))
        .collect();
    for (path, text) in texts {
        if text.iter().next().is_none() {
            faults.add(path, FaultKind::Empty);
            continue;
        }
        for language in &languages {
            if !text.has(language) || text.get(language).trim().is_empty() {
                faults.add(path.clone(), FaultKind::MissingText((*language).clone()));
            }
        }
    }
}
