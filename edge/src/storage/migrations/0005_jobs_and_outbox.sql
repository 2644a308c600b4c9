-- What has to be done later, and when.
CREATE TABLE due (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX due_by_time ON due (at);
CREATE TABLE outbox (id TEXT PRIMARY KEY, letter TEXT) STRICT;
