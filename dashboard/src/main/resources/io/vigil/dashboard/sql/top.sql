-- The busiest keys of a time, or those whose names begin as asked.
SELECT key, sum(count) AS count, sum(declined) AS declined, sum(flagged) AS flagged, count(DISTINCT currency) AS currencies
FROM totals WHERE grain = ? AND dimension = ? AND window_start >= ? AND window_start < ? AND starts_with(key, ?)
GROUP BY key ORDER BY 2 DESC, key LIMIT 5000
