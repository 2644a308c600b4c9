-- Worker secrets that an operator has assigned to the venue, by name. Those that the venue's file names count as assigned
-- and have no row.
CREATE TABLE assigned_secrets (
    name TEXT PRIMARY KEY,
    assigned_at INTEGER NOT NULL,
    assigned_by TEXT NOT NULL
) STRICT;
