-- A reservation may be paid anew, whose first payment is gone. What was given up before is taken up again.
DROP INDEX payments_by_subject;
CREATE INDEX payments_by_subject ON payments (kind, subject);
ALTER TABLE payments ADD COLUMN agreed INTEGER NOT NULL DEFAULT 0;
INSERT OR IGNORE INTO due (kind, subject, at, tries)
    SELECT 'payment', id, 0, 0 FROM payments
    WHERE json_extract(flow, '$.state') = 'refunding'
        OR (json_extract(flow, '$.state') = 'authorised' AND json_extract(flow, '$.capture'));
