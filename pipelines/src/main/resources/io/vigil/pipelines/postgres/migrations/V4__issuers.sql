ALTER TABLE flags ADD COLUMN issuer text, ADD COLUMN card_id text;
ALTER TABLE late ADD COLUMN issuer text;
