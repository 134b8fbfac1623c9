-- A header or schema of many kilobytes stands in some dead letters of a source, and its hash in all of them.
ALTER TABLE dead_letters ADD COLUMN schema_hash  text;
-- How long a record was of which only the beginning is kept.
ALTER TABLE dead_letters ADD COLUMN whole_length bigint;
