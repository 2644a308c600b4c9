-- Whether a letter was counted towards the day's most to its recipient: it is counted once, however often it is tried.
ALTER TABLE outbox ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET counted = 1 WHERE id IN (SELECT subject FROM due WHERE kind = 'mail' AND tries > 0);
