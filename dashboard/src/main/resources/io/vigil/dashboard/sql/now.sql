-- How fresh the tables are, and what of the newest minutes and of the newest day is known.
WITH minutes AS (
  SELECT window_start, window_end, written_at, count, declined, flagged FROM totals
  WHERE grain = 'minute' AND dimension = 'all' ORDER BY window_start DESC LIMIT 400),
newest AS (
  SELECT max(least(window_end, written_at)) AS event, max(written_at) AS written, max(window_start) AS minute
  FROM minutes WHERE window_start <= now()),
full_minute AS (
  SELECT sum(count) AS count FROM minutes, newest WHERE window_start = minute - interval '1 minute'),
today AS (
  SELECT sum(count) AS count, sum(declined) AS declined, sum(flagged) AS flagged FROM totals, newest
  WHERE grain = 'day' AND dimension = 'all' AND window_start = date_trunc('day', minute, 'UTC'))
SELECT now() AS clock, event, written, minute, full_minute.count AS minute_count,
  today.count AS count, today.declined, today.flagged, date_trunc('day', minute, 'UTC') AS day
FROM newest, full_minute, today
