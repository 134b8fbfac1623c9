SELECT bucket_start, bucket_end, signal, span_seconds, flagged, expected, threshold, probability, state
FROM spikes WHERE incident_id = ? AND state <> 'RETRACTED' ORDER BY bucket_end, signal, span_seconds LIMIT 2000
