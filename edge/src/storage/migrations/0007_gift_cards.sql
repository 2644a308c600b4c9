-- Gift cards: what was ordered, the cards without their codes, and the movements of their money.
CREATE TABLE gift_card_orders (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    stage TEXT NOT NULL,
    issuer TEXT NOT NULL,
    payment TEXT,
    template_id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    purchaser_name TEXT NOT NULL,
    purchaser_email TEXT NOT NULL,
    recipient_name TEXT,
    recipient_email TEXT,
    message TEXT,
    deliver_on TEXT,
    locale TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX gift_card_orders_by_key ON gift_card_orders (key, created_at);
CREATE INDEX gift_card_orders_by_stage ON gift_card_orders (stage);
CREATE TABLE gift_cards (
    id TEXT PRIMARY KEY,
    trace TEXT NOT NULL UNIQUE,
    currency TEXT NOT NULL,
    expires_on TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE gift_card_transactions (
    card_id TEXT NOT NULL,
    id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    progress TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    settled_at INTEGER,
    PRIMARY KEY (card_id, id)
) STRICT;
