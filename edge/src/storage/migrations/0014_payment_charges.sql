-- What the provider calls the charge to a kept card: a payment of its own.
ALTER TABLE payments ADD COLUMN charge_reference TEXT;
CREATE UNIQUE INDEX payments_by_charge ON payments (charge_reference);
