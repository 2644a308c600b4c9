-- Why an order's money goes back, and when its purchaser withdrew.
ALTER TABLE gift_card_orders ADD COLUMN refund_reason TEXT;
ALTER TABLE gift_card_orders ADD COLUMN withdrawn_at INTEGER;
