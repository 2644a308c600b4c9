-- The customer of a card that staff made, the language of the letter to them, the code for that letter (encrypted, and
-- deleted when it is sent), and the key that made the card once.
ALTER TABLE gift_cards ADD COLUMN email TEXT;
ALTER TABLE gift_cards ADD COLUMN locale TEXT;
ALTER TABLE gift_cards ADD COLUMN sealed_code TEXT;
ALTER TABLE gift_cards ADD COLUMN key TEXT;
ALTER TABLE gift_cards ADD COLUMN fingerprint TEXT;
CREATE INDEX gift_cards_by_key ON gift_cards (key) WHERE key IS NOT NULL;
-- The caller's reference of a transaction of staff, and the key that made it once.
ALTER TABLE gift_card_transactions ADD COLUMN reference TEXT;
ALTER TABLE gift_card_transactions ADD COLUMN key TEXT;
ALTER TABLE gift_card_transactions ADD COLUMN fingerprint TEXT;
CREATE INDEX gift_card_transactions_by_key ON gift_card_transactions (key) WHERE key IS NOT NULL;
-- The name of a transaction without a reference had 26 random characters.
UPDATE gift_card_transactions SET reference = substr(id, 10) WHERE id LIKE 'external-%' AND length(id) <> 35;
