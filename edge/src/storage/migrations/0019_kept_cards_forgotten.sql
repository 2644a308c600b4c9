-- Cards that were kept before are forgotten as well: when, is looked up then.
INSERT OR IGNORE INTO due (kind, subject, at, tries)
    SELECT 'kept_card', payments.id, reservations.ends_at, 0
    FROM payments JOIN reservations ON payments.kind = 'reservation' AND payments.subject = reservations.id
    WHERE json_extract(payments.flow, '$.mode') = 'guarantee'
        AND json_extract(payments.flow, '$.state') != 'lapsed';
