-- When a table was promised to a party at the door. Guests who joined the waitlist themselves were promised none.
ALTER TABLE waitlist ADD COLUMN quoted_at INTEGER;
