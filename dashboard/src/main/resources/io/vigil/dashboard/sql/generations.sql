SELECT generation, command, publishes, range_start, range_end, state, started_at, ended_at, read, accepted, duplicates, dead_letters
FROM generations ORDER BY generation DESC LIMIT 100
