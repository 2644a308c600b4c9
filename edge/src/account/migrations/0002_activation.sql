-- Whether the vendor has said last that the restaurant is connected.
ALTER TABLE restaurants ADD COLUMN is_active INTEGER NOT NULL DEFAULT 0;
