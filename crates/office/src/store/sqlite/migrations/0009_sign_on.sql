-- What a provider of accounts calls somebody whose account this is.
ALTER TABLE staff ADD COLUMN signs_on_as TEXT;

CREATE UNIQUE INDEX staff_signs_on_as ON staff (signs_on_as);
