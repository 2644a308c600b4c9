-- Columns whose names say what they hold: the keyed hash of a card's code, and the amount that a remote system was asked
-- to take off a card while its answer is not known.
ALTER TABLE gift_cards RENAME COLUMN trace TO code_hash;
ALTER TABLE gift_card_orders RENAME COLUMN taking TO pending_debit;
