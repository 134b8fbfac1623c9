-- Money of the newest day by currency; sums of currencies are never added up.
SELECT currency, count, declined, flagged, sum, largest, cards FROM totals
WHERE grain = 'day' AND dimension = 'all' AND window_start = (
  SELECT max(window_start) FROM totals WHERE grain = 'day' AND dimension = 'all' AND window_start <= now())
ORDER BY count DESC, currency
