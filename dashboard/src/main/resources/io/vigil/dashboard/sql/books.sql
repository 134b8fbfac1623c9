SELECT generation, source, count(*) AS partitions, sum(read) AS read, sum(accepted) AS accepted,
  sum(duplicates) AS duplicates, sum(dead_letters) AS dead_letters, sum(late) AS late, sum(skipped) AS skipped,
  bool_and(balanced) AS balanced
FROM ledger_balance GROUP BY generation, source ORDER BY generation DESC, source LIMIT 500
