//! The pictures that settings name.

use crate::venue::VenueSettings;

/// The name of the picture that stands for this one where no drawing (SVG) is shown: in letters, in chats and on paper. For
/// a drawing it is that of the JPEG beside it; any other picture stands for itself.
#[must_use]
pub fn raster_name(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, end)) if end.eq_ignore_ascii_case("svg") => format!("{stem}.jpg"),
        _ => name.to_owned(),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_stands_for_a_drawing_and_any_other_picture_for_itself() {
        for (name, shown) in [
            ("dinner.svg", "dinner.jpg"),
            ("an.evening.SVG", "an.evening.jpg"),
            ("dinner.png", "dinner.png"),
            (
                "https://cdn.example/dinner?as=svg",
                "https://cdn.example/dinner?as=svg",
            ),
            ("svg", "svg"),
        ] {
            assert_eq!(raster_name(name), shown);
        }
    }
}
