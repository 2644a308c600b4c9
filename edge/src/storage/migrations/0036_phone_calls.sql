-- Telephone calls, as the telephone system of the restaurant reports them. Reports may come in any order.
CREATE TABLE phone_calls (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    phone_number_id TEXT NOT NULL,
    phone TEXT,
    status TEXT NOT NULL,
    at INTEGER NOT NULL,
    picked_up_at INTEGER,
    ended_at INTEGER
) STRICT;
CREATE INDEX phone_calls_by_phone ON phone_calls (phone) WHERE phone IS NOT NULL;
-- A caller's reservations are found by the number.
CREATE INDEX reservations_by_phone ON reservations (phone, starts_at) WHERE phone IS NOT NULL;
