-- People who work for the venue. Who was removed stays without an address: the audit log names them by their id.
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    -- The address in small letters, by which a person is found.
    mailbox TEXT,
    locale TEXT,
    role TEXT NOT NULL,
    permissions TEXT,
    invited_at INTEGER NOT NULL,
    invited_by TEXT NOT NULL,
    last_seen_at INTEGER,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX people_by_mailbox ON people (mailbox);

-- Links by which people sign in, each once. The secret is stored as SHA-256.
CREATE TABLE sign_in_links (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX sign_in_links_by_person ON sign_in_links (person_id);

-- Sessions of people, each until it ends. The secret of the cookie is stored as SHA-256.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    devices TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person_id);
