-- The venue whose manager has begun the authorization, none where an operator has.
ALTER TABLE authorizations ADD COLUMN venue TEXT;
