-- Bookings at a remote system that are paid for here. `reservation` is the reservation as its guest sees it, without notes,
-- as JSON. `posting` says how far its deposit is in the system's books, `gives_back` whether the cancellation by its guest
-- gives the money back. `deposit_sent_at` is when the deposit was sent last.
CREATE TABLE remote_bookings (
    id TEXT PRIMARY KEY,
    stage TEXT NOT NULL,
    posting TEXT NOT NULL,
    deposit_sent_at INTEGER,
    gives_back INTEGER NOT NULL,
    ending TEXT,
    reservation TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    held_until INTEGER,
    paid_at INTEGER,
    refund_until INTEGER,
    first_name TEXT,
    last_name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    locale TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    blanked_at INTEGER,
    erase_asked_at INTEGER
) STRICT;
CREATE INDEX remote_bookings_by_start ON remote_bookings (starts_at) WHERE blanked_at IS NULL;
