SELECT (SELECT count(*) FROM late) AS late, (SELECT count(*) FROM conflicts) AS conflicts,
  (SELECT max(written_at) FROM late) AS last_late, (SELECT max(written_at) FROM conflicts) AS last_conflict
