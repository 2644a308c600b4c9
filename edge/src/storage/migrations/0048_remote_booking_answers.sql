-- The answers of a guest to the questions at an experience of a remote system, as JSON with the words of the questions. They
-- are kept of bookings that are paid for here, whose letters are written here.
ALTER TABLE remote_bookings ADD COLUMN answers TEXT;
