-- What is known of cards that no order was made for.
ALTER TABLE gift_cards ADD COLUMN template_id TEXT;
ALTER TABLE gift_cards ADD COLUMN payment_reference TEXT;
CREATE UNIQUE INDEX gift_cards_by_payment ON gift_cards (payment_reference);
