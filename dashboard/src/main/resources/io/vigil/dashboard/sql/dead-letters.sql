SELECT reason, stage, count(*) AS count, min(written_at) AS first_written, max(written_at) AS last_written,
  (array_agg(source || ' ' || partition || ':' || "offset" ORDER BY written_at, source, partition, "offset"))[1] AS first_place,
  (array_agg(message ORDER BY written_at, source, partition, "offset"))[1] AS sample
FROM dead_letters GROUP BY reason, stage ORDER BY count(*) DESC, reason LIMIT 200
