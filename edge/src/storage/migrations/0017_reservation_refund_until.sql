-- Until when cancelling a reservation that was moved gives its money back.
ALTER TABLE reservations ADD COLUMN refund_until INTEGER;
