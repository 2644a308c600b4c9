-- Jobs that send letters with links to sign in. Operators, their links and their sessions are in the tables of the next
-- migration, which a venue's database has too.
CREATE TABLE due (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;
CREATE INDEX due_by_time ON due (at);
