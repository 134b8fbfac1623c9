SELECT window_start AS time, currency, count, declined, flagged, sum, largest, cards, final FROM totals
WHERE grain = ? AND dimension = ? AND key = ? AND window_start >= ? AND window_start < ?
ORDER BY window_start, currency LIMIT 5000
