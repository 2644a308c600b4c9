-- What a till knows of each reservation, and what it has said. The version grows with each write of the reservation.
CREATE TABLE pos_pushes (
    reservation_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    sent_version INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER,
    settles_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Authenticated deliveries, until they are worked off.
CREATE TABLE pos_deliveries (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    delivery TEXT,
    reservation_id TEXT
) STRICT;
CREATE INDEX pos_deliveries_by_time ON pos_deliveries (received_at);
-- What the deliveries said about reservations, each notice once. Without guests' data.
CREATE TABLE pos_notices (
    id TEXT PRIMARY KEY,
    reservation_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    notice TEXT NOT NULL
) STRICT;
CREATE INDEX pos_notices_by_reservation ON pos_notices (reservation_id);
CREATE INDEX pos_notices_by_time ON pos_notices (received_at);
-- The notices of a reservation together, and the status that others than the till have set last.
CREATE TABLE pos_states (
    reservation_id TEXT PRIMARY KEY,
    base_status TEXT NOT NULL,
    status TEXT NOT NULL,
    tables TEXT,
    covers INTEGER,
    in_service TEXT,
    receipts TEXT NOT NULL DEFAULT '{}'
) STRICT;
-- What could not be done and waits for staff: a push or a delivery.
CREATE TABLE pos_dead_letters (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    cause TEXT NOT NULL,
    reservation_id TEXT,
    PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX pos_dead_letters_by_time ON pos_dead_letters (at);
