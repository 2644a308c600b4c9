-- When a message was sent: its name is forgotten some time after that.
ALTER TABLE outbox ADD COLUMN closed_at INTEGER;
UPDATE outbox SET closed_at = 0 WHERE letter IS NULL;
CREATE INDEX outbox_by_closing ON outbox (closed_at);
