-- Reservations, and the answers to requests that carry an idempotency key.
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
