-- What a party has ordered beside its table, as JSON with the names and prices of the time of booking, and what its guest
-- has answered to the questions of the experience.
ALTER TABLE reservations ADD COLUMN ordered TEXT;
ALTER TABLE reservations ADD COLUMN answers TEXT;
CREATE INDEX reservations_with_orders ON reservations (day) WHERE ordered IS NOT NULL;
