-- Where a reservation came from, and when its guests came and left.
ALTER TABLE reservations ADD COLUMN source TEXT NOT NULL DEFAULT 'app';
ALTER TABLE reservations ADD COLUMN checked_in_at INTEGER;
ALTER TABLE reservations ADD COLUMN checked_out_at INTEGER;
CREATE INDEX reservations_by_day ON reservations (day, minutes);
