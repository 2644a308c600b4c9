-- A request ends at its start if nobody has answered it.
INSERT OR IGNORE INTO due (kind, subject, at, tries)
    SELECT 'request_end', id, starts_at, 0 FROM reservations WHERE status = 'requested';
