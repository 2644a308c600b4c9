//! What is known of the engine without asking its book: its abilities, and what its settings say. It
//! must not know reservations.

use shared::reservation::Attendees;
use shared::venue::{Experience, Image, PartyRange};

use super::settings::{self, Settings};
use crate::provider::{Abilities, ProviderError};

/// What the engine can do.
pub const ABILITIES: Abilities = Abilities {
    areas: true,
    notes: true,
    moving: true,
    listing: true,
    status: true,
    in_place: true,
};

/// What can be booked, in the order to show.
pub fn experiences(settings: &Settings) -> Result<Vec<Experience>, ProviderError> {
    settings.experiences.iter().map(public).collect()
}

/// An experience as guests see it. Its picture is named by its file alone: whoever answers a guest
/// knows where the files are.
fn public(experience: &settings::Experience) -> Result<Experience, ProviderError> {
    let party =
        |size: u8| Attendees::parse(size.into()).map_err(|code| ProviderError::Broken(code.to_string()));
    Ok(Experience {
        id: experience.id.clone(),
        name: experience.name.clone(),
        short_description: experience.short_description.clone(),
        description_html: experience.description_html.clone(),
        image: experience.image.clone().map(|url| Image { url }),
        is_default: experience.is_default,
        attendees: PartyRange {
            min: party(experience.attendees.min)?,
            max: party(experience.attendees.max)?,
        },
        confirmation: experience.confirmation,
    })
}
