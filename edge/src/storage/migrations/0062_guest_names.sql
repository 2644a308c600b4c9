-- Staff find guests by the beginning of the last name.
CREATE INDEX reservations_by_last_name ON reservations (last_name COLLATE NOCASE) WHERE blanked_at IS NULL;
