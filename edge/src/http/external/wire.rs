//! Experiences in Molzait's wire format.

use serde::Serialize;
use shared::id::ExperienceId;
use shared::locale::LocalizedText;
use shared::venue;

use crate::booking::Addresses;
use config::VenueSettings;

/// An experience.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Experience {
    id: ExperienceId,
    name: LocalizedText,
    short_description: LocalizedText,
    description_html: LocalizedText,
    image: Option<Image>,
    order_settings: Nothing,
    is_default: bool,
}

/// A picture: its path as the settings have it, and its address.
#[derive(Serialize)]
pub(super) struct Image {
    path: String,
    url: String,
}

impl Image {
    pub(super) fn of(image: shared::image::Image, venue: &VenueSettings, addresses: Addresses<'_>) -> Self {
        Self {
            path: image.url.clone(),
            url: addresses.of_picture(image, venue).url,
        }
    }
}

/// `{}`: the engine takes no orders.
#[derive(Serialize)]
struct Nothing {}

impl Experience {
    pub(super) fn of(one: venue::Experience, venue: &VenueSettings, addresses: Addresses<'_>) -> Self {
        Self {
            id: one.id,
            name: one.name,
            short_description: one.short_description,
            description_html: one.description_html,
            image: one.image.map(|image| Image::of(image, venue, addresses)),
            order_settings: Nothing {},
            is_default: one.is_default,
        }
    }
}
