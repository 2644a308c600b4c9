//! The pictures that a venue's staff have uploaded: which there are, how many there may be, and which of them settings name.
//! Their bytes are behind the port [`crate::storage::picture_store::PictureStore`].

use std::collections::BTreeSet;

use config::VenueSettings;
use config::fault::{FaultCode, SettingFault};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::id::{PictureName, VenueId};
use shared::picture::{Picture, PictureList, PictureType};
use shared::time::Instant;
use shared::validation::FieldCode;

use crate::error::{Result, VenueError};
use crate::picture::CheckedPicture;
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::{self, TableRow, insert};
use crate::venue::context::Ctx;

/// The number of pictures that a venue may have.
pub const MAX_PICTURES: i64 = 100;

/// The bytes that the pictures of a venue may have together.
pub const MAX_TOTAL_BYTES: i64 = 50 * 1024 * 1024;

/// A row of the table `pictures`.
#[derive(Serialize, Deserialize)]
struct PictureRow {
    name: PictureName,
    width: u32,
    height: u32,
    bytes: u32,
    #[serde(with = "row::unix")]
    uploaded_at: Instant,
    uploaded_by: String,
}

impl TableRow for PictureRow {
    const TABLE: &'static str = "pictures";
}

impl PictureRow {
    /// The picture of a venue. Its address is a path, to which the worker adds its origin.
    fn public(self, venue: &VenueId) -> Result<Picture> {
        let kind = PictureType::of(&self.name)
            .ok_or_else(|| VenueError::Broken("the name of a picture has no format".to_owned()))?;
        Ok(Picture {
            address: format!("/pictures/{venue}/{}", self.name),
            name: self.name,
            width: self.width,
            height: self.height,
            kind,
            bytes: self.bytes,
            uploaded_at: self.uploaded_at,
            used_at: Vec::new(),
        })
    }
}

/// The pictures of a venue, the newest first, each with the places of these settings that name it.
pub fn list(database: &dyn Database, settings: &VenueSettings) -> Result<PictureList> {
    let sql = "SELECT * FROM pictures ORDER BY uploaded_at DESC, name";
    let rows: Vec<PictureRow> = select(database, sql, vec![])?;
    let named = settings.pictures();
    let pictures = rows.into_iter().map(|row| -> Result<Picture> {
        let uses = named.iter().filter(|one| one.name == row.name.as_str());
        let used_at = uses.map(|one| one.pointer.clone()).collect();
        let picture = row.public(&settings.id)?;
        Ok(Picture { used_at, ..picture })
    });
    Ok(PictureList {
        pictures: pictures.collect::<Result<_>>()?,
    })
}

/// The picture of this name; none if there is none.
pub fn find(database: &dyn Database, venue: &VenueId, name: &PictureName) -> Result<Option<Picture>> {
    let sql = "SELECT * FROM pictures WHERE name = ?";
    let row: Option<PictureRow> = first(database, sql, vec![name.as_str().into()])?;
    row.map(|row| row.public(venue)).transpose()
}

/// Refuses another picture of so many bytes, if there is no room for it.
pub fn require_room(database: &dyn Database, bytes: usize) -> Result<()> {
    #[derive(Deserialize)]
    struct Sums {
        count: i64,
        bytes: i64,
    }
    let sql = "SELECT COUNT(*) AS count, COALESCE(SUM(bytes), 0) AS bytes FROM pictures";
    let Some(sums) = first::<Sums>(database, sql, vec![])? else {
        return Ok(());
    };
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    if sums.count < MAX_PICTURES && sums.bytes.saturating_add(bytes) <= MAX_TOTAL_BYTES {
        return Ok(());
    }
    let megabytes = MAX_TOTAL_BYTES / (1024 * 1024);
    Err(VenueError::Picture {
        code: FieldCode::NotOffered,
        detail: format!(
            "A venue has {MAX_PICTURES} pictures of {megabytes} MB together at most: delete one that the settings do not name."
        ),
    })
}

/// Stores a picture whose bytes are stored, with its entry in the audit log.
pub fn store(ctx: Ctx<'_>, venue: &VenueId, name: &PictureName, picture: &CheckedPicture) -> Result<Picture> {
    let row = PictureRow {
        name: name.clone(),
        width: picture.width,
        height: picture.height,
        bytes: u32::try_from(picture.bytes.len()).unwrap_or(u32::MAX),
        uploaded_at: ctx.now,
        uploaded_by: ctx.actor.name().unwrap_or_default(),
    };
    let after = json!({ "width": row.width, "height": row.height, "bytes": row.bytes });
    let mut statements = vec![insert(&row)?];
    statements.extend(ctx.audit("picture.upload", name.as_str(), None, Some(after))?);
    ctx.database.write(statements)?;
    row.public(venue)
}

/// Deletes the picture of this name, with its entry in the audit log.
pub fn delete(ctx: Ctx<'_>, name: &PictureName) -> Result<()> {
    let sql = "DELETE FROM pictures WHERE name = ?";
    let mut statements = vec![Statement::new(sql, vec![name.as_str().into()])];
    statements.extend(ctx.audit("picture.delete", name.as_str(), None, None)?);
    Ok(ctx.database.write(statements)?)
}

/// The faults of settings that name a picture which is neither uploaded nor a file of the deployment. One that the
/// settings `before` named already is none of this change.
pub fn faults(
    database: &dyn Database,
    is_file: &dyn Fn(&str) -> bool,
    (before, after): (&VenueSettings, &VenueSettings),
) -> Result<Vec<SettingFault>> {
    #[derive(Deserialize)]
    struct Name {
        name: String,
    }
    let known: BTreeSet<&str> = before.pictures().iter().map(|named| named.name).collect();
    let mut new = after.pictures();
    new.retain(|named| !known.contains(named.name) && !is_file(named.name));
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Name> = select(database, "SELECT name FROM pictures", vec![])?;
    let is_uploaded = |name: &str| rows.iter().any(|row| row.name == name);
    let unknown = new.into_iter().filter(|named| !is_uploaded(named.name));
    Ok(unknown
        .map(|named| {
            let message = "there is no such picture: upload it first";
            SettingFault::new(named.pointer, FaultCode::Invalid, message)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn a_row_of_a_picture_has_the_columns_of_its_table() {
        check::<PictureRow>(&json!({
            "name": "3fd0a1c2b5e64f7890ab12cd34ef5678.png", "width": 640, "height": 480, "bytes": 1000,
            "uploaded_at": 1_795_000_000, "uploaded_by": "staff_key",
        }));
    }
}
