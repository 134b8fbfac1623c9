-- How many rows of records that were set aside are gone because they were old. The ledger goes on counting them.
CREATE TABLE purged (
  table_name text COLLATE "C" NOT NULL CHECK (table_name IN ('dead_letters', 'late')),
  source     text COLLATE "C" NOT NULL,
  partition  integer          NOT NULL,
  rows       bigint           NOT NULL,
  PRIMARY KEY (table_name, source, partition)
);
COMMENT ON TABLE purged IS 'Records whose rows were purged, by where they were read: for the books.';
COMMENT ON COLUMN purged.table_name IS 'The table that had them.';
COMMENT ON COLUMN purged.source IS 'The path of the file or the topic where the records were read.';
COMMENT ON COLUMN purged.partition IS 'The partition of the topic; -1 for a file.';
COMMENT ON COLUMN purged.rows IS 'How many records; of one that was tried several times the first attempt.';
