-- The journal of changes: a row for each subject that a transaction has changed, without personal data. Triggers write it,
-- which are made from the list in the code, and their rows have the time 0 until the end of their transaction.
CREATE TABLE changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    revision INTEGER,
    -- One bit for each field that is different.
    fields INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX changes_of_transaction ON changes (at, kind, subject) WHERE at = 0;
