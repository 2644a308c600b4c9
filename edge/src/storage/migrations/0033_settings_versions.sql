-- The settings of the venue, one row for each version, the newest in force. Without a row those of the deployment's file
-- are.
CREATE TABLE settings_versions (
    version INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    reason TEXT,
    settings TEXT NOT NULL
) STRICT;
