-- Webhooks: subscriptions of other systems to the journal of changes. Secrets are encrypted, as sealed secrets are.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    kinds TEXT NOT NULL,
    sealed_secret TEXT NOT NULL,
    -- The secret before the last rotation, which signs too until then.
    sealed_previous TEXT,
    previous_until INTEGER,
    -- The number of the last change that was delivered, given up or left out.
    cursor INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    disabled_at INTEGER
) STRICT;
-- Hosts to which webhooks may be sent, as an operator has confirmed.
CREATE TABLE webhook_hosts (
    host TEXT PRIMARY KEY,
    confirmed_at INTEGER NOT NULL,
    confirmed_by TEXT NOT NULL
) STRICT;
-- Changes that were given up after their last try.
CREATE TABLE dead_letters (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER,
    queued INTEGER NOT NULL,
    change TEXT NOT NULL
) STRICT;
CREATE INDEX dead_letters_by_webhook ON dead_letters (webhook_id, number);
CREATE INDEX dead_letters_queued ON dead_letters (webhook_id, number) WHERE queued = 1;
