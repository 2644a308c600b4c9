//! The pictures that settings name.

use crate::venue::VenueSettings;

/// A picture that settings name: a file of the deployment, or an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPicture<'a> {
    /// The place: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The name.
    pub name: &'a str,
}

impl VenueSettings {
    /// The pictures that the settings name. Those at whole addresses are at other hosts, and are not among them.
    #[must_use]
    pub fn pictures(&self) -> Vec<NamedPicture<'_>> {
        let experiences = self.engine.iter().flat_map(|engine| &engine.experiences);
        let experiences = experiences.map(|experience| &experience.image);
        let cards = self.gift_cards.iter().flat_map(|cards| &cards.templates);
        let cards = cards.map(|template| &template.image);
        let engine = self.engine.iter().flat_map(|engine| &engine.experiences);
        let add_ons = engine.enumerate().flat_map(|(index, experience)| {
            let images = experience.add_ons.iter().map(|add_on| &add_on.image);
            named(format!("/engine/experiences/{index}/addOns"), images)
        });
        named("/engine/experiences".to_owned(), experiences)
            .chain(add_ons)
            .chain(named("/giftCards/templates".to_owned(), cards))
            .collect()
    }
}

/// The pictures of a list, with their places.
fn named<'a>(
    list: String,
    images: impl Iterator<Item = &'a Option<String>>,
) -> impl Iterator<Item = NamedPicture<'a>> {
    images.enumerate().filter_map(move |(index, image)| {
        let name = image.as_deref().filter(|name| !name.contains("://"))?;
        Some(NamedPicture {
            pointer: format!("{list}/{index}/image"),
            name,
        })
    })
}
