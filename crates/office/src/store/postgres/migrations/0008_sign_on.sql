-- What a provider of accounts calls somebody whose account this is.
ALTER TABLE staff ADD COLUMN signs_on_as TEXT COLLATE "C" UNIQUE;
