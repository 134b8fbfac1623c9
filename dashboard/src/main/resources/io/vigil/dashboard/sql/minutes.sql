-- The last three hours, minute by minute.
SELECT window_start AS time, sum(count) AS count, sum(declined) AS declined, sum(flagged) AS flagged
FROM totals WHERE grain = 'minute' AND dimension = 'all' AND window_start > (
  SELECT max(window_start) FROM totals WHERE grain = 'minute' AND dimension = 'all' AND window_start <= now())
  - interval '3 hours' AND window_start <= now()
GROUP BY window_start ORDER BY window_start
