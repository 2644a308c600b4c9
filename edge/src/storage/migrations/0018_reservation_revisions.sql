-- How often a reservation was written: its letters are named by that.
ALTER TABLE reservations ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
