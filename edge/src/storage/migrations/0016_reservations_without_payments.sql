-- A reservation waits for a payment exactly where it has one: those that staff made have none.
UPDATE reservations SET status = 'booked' WHERE status = 'payment_pending' AND NOT EXISTS (
    SELECT 1 FROM payments WHERE payments.kind = 'reservation' AND payments.subject = reservations.id
);
