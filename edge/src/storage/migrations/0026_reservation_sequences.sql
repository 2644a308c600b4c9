-- The number of a reservation's calendar files is this and its revision. Before, it was the time in seconds since
-- 2020: 300 million is one of 2029, so that calendars take what comes after it.
ALTER TABLE reservations ADD COLUMN sequence_base INTEGER NOT NULL DEFAULT 0;
UPDATE reservations SET sequence_base = 300000000;
