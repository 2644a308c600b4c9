-- What another system was asked to take off a card, as long as nobody knows whether it did.
ALTER TABLE gift_card_orders ADD COLUMN taking INTEGER;
