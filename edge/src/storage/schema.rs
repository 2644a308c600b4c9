//! The schema of an object's SQLite: migrations, one SQL file each, and the database that runs them. The list here is that
//! of a venue's object; the directory has its own.

use std::cell::Cell;
use std::rc::Rc;

use crate::storage::database::{Database, DatabaseError, Statement};
use crate::storage::meta;

/// Migrations in their order. New ones are added at the end; one that was shipped is never edited. The statements of a
/// migration end with a semicolon. No other semicolon may occur, not in a comment either.
pub type Migrations = &'static [&'static str];

/// The migrations of a venue's database.
const VENUE: Migrations = &[
    include_str!("migrations/0001_reservations.sql"),
    include_str!("migrations/0002_remote_orders.sql"),
    include_str!("migrations/0003_reservation_sources.sql"),
    include_str!("migrations/0004_remote_order_likeness.sql"),
    include_str!("migrations/0005_jobs_and_outbox.sql"),
    include_str!("migrations/0006_payments.sql"),
    include_str!("migrations/0007_gift_cards.sql"),
    include_str!("migrations/0008_shown_letters.sql"),
    include_str!("migrations/0009_gift_card_transactions_index.sql"),
    include_str!("migrations/0010_waitlist.sql"),
    include_str!("migrations/0011_gift_card_order_refunds.sql"),
    include_str!("migrations/0012_gift_card_payments.sql"),
    include_str!("migrations/0013_remote_moves.sql"),
    include_str!("migrations/0014_payment_charges.sql"),
    include_str!("migrations/0015_gift_card_order_debits.sql"),
    include_str!("migrations/0016_reservations_without_payments.sql"),
    include_str!("migrations/0017_reservation_refund_until.sql"),
    include_str!("migrations/0018_reservation_revisions.sql"),
    include_str!("migrations/0019_kept_cards_forgotten.sql"),
    include_str!("migrations/0020_outbox_closing.sql"),
    include_str!("migrations/0021_waitlist_mailboxes.sql"),
    include_str!("migrations/0022_letter_counts.sql"),
    include_str!("migrations/0023_remote_orders_seen.sql"),
    include_str!("migrations/0024_payments_anew.sql"),
    include_str!("migrations/0025_blanking.sql"),
    include_str!("migrations/0026_reservation_sequences.sql"),
    include_str!("migrations/0027_gift_card_column_names.sql"),
    include_str!("migrations/0028_letters_counted.sql"),
    include_str!("migrations/0029_requests_end.sql"),
    include_str!("migrations/0030_sealed_secrets.sql"),
    include_str!("migrations/0031_access.sql"),
    include_str!("migrations/0032_day_rules.sql"),
    include_str!("migrations/0033_settings_versions.sql"),
    include_str!("migrations/0034_pictures.sql"),
    include_str!("migrations/0035_gift_cards_of_staff.sql"),
    include_str!("migrations/0036_phone_calls.sql"),
    include_str!("migrations/0037_people.sql"),
    include_str!("migrations/0038_assigned_secrets.sql"),
    include_str!("migrations/0039_staff_reservations.sql"),
    include_str!("migrations/0060_tills.sql"),
];

/// A database that runs its migrations before its first statement, of any caller. If a migration fails, the
/// statement fails, and the next one runs the migrations again.
pub struct MigratedDatabase {
    database: Rc<dyn Database>,
    migrations: Migrations,
    is_migrated: Cell<bool>,
}

impl MigratedDatabase {
    /// Wraps a venue's database.
    #[must_use]
    pub fn of(database: Rc<dyn Database>) -> Rc<Self> {
        Self::with(database, VENUE)
    }

    /// Wraps a database with these migrations.
    #[must_use]
    pub fn with(database: Rc<dyn Database>, migrations: Migrations) -> Rc<Self> {
        Rc::new(Self {
            database,
            migrations,
            is_migrated: Cell::new(false),
        })
    }

    /// Whether the database has a schema, read without making one.
    pub fn has_schema(&self) -> Result<bool, DatabaseError> {
        if self.is_migrated.get() {
            return Ok(true);
        }
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'meta'";
        let found = self.database.rows(Statement::new(sql, vec![]))?;
        Ok(!found.is_empty())
    }

    fn migrated(&self) -> Result<&dyn Database, DatabaseError> {
        if !self.is_migrated.get() {
            run(&*self.database, self.migrations)?;
            self.is_migrated.set(true);
        }
        Ok(&*self.database)
    }
}

impl Database for MigratedDatabase {
    fn rows(&self, query: Statement) -> Result<Vec<serde_json::Value>, DatabaseError> {
        self.migrated()?.rows(query)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        self.migrated()?.write(statements)
    }
}

/// Runs the migrations that a venue's database has not run yet.
pub fn migrate(database: &dyn Database) -> Result<(), DatabaseError> {
    run(database, VENUE)
}

/// Runs the migrations that the database has not run yet, each in a transaction.
pub fn run(database: &dyn Database, migrations: Migrations) -> Result<(), DatabaseError> {
    database.write(vec![Statement::new(
        "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        vec![],
    )])?;
    let done = meta::get(database, "schema")?.and_then(|number| number.parse().ok());
    for (index, step) in migrations.iter().enumerate().skip(done.unwrap_or(0)) {
        let statements = step.split(';').map(str::trim).filter(|sql| !sql.is_empty());
        let mut statements: Vec<_> = statements.map(|sql| Statement::new(sql, vec![])).collect();
        statements.push(meta::set("schema", &(index + 1).to_string()));
        database.write(statements)?;
    }
    Ok(())
}
