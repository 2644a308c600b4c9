-- Which reservations were at a remote system before an order was sent, where nothing but that tells the order's.
ALTER TABLE remote_orders ADD COLUMN seen TEXT;
