-- Reservations at a remote system that are being moved, and where those are that were.
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
