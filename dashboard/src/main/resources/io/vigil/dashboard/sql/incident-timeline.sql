-- The minutes of the incident's key around it.
SELECT window_start AS time, sum(totals.count) AS count, sum(totals.declined) AS declined, sum(totals.flagged) AS flagged
FROM incidents JOIN totals ON totals.grain = 'minute' AND totals.dimension = incidents.dimension
  AND totals.key = incidents.key
  AND window_start >= incident_start - interval '45 minutes' AND window_start < incident_end + interval '45 minutes'
WHERE incident_id = ? GROUP BY window_start ORDER BY window_start LIMIT 3000
