-- The fields of a reservation that staff alone write and read, whether they have pinned its tables, and the guest that
-- several reservations share.
ALTER TABLE reservations ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reservations ADD COLUMN label_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reservations ADD COLUMN company TEXT;
ALTER TABLE reservations ADD COLUMN guest_notes TEXT;
ALTER TABLE reservations ADD COLUMN internal_notes TEXT;
ALTER TABLE reservations ADD COLUMN guest_id TEXT;
CREATE INDEX reservations_by_email ON reservations (LOWER(email)) WHERE email IS NOT NULL;
CREATE INDEX reservations_by_guest ON reservations (guest_id) WHERE guest_id IS NOT NULL;
