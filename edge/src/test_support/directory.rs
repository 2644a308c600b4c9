//! A directory on a database in memory, at one instant.

use std::cell::Cell;
use std::rc::Rc;

use shared::time::Instant;

use crate::directory::rows::MIGRATIONS;
use crate::directory::service::{DirectoryDeps, DirectoryService};
use crate::storage::database::Database;
use crate::storage::schema::MigratedDatabase;

/// A service on this database, of a deployment without mail. Each random value is another.
pub fn directory_on(database: Rc<dyn Database>) -> DirectoryService {
    let drawn = Cell::new(0);
    DirectoryService::new(DirectoryDeps {
        database: MigratedDatabase::with(database, MIGRATIONS),
        random: Box::new(move || {
            drawn.set(drawn.get() + 1);
            Some([drawn.get(); 16])
        }),
        now: Box::new(|| Instant::from_unix(1_795_000_000)),
        mail: Box::new(|| Ok(None)),
        alarm: Box::new(|_| {}),
        log_error: Box::new(|_| {}),
    })
}
