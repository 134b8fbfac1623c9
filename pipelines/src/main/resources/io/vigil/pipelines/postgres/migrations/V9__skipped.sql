-- Records that a mapping does not mean: they are counted, and nothing else becomes of them.
ALTER TABLE ledger ADD COLUMN skipped bigint NOT NULL DEFAULT 0;

CREATE OR REPLACE VIEW ledger_balance AS
SELECT generation, source, partition,
  sum(read) AS read, sum(accepted) AS accepted, sum(duplicates) AS duplicates,
  sum(dead_letters) AS dead_letters, sum(late) AS late,
  sum(read) = sum(accepted) + sum(duplicates) + sum(dead_letters) + sum(late) + sum(skipped) AS balanced,
  sum(skipped) AS skipped
FROM ledger
GROUP BY generation, source, partition;

-- Key, time and headers of a record of a topic, if a mapping asks for them.
ALTER TABLE dead_letters ADD COLUMN topic_metadata text;
