-- What became of orders at a remote system, without anything of their guests.
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
