//! The port to the bytes of uploaded pictures, and its adapter: the table `picture_files` of the venue's database. The
//! list of pictures is the table `pictures` with every adapter; an object store such as R2 can implement the port with the
//! name as its key.

use std::rc::Rc;

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};
use shared::id::PictureName;

use super::database::{Database, Statement, first};
use super::row::{TableRow, insert_or_replace};
use crate::error::{Result, VenueError};

/// The bytes of a venue's pictures. A name stands for the same bytes for ever. Bytes may be there without a picture of
/// their name, after a crash between the two writes; they are never served, and [`delete_unlisted`] ends them.
#[async_trait(?Send)]
pub trait PictureStore {
    /// Stores the bytes of a name. Storing them again changes nothing.
    async fn put(&self, name: &PictureName, bytes: &[u8]) -> Result<()>;

    /// The bytes of a name; none if there are none.
    async fn get(&self, name: &PictureName) -> Result<Option<Vec<u8>>>;

    /// Deletes the bytes of a name, if there are any.
    async fn delete(&self, name: &PictureName) -> Result<()>;
}

/// A row of the table `picture_files`. Its size in base64 stays below the two megabytes of a row of an object's SQLite.
#[derive(Serialize, Deserialize)]
struct FileRow {
    name: PictureName,
    base64: String,
}

impl TableRow for FileRow {
    const TABLE: &'static str = "picture_files";
}

/// The bytes of pictures in a venue's database.
pub struct DatabasePictures(pub Rc<dyn Database>);

#[async_trait(?Send)]
impl PictureStore for DatabasePictures {
    async fn put(&self, name: &PictureName, bytes: &[u8]) -> Result<()> {
        let row = FileRow {
            name: name.clone(),
            base64: Base64::encode_string(bytes),
        };
        Ok(self.0.write(vec![insert_or_replace(&row)?])?)
    }

    async fn get(&self, name: &PictureName) -> Result<Option<Vec<u8>>> {
        stored(&*self.0, name)
    }

    async fn delete(&self, name: &PictureName) -> Result<()> {
        let sql = "DELETE FROM picture_files WHERE name = ?";
        Ok(self
            .0
            .write(vec![Statement::new(sql, vec![name.as_str().into()])])?)
    }
}

/// The bytes of a name in the venue's database, for work that does not wait; none where there are none, or where another
/// store has them.
pub fn stored(database: &dyn Database, name: &PictureName) -> Result<Option<Vec<u8>>> {
    let row: Option<FileRow> = first(
        database,
        "SELECT * FROM picture_files WHERE name = ?",
        vec![name.as_str().into()],
    )?;
    let bytes = row.map(|row| Base64::decode_vec(&row.base64)).transpose();
    bytes.map_err(|_| VenueError::Broken("the bytes of a picture are not base64".to_owned()))
}

/// Statement that deletes the bytes in the venue's database that have no picture of their name: a crash between the two
/// writes has left them, and they would count towards no limit. [`DatabasePictures`] does not give up its turn between
/// the writes of an upload, so none is under way.
#[must_use]
pub fn delete_unlisted() -> Statement {
    let sql = "DELETE FROM picture_files WHERE name NOT IN (SELECT name FROM pictures)";
    Statement::new(sql, vec![])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;

    #[test]
    fn a_row_of_bytes_has_the_columns_of_its_table() {
        check::<FileRow>(&json!({ "name": "3fd0a1c2b5e64f7890ab12cd34ef5678.png", "base64": "AAEC" }));
    }
}
