-- Payments, and the notices of their providers that were read.
CREATE TABLE payments (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    flow TEXT NOT NULL,
    reference TEXT,
    handover TEXT,
    deadline INTEGER NOT NULL,
    due_minutes INTEGER NOT NULL,
    extended INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX payments_by_subject ON payments (kind, subject);
CREATE UNIQUE INDEX payments_by_reference ON payments (reference);
CREATE TABLE payment_notices (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
