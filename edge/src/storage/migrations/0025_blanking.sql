-- When the personal data of a row was blanked, and since when somebody has asked for that. Reservations that were
-- held for an offer which was not taken are blanked at the next run.
ALTER TABLE reservations ADD COLUMN blanked_at INTEGER;
ALTER TABLE reservations ADD COLUMN erase_asked_at INTEGER;
CREATE INDEX reservations_to_blank ON reservations (ends_at) WHERE blanked_at IS NULL;
CREATE INDEX reservations_to_erase ON reservations (erase_asked_at)
    WHERE erase_asked_at IS NOT NULL AND blanked_at IS NULL;
ALTER TABLE gift_card_orders ADD COLUMN blanked_at INTEGER;
ALTER TABLE gift_card_orders ADD COLUMN erase_asked_at INTEGER;
CREATE INDEX gift_card_orders_to_blank ON gift_card_orders (created_at) WHERE blanked_at IS NULL;
CREATE INDEX gift_card_orders_to_erase ON gift_card_orders (erase_asked_at)
    WHERE erase_asked_at IS NOT NULL AND blanked_at IS NULL;
UPDATE reservations SET erase_asked_at = 0 WHERE status = 'voided'
    AND id IN (SELECT reservation_id FROM waitlist WHERE status IN ('lapsed', 'withdrawn'));
