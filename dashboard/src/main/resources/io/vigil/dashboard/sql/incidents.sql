-- Open ones first, then the newest.
SELECT incident_id, dimension, key, kind, fraud, state, final, incident_start, incident_end, alarmed_at,
  last_seen, signal, span_seconds, observed, expected, probability, cards, attempts, approved, declined
FROM incidents WHERE state <> 'RETRACTED'
ORDER BY final, incident_start DESC, incident_id LIMIT 500
