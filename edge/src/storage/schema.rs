//! The schema of an object's SQLite: migrations, one SQL file each, and the database that runs them. The list here is that
//! of a venue's object; the directory has its own.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use shared::time::Instant;

use crate::storage::changes;
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
    include_str!("migrations/0042_changes.sql"),
    include_str!("migrations/0043_webhooks.sql"),
    include_str!("migrations/0047_reservation_orders.sql"),
    include_str!("migrations/0044_remote_bookings.sql"),
    include_str!("migrations/0048_remote_booking_answers.sql"),
    include_str!("migrations/0060_tills.sql"),
    include_str!("migrations/0061_waitlist_at_the_door.sql"),
    include_str!("migrations/0062_guest_names.sql"),
];

/// A database that runs its migrations before its first statement, of any caller. If a migration fails, the
/// statement fails, and the next one runs the migrations again.
pub struct MigratedDatabase {
    database: Rc<dyn Database>,
    schema: Schema,
    is_migrated: Cell<bool>,
    has_written: Cell<bool>,
    clock: OnceCell<Box<dyn Fn() -> Instant>>,
}

/// The statements that are run before the first one.
#[derive(Clone, Copy)]
enum Schema {
    /// The migrations of a venue's database, and the triggers of its journal.
    Venue,
    /// These migrations.
    Other(Migrations),
}

impl MigratedDatabase {
    /// Wraps a venue's database.
    #[must_use]
    pub fn of(database: Rc<dyn Database>) -> Rc<Self> {
        Self::new(database, Schema::Venue)
    }

    /// Wraps a database with these migrations.
    #[must_use]
    pub fn with(database: Rc<dyn Database>, migrations: Migrations) -> Rc<Self> {
        Self::new(database, Schema::Other(migrations))
    }

    fn new(database: Rc<dyn Database>, schema: Schema) -> Rc<Self> {
        Rc::new(Self {
            database,
            schema,
            is_migrated: Cell::new(false),
            has_written: Cell::new(false),
            clock: OnceCell::new(),
        })
    }

    /// Dates the rows of the journal by this clock from now on: each write, at the end of its transaction. The first clock
    /// stays.
    pub fn date_changes_by(&self, clock: Box<dyn Fn() -> Instant>) {
        let _ = self.clock.set(clock);
    }

    /// Whether anything was written since this was last asked.
    #[must_use]
    pub fn take_written(&self) -> bool {
        self.has_written.take()
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
            match self.schema {
                Schema::Venue => {
                    migrate(&*self.database)?;
                    self.date_migrations()?;
                }
                Schema::Other(migrations) => run(&*self.database, migrations)?,
            }
            self.is_migrated.set(true);
        }
        Ok(&*self.database)
    }

    /// Dates the changes that migrations have made, before anything is read: a later change of the same subject would be
    /// added to such a row, behind the cursor of a listener who has read it.
    fn date_migrations(&self) -> Result<(), DatabaseError> {
        match self.clock.get() {
            Some(now) if changes::has_undated(&*self.database)? => {
                self.database.write(vec![changes::date_rows(now())])?;
                self.has_written.set(true);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Database for MigratedDatabase {
    fn rows(&self, query: Statement) -> Result<Vec<serde_json::Value>, DatabaseError> {
        self.migrated()?.rows(query)
    }

    fn write(&self, mut statements: Vec<Statement>) -> Result<(), DatabaseError> {
        if let Some(now) = self.clock.get() {
            statements.push(changes::date_rows(now()));
        }
        self.migrated()?.write(statements)?;
        self.has_written.set(true);
        Ok(())
    }
}

/// Runs the migrations that a venue's database has not run yet, and installs the triggers of its journal.
pub fn migrate(database: &dyn Database) -> Result<(), DatabaseError> {
    run(database, VENUE)?;
    changes::install(database)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::test_support::database::Memory;

    #[test]
    fn changes_of_a_migration_are_dated_before_anything_is_read() {
        let memory = Rc::new(Memory::new());
        // As a migration writes, without the statement that ends other writes.
        let written = "INSERT INTO phone_calls (number, id, phone_number_id, status, at) VALUES (1, 'a', 'b', 'ringing', 0)";
        memory.write(vec![Statement::new(written, vec![])]).unwrap();
        let database = MigratedDatabase::of(memory);
        database.date_changes_by(Box::new(|| Instant::from_unix(7)));
        let rows = database
            .rows(Statement::new("SELECT at FROM changes", vec![]))
            .unwrap();
        assert_eq!(rows, [json!({ "at": 7 })]);
    }
}
