-- Who waits for a table, until nothing can come of it any more.
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
