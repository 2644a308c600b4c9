//! The tables of a venue's SQLite and how they came to be. It must not know who reads them.

use std::cell::Cell;
use std::rc::Rc;

use serde::Deserialize;

use crate::storage::database::{Database, DatabaseError, Statement, select};

/// Each step that brings the tables from one version to the next. Steps are only ever added. A
/// step's statements end with a semicolon, which stands nowhere else in them.
const STEPS: &[&str] = &[
    "
    CREATE TABLE reservations (
        id TEXT PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        experience_id TEXT NOT NULL,
        day TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        starts_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL,
        attendees INTEGER NOT NULL,
        status TEXT NOT NULL,
        table_ids TEXT NOT NULL,
        area_id TEXT,
        first_name TEXT,
        last_name TEXT NOT NULL,
        email TEXT,
        phone TEXT,
        notes TEXT,
        locale TEXT NOT NULL,
        marketing_consent INTEGER NOT NULL,
        payment TEXT,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX reservations_by_end ON reservations (ends_at);
    CREATE TABLE idempotency (
        key TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        answer TEXT,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX idempotency_by_age ON idempotency (created_at);
    ",
    // What became of orders at a remote system, without anything of their guests.
    "
    CREATE TABLE remote_orders (
        key TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        reference TEXT NOT NULL,
        phase TEXT NOT NULL,
        sent_at INTEGER,
        terms TEXT,
        reservation_id TEXT,
        answer TEXT,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX remote_orders_by_age ON remote_orders (created_at);
    CREATE TABLE remote_reservations (
        id TEXT PRIMARY KEY,
        day TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        terms TEXT NOT NULL
    ) STRICT;
    CREATE INDEX remote_reservations_by_day ON remote_reservations (day);
    ",
    // Where a reservation came from, and when its guests came and left.
    "
    ALTER TABLE reservations ADD COLUMN source TEXT NOT NULL DEFAULT 'app';
    ALTER TABLE reservations ADD COLUMN checked_in_at INTEGER;
    ALTER TABLE reservations ADD COLUMN checked_out_at INTEGER;
    CREATE INDEX reservations_by_day ON reservations (day, minutes);
    ",
    // What an order was for, where its booking was found by that alone.
    "ALTER TABLE remote_orders ADD COLUMN likeness TEXT;",
    // What has to be done later, and when.
    "
    CREATE TABLE due (
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        at INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        PRIMARY KEY (kind, subject)
    ) STRICT;
    CREATE INDEX due_by_time ON due (at);
    CREATE TABLE outbox (id TEXT PRIMARY KEY, letter TEXT) STRICT;
    ",
    // Payments, and the notices of their providers that were read.
    "
    CREATE TABLE payments (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        amount INTEGER NOT NULL,
        currency TEXT NOT NULL,
        flow TEXT NOT NULL,
        reference TEXT,
        handover TEXT,
        deadline INTEGER NOT NULL,
        due_minutes INTEGER NOT NULL,
        extended INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX payments_by_subject ON payments (kind, subject);
    CREATE UNIQUE INDEX payments_by_reference ON payments (reference);
    CREATE TABLE payment_notices (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
    ",
    // Gift cards: what was ordered, the cards without their codes, and the movements of their money.
    "
    CREATE TABLE gift_card_orders (
        id TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        stage TEXT NOT NULL,
        issuer TEXT NOT NULL,
        payment TEXT,
        template_id TEXT NOT NULL,
        amount INTEGER NOT NULL,
        currency TEXT NOT NULL,
        purchaser_name TEXT NOT NULL,
        purchaser_email TEXT NOT NULL,
        recipient_name TEXT,
        recipient_email TEXT,
        message TEXT,
        deliver_on TEXT,
        locale TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX gift_card_orders_by_key ON gift_card_orders (key, created_at);
    CREATE INDEX gift_card_orders_by_stage ON gift_card_orders (stage);
    CREATE TABLE gift_cards (
        id TEXT PRIMARY KEY,
        trace TEXT NOT NULL UNIQUE,
        currency TEXT NOT NULL,
        expires_on TEXT,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE gift_card_transactions (
        card_id TEXT NOT NULL,
        id TEXT NOT NULL,
        amount INTEGER NOT NULL,
        progress TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        settled_at INTEGER,
        PRIMARY KEY (card_id, id)
    ) STRICT;
    ",
    // Letters that are shown and not sent.
    "
    CREATE TABLE shown_letters (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        letter TEXT NOT NULL
    ) STRICT;
    ",
    // What a card gives for a reservation is found by the reservation.
    "CREATE INDEX gift_card_transactions_by_id ON gift_card_transactions (id);",
    // Who waits for a table, until nothing can come of it any more.
    "
    CREATE TABLE waitlist (
        id TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        status TEXT NOT NULL,
        experience_id TEXT NOT NULL,
        day TEXT NOT NULL,
        from_minutes INTEGER NOT NULL,
        to_minutes INTEGER NOT NULL,
        attendees INTEGER NOT NULL,
        first_name TEXT,
        last_name TEXT,
        email TEXT,
        phone TEXT,
        locale TEXT NOT NULL,
        reservation_id TEXT,
        offered_until INTEGER,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX waitlist_by_day ON waitlist (day, status);
    CREATE INDEX waitlist_by_key ON waitlist (key, created_at);
    CREATE INDEX waitlist_by_email ON waitlist (LOWER(email));
    ",
    // Why an order's money goes back, and when its purchaser withdrew.
    "
    ALTER TABLE gift_card_orders ADD COLUMN refund_reason TEXT;
    ALTER TABLE gift_card_orders ADD COLUMN withdrawn_at INTEGER;
    ",
    // What is known of cards that no order was made for.
    "
    ALTER TABLE gift_cards ADD COLUMN template_id TEXT;
    ALTER TABLE gift_cards ADD COLUMN payment_reference TEXT;
    CREATE UNIQUE INDEX gift_cards_by_payment ON gift_cards (payment_reference);
    ",
    // Reservations at a remote system that are being moved, and where those are that were.
    "
    CREATE TABLE remote_moves (
        old_id TEXT PRIMARY KEY,
        guest_id TEXT NOT NULL,
        key TEXT NOT NULL,
        phase TEXT NOT NULL,
        day TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        attendees INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE remote_places (
        guest_id TEXT PRIMARY KEY,
        current_id TEXT NOT NULL UNIQUE,
        day TEXT NOT NULL
    ) STRICT;
    ",
    // What the provider calls the charge to a kept card: a payment of its own.
    "
    ALTER TABLE payments ADD COLUMN charge_reference TEXT;
    CREATE UNIQUE INDEX payments_by_charge ON payments (charge_reference);
    ",
    // What another system was asked to take off a card, as long as nobody knows whether it did.
    "
    ALTER TABLE gift_card_orders ADD COLUMN taking INTEGER;
    ",
    // A reservation waits for a payment exactly where it has one: those that staff made have none.
    "
    UPDATE reservations SET status = 'booked' WHERE status = 'payment_pending' AND NOT EXISTS (
        SELECT 1 FROM payments WHERE payments.kind = 'reservation' AND payments.subject = reservations.id
    );
    ",
    // Until when cancelling a reservation that was moved gives its money back.
    "
    ALTER TABLE reservations ADD COLUMN refund_until INTEGER;
    ",
    // How often a reservation was written: its letters are named by that.
    "
    ALTER TABLE reservations ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
    ",
    // Cards that were kept before are forgotten as well: when, is looked up then.
    "
    INSERT OR IGNORE INTO due (kind, subject, at, tries)
        SELECT 'kept_card', payments.id, reservations.ends_at, 0
        FROM payments JOIN reservations ON payments.kind = 'reservation' AND payments.subject = reservations.id
        WHERE json_extract(payments.flow, '$.mode') = 'guarantee'
            AND json_extract(payments.flow, '$.state') != 'lapsed';
    ",
    // When a message was sent: its name is forgotten some time after that.
    "
    ALTER TABLE outbox ADD COLUMN closed_at INTEGER;
    UPDATE outbox SET closed_at = 0 WHERE letter IS NULL;
    CREATE INDEX outbox_by_closing ON outbox (closed_at);
    ",
    // Who waits, by the mailbox that an address leads to, and by the telephone.
    "
    ALTER TABLE waitlist ADD COLUMN mailbox TEXT;
    UPDATE waitlist SET mailbox = LOWER(
        CASE WHEN instr(email, '+') BETWEEN 2 AND instr(email, '@')
            THEN substr(email, 1, instr(email, '+') - 1) || substr(email, instr(email, '@'))
            ELSE email
        END
    );
    DROP INDEX waitlist_by_email;
    CREATE INDEX waitlist_by_mailbox ON waitlist (mailbox);
    CREATE INDEX waitlist_by_phone ON waitlist (phone);
    ",
    // How many letters a recipient was sent on a day: a keyed hash of the address, days since 1970.
    "
    CREATE TABLE letter_counts (
        recipient TEXT NOT NULL,
        day INTEGER NOT NULL,
        letters INTEGER NOT NULL,
        PRIMARY KEY (recipient, day)
    ) STRICT;
    ",
    // Which reservations were at a remote system before an order was sent, where nothing but that tells the order's.
    "ALTER TABLE remote_orders ADD COLUMN seen TEXT;",
    // A reservation may be paid anew, whose first payment is gone. What was given up before is taken up again.
    "
    DROP INDEX payments_by_subject;
    CREATE INDEX payments_by_subject ON payments (kind, subject);
    ALTER TABLE payments ADD COLUMN agreed INTEGER NOT NULL DEFAULT 0;
    INSERT OR IGNORE INTO due (kind, subject, at, tries)
        SELECT 'payment', id, 0, 0 FROM payments
        WHERE json_extract(flow, '$.state') = 'refunding'
            OR (json_extract(flow, '$.state') = 'authorised' AND json_extract(flow, '$.capture'));
    ",
    // When the personal data of a row was blanked, and since when somebody has asked for that. Reservations that were
    // held for an offer which was not taken are blanked at the next run.
    "
    ALTER TABLE reservations ADD COLUMN blanked_at INTEGER;
    ALTER TABLE reservations ADD COLUMN erase_asked_at INTEGER;
    CREATE INDEX reservations_to_blank ON reservations (ends_at) WHERE blanked_at IS NULL;
    CREATE INDEX reservations_to_erase ON reservations (erase_asked_at)
        WHERE erase_asked_at IS NOT NULL AND blanked_at IS NULL;
    ALTER TABLE gift_card_orders ADD COLUMN blanked_at INTEGER;
    ALTER TABLE gift_card_orders ADD COLUMN erase_asked_at INTEGER;
    CREATE INDEX gift_card_orders_to_blank ON gift_card_orders (created_at) WHERE blanked_at IS NULL;
    CREATE INDEX gift_card_orders_to_erase ON gift_card_orders (erase_asked_at)
        WHERE erase_asked_at IS NOT NULL AND blanked_at IS NULL;
    UPDATE reservations SET erase_asked_at = 0 WHERE status = 'voided'
        AND id IN (SELECT reservation_id FROM waitlist WHERE status IN ('lapsed', 'withdrawn'));
    ",
    // The number of a reservation's calendar files is this and its revision. Before, it was the time in seconds since
    // 2020: 300 million is one of 2029, so that calendars take what comes after it.
    "
    ALTER TABLE reservations ADD COLUMN sequence_base INTEGER NOT NULL DEFAULT 0;
    UPDATE reservations SET sequence_base = 300000000;
    ",
];

/// A venue's database that runs the migrations before its first statement, whichever call that comes from. If a
/// migration fails, the statement fails, and the next one runs the migrations again.
pub struct MigratedDatabase {
    database: Rc<dyn Database>,
    is_migrated: Cell<bool>,
}

impl MigratedDatabase {
    /// Wraps this database.
    #[must_use]
    pub fn of(database: Rc<dyn Database>) -> Rc<Self> {
        Rc::new(Self {
            database,
            is_migrated: Cell::new(false),
        })
    }

    fn migrated(&self) -> Result<&dyn Database, DatabaseError> {
        if !self.is_migrated.get() {
            migrate(&*self.database)?;
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

/// Brings the tables up to date, each step all or nothing.
pub fn migrate(database: &dyn Database) -> Result<(), DatabaseError> {
    #[derive(Deserialize)]
    struct Version {
        value: String,
    }
    database.write(vec![Statement::new(
        "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        vec![],
    )])?;
    let rows: Vec<Version> = select(database, "SELECT value FROM meta WHERE key = 'schema'", vec![])?;
    let done = rows
        .first()
        .and_then(|row| row.value.parse::<usize>().ok())
        .unwrap_or(0);
    for (index, step) in STEPS.iter().enumerate().skip(done) {
        let statements = step.split(';').map(str::trim).filter(|sql| !sql.is_empty());
        let mut statements: Vec<_> = statements.map(|sql| Statement::new(sql, vec![])).collect();
        statements.push(Statement::new(
            "INSERT OR REPLACE INTO meta VALUES ('schema', ?)",
            vec![(index + 1).to_string().into()],
        ));
        database.write(statements)?;
    }
    Ok(())
}
