//! Texts: each has to be there in every language in which any of them is written.

use std::collections::BTreeSet;

use shared::locale::{Language, LocalizedText};

use super::fault::{FaultKind, Faults};
use crate::engine::EngineSettings;

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
    }
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
