package io.vigil.pipelines.metrics;

import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What the tables say, all of it by one statement, so that the numbers belong together. */
final class TableProbe implements Probe {

  private static final Duration LIMIT = Duration.ofSeconds(4);

  /**
   * Rows of metric, label value, value. An event in a minute happened before the minute's end, and
   * before the row was written; a minute in the future comes from a clock that is ahead.
   */
  private static final String QUESTION =
      """
      WITH counted AS (
        SELECT coalesce(sum(read), 0) AS read, coalesce(sum(accepted), 0) AS accepted,
          coalesce(sum(duplicates), 0) AS duplicates, coalesce(sum(dead_letters), 0) AS dead_letters,
          coalesce(sum(late), 0) AS late, coalesce(sum(skipped), 0) AS skipped,
          coalesce(sum(abs(read - accepted - duplicates - dead_letters - late - skipped)), 0)
            AS unbalanced
        FROM ledger WHERE generation = %d),
      minutes AS (
        SELECT window_start, window_end, final, written_at FROM totals
        WHERE grain = 'minute' AND dimension = 'all'),
      newest AS (
        SELECT max(least(window_end, written_at)) AS event, max(window_end) AS minute_end
        FROM (SELECT * FROM minutes WHERE window_start <= now()
          ORDER BY window_start DESC LIMIT 100) AS few),
      closed AS (
        SELECT coalesce(
          (SELECT window_end FROM minutes WHERE final ORDER BY window_start DESC LIMIT 1),
          (SELECT min(window_start) FROM minutes)) AS until)
      SELECT 'vigil_records_total', 'read', read FROM counted
      UNION ALL SELECT 'vigil_records_total', 'accepted', accepted FROM counted
      UNION ALL SELECT 'vigil_records_total', 'duplicate', duplicates FROM counted
      UNION ALL SELECT 'vigil_records_total', 'dead_letter', dead_letters FROM counted
      UNION ALL SELECT 'vigil_records_total', 'late', late FROM counted
      UNION ALL SELECT 'vigil_records_total', 'skipped', skipped FROM counted
      UNION ALL SELECT 'vigil_ledger_unbalanced', '', unbalanced FROM counted
      UNION ALL SELECT 'vigil_dead_letters_total', reason, count(*) FROM dead_letters GROUP BY reason
      UNION ALL SELECT 'vigil_late_total', '', count(*) FROM late
      UNION ALL SELECT 'vigil_spikes', states.state, count(spikes.state)
        FROM unnest(ARRAY['PROVISIONAL', 'CONFIRMED', 'RETRACTED']) AS states (state)
        LEFT JOIN spikes USING (state) GROUP BY states.state
      UNION ALL SELECT 'vigil_incidents_open', '', count(*)
        FROM incidents WHERE NOT final AND state <> 'RETRACTED'
      UNION ALL SELECT 'vigil_freshness_seconds', '', extract(epoch FROM now() - event)
        FROM newest WHERE event IS NOT NULL
      UNION ALL SELECT 'vigil_tables_newest_timestamp_seconds', '', extract(epoch FROM event)
        FROM newest WHERE event IS NOT NULL
      UNION ALL SELECT 'vigil_open_span_seconds', '',
        greatest(0, extract(epoch FROM minute_end - until))
        FROM newest, closed WHERE minute_end IS NOT NULL
      """;

  private final PostgresConfig config;
  private final String question;

  /**
   * @param generation whose ledger is counted
   */
  TableProbe(PostgresConfig config, long generation) {
    this.config = config;
    this.question = QUESTION.formatted(generation);
  }

  @Override
  public String part() {
    return "postgres";
  }

  @Override
  public List<Sample> measure() {
    return PostgresQuery.ask(config, question, LIMIT, TableProbe::sample);
  }

  private static Sample sample(ResultSet row) throws SQLException {
    var family = Family.named(row.getString(1)).orElseThrow();
    return new Sample(family, row.getString(2), row.getDouble(3));
  }
}
