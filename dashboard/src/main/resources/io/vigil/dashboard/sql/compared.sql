-- The newest day up to its newest minute, against the same part of the day before and of a week ago.
WITH newest AS (
  SELECT max(window_start) AS minute FROM totals WHERE grain = 'minute' AND dimension = 'all' AND window_start <= now()),
days AS (
  SELECT days_ago, date_trunc('day', minute, 'UTC') - make_interval(days => days_ago) AS start,
    minute - make_interval(days => days_ago) AS until
  FROM newest, unnest(ARRAY[0, 1, 7]) AS days_ago)
SELECT days_ago, sum(count) AS count, sum(declined) AS declined, sum(flagged) AS flagged
FROM days LEFT JOIN totals
  ON grain = 'minute' AND dimension = 'all' AND window_start >= days.start AND window_start < days.until
GROUP BY days_ago ORDER BY days_ago
