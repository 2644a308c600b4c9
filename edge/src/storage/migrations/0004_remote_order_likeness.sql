-- What an order was for, where its booking was found by that alone.
ALTER TABLE remote_orders ADD COLUMN likeness TEXT;
