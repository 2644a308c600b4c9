-- Who waits, by the mailbox that an address leads to, and by the telephone.
ALTER TABLE waitlist ADD COLUMN mailbox TEXT;
UPDATE waitlist SET mailbox = LOWER(
    CASE WHEN instr(email, '+') BETWEEN 2 AND instr(email, '@')
        THEN substr(email, 1, instr(email, '+') - 1) || substr(email, instr(email, '@'))
        ELSE email
    END
);
DROP INDEX waitlist_by_email;
CREATE INDEX waitlist_by_mailbox ON waitlist (mailbox);
CREATE INDEX waitlist_by_phone ON waitlist (phone);
