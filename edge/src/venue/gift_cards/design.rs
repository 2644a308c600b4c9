//! The pictures of cards' designs as a card on paper holds them: uploads, and files of the deployment.

use std::collections::BTreeMap;

use config::{VenueSettings, raster_name};
use shared::id::{PictureName, TemplateId};

use crate::error::Result;
use crate::storage::database::Database;
use crate::storage::picture_store::stored;

/// The largest picture on a card, in bytes: with the card it is an attachment of a letter, which is one row of a database.
const MAX_PICTURE_BYTES: usize = 600 * 1024;

/// The files of the deployment that were read for cards on paper, by their names.
pub type DesignFiles = BTreeMap<String, Vec<u8>>;

/// The names of the deployment's files for the venue's designs. A card on paper holds no drawing, but the JPEG beside it.
pub fn file_names(venue: &VenueSettings) -> Vec<String> {
    let templates = venue.gift_cards.iter().flat_map(|cards| &cards.templates);
    let images = templates.filter_map(|template| template.image.as_deref());
    let files = images.filter(|image| !image.contains("://") && PictureName::parse(image).is_err());
    files.map(raster_name).collect()
}

/// The picture of a design; none where it has none, or one of another host, or too large a one.
pub fn picture_of(
    database: &dyn Database,
    files: &DesignFiles,
    venue: &VenueSettings,
    template: Option<&TemplateId>,
) -> Result<Option<Vec<u8>>> {
    let mut templates = venue.gift_cards.iter().flat_map(|cards| &cards.templates);
    let template = templates.find(|known| Some(&known.id) == template);
    let Some(image) = template.and_then(|template| template.image.as_deref()) else {
        return Ok(None);
    };
    let bytes = match PictureName::parse(image) {
        Ok(name) => stored(database, &name)?,
        Err(_) => files.get(&raster_name(image)).cloned(),
    };
    Ok(bytes.filter(|bytes| bytes.len() <= MAX_PICTURE_BYTES))
}
