-- Letters that are shown and not sent.
CREATE TABLE shown_letters (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    letter TEXT NOT NULL
) STRICT;
