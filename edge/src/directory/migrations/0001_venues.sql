-- The deployment's venues. Rows stay: no id is ever given to another venue. `settings` holds those of a venue while it is
-- being created, so that its creation can be completed after a crash. A venue of a file has a row once an operator has
-- renamed or suspended it.
CREATE TABLE venues (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    fingerprint TEXT,
    settings TEXT
) STRICT;

CREATE INDEX venues_by_status ON venues (status, id);

-- Changes by operators. Rows are only added.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
