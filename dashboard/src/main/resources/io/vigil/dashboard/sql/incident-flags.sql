-- What the rules found on the incident's transactions.
SELECT flags.transaction_id, flags.event_time, flags.merchant_id, flags.currency, flags.country, flags.category,
  string_agg(flags.rule || ': ' || flags.evidence, '; ' ORDER BY flags.rule) AS findings
FROM incidents JOIN flags
  ON flags.transaction_id = ANY (string_to_array(replace(incidents.transaction_ids, ' ', ''), ','))
WHERE incident_id = ?
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY event_time, transaction_id LIMIT 100
