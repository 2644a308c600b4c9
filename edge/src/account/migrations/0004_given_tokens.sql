-- The digests of tokens that the vendor has given by itself, by which one that is sent again is known.
CREATE TABLE given_tokens (
    digest TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;

-- The token by which leased calls are made, and whether they are of the share of reads or of writes.
ALTER TABLE call_leases ADD COLUMN token TEXT NOT NULL DEFAULT '';
ALTER TABLE call_leases ADD COLUMN share TEXT NOT NULL DEFAULT 'read';
