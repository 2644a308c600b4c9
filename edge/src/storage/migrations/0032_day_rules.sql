-- Rules of days, such as closures, until they end or some time after they were removed.
CREATE TABLE day_rules (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    effect TEXT NOT NULL,
    reason TEXT,
    ends_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT,
    removed_at INTEGER
) STRICT;
CREATE INDEX day_rules_by_end ON day_rules (ends_at);
CREATE INDEX day_rules_by_key ON day_rules (key);
-- The reservations whose guests were written to about a rule.
CREATE TABLE day_rule_letters (
    rule_id TEXT NOT NULL,
    reservation_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (rule_id, reservation_id)
) STRICT;
