package io.vigil.pipelines.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.TestPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tables say, held against what was put into them by hand. */
class TableProbeTest {

  private final PostgresConfig config = TestPostgres.freshSchema();

  @Test
  void recordsAreThoseOfTheLedgerOfOneGeneration() throws SQLException {
    TestPostgres.execute(
        config,
        """
        INSERT INTO ledger (source, partition, block_start, block_end,
          read, accepted, duplicates, dead_letters, late, generation) VALUES
        ('t', 0,     0, 65536, 10, 6, 1, 1, 1, 0),
        ('t', 1,     0, 65536,  5, 5, 2, 0, 0, 0),
        ('t', 1, 65536, 99999,  4, 4, 0, 0, 0, 0),
        ('t', 0,     0, 65536, 90, 90, 0, 0, 0, 7)
        """);
    assertThat(values(Family.RECORDS, "read"), is(List.of(19.0)));
    assertThat(values(Family.RECORDS, "accepted"), is(List.of(15.0)));
    assertThat(values(Family.RECORDS, "duplicate"), is(List.of(3.0)));
    assertThat(values(Family.RECORDS, "dead_letter"), is(List.of(1.0)));
    assertThat(values(Family.RECORDS, "late"), is(List.of(1.0)));
    // One of block 0 is missing, two of block 1 are too many: they must not hide each other.
    assertThat(values(Family.UNBALANCED, ""), is(List.of(3.0)));
    assertThat(
        values(new TableProbe(config, 7).measure(), Family.RECORDS, "read"), is(List.of(90.0)));
  }

  @Test
  void whatWasSetAsideIsCountedByReason() throws SQLException {
    TestPostgres.execute(
        config,
        """
        INSERT INTO dead_letters (stage, reason, message, source, partition, "offset", encoding,
          bytes, attempt, vigil_version)
        SELECT 'PARSE', CASE WHEN n <= 2 THEN 'TOMBSTONE' ELSE 'MALFORMED' END, 'm', 't', 0, n,
          'JSON', '', 1, '1' FROM generate_series(1, 5) AS n
        """,
        """
        INSERT INTO late (transaction_id, event_time, card_id, merchant_id, amount, currency, source,
          partition, "offset", bucket_end, watermark)
        SELECT 'x', now(), 'c', 'm', 1, 'EUR', 't', 0, n, now(), now()
        FROM generate_series(1, 4) AS n
        """);
    assertThat(values(Family.DEAD_LETTERS, "TOMBSTONE"), is(List.of(2.0)));
    assertThat(values(Family.DEAD_LETTERS, "MALFORMED"), is(List.of(3.0)));
    assertThat(values(Family.LATE, ""), is(List.of(4.0)));
  }

  @Test
  void alarmsAreCountedByTheirState() throws SQLException {
    TestPostgres.execute(
        config,
        """
        INSERT INTO spikes (spike_id, incident_id, dimension, key, bucket_start, bucket_end,
          flagged, expected, probability, threshold, state, generation, facts, final)
        SELECT n, 'i', 'merchant', 'm', now(), now(), 9, 1, 0, 5,
          CASE WHEN n <= 3 THEN 'CONFIRMED' ELSE 'PROVISIONAL' END, 0, 9, n <= 3
        FROM generate_series(1, 5) AS n
        """);
    // By columns: their names may still change.
    TestPostgres.execute(
        config,
        """
        INSERT INTO incidents SELECT 'i' || n, 'merchant', 'm', now(), now(), 1, 9, 9, now(),
          CASE WHEN n = 1 THEN 'RETRACTED' ELSE 'CONFIRMED' END, 0, 9, n >= 4
        FROM generate_series(1, 5) AS n
        """);
    assertThat(values(Family.SPIKES, "CONFIRMED"), is(List.of(3.0)));
    assertThat(values(Family.SPIKES, "PROVISIONAL"), is(List.of(2.0)));
    assertThat(values(Family.SPIKES, "RETRACTED"), is(List.of(0.0)));
    // 2 and 3: the first is retracted, the others are final.
    assertThat(values(Family.OPEN_INCIDENTS, ""), is(List.of(2.0)));
  }

  @Test
  void freshnessIsThatOfTheNewestEventThatCanBeInTheTables() throws SQLException {
    total("minute", "all", "10:00", "10:01", true, "10:12:00");
    total("minute", "all", "10:01", "10:02", false, "10:02:30");
    total("minute", "all", "10:02", "10:03", false, "10:02:40");
    total("minute", "merchant", "10:30", "10:31", false, "10:30:10");
    total("hour", "all", "10:00", "11:00", false, "10:40:00");
    TestPostgres.execute(
        config,
        """
        INSERT INTO totals SELECT grain, dimension, key, currency, '2200-01-01Z', '2200-01-01Z',
          1, 0, 0, 1, 1, 1, 0, 1, false, now() FROM totals WHERE final
        """);
    var newest = Instant.parse("2024-03-01T10:02:40Z");
    assertThat(values(Family.TABLES_NEWEST, ""), is(List.of((double) newest.getEpochSecond())));
    double age = Instant.now().getEpochSecond() - newest.getEpochSecond();
    assertThat(values(Family.FRESHNESS, "").get(0), closeTo(age, 60));
    // From 10:01, the end of the closed one, to 10:03.
    assertThat(values(Family.OPEN_SPAN, ""), is(List.of(120.0)));
  }

  @Test
  void whileNothingIsClosedTheOpenSpanBeginsWithTheOldestMinute() throws SQLException {
    total("minute", "all", "10:00", "10:01", false, "10:00:10");
    total("minute", "all", "10:05", "10:06", false, "10:05:10");
    assertThat(values(Family.OPEN_SPAN, ""), is(List.of(360.0)));
  }

  @Test
  void emptyTablesAreNeitherFreshNorStale() {
    assertThat(values(Family.FRESHNESS, ""), is(empty()));
    assertThat(values(Family.OPEN_SPAN, ""), is(empty()));
    assertThat(values(Family.RECORDS, "read"), is(List.of(0.0)));
    assertThat(values(Family.LATE, ""), is(List.of(0.0)));
  }

  @Test
  void tablesThatAreNotThereAreNamed() {
    var nothing = TestPostgres.emptySchema();
    var refusal = assertThrows(Refusal.class, () -> new TableProbe(nothing, 0).measure());
    assertThat(
        refusal.getMessage(),
        containsString(
            "schema "
                + nothing.schema()
                + " in PostgreSQL at "
                + nothing.address()
                + " does not hold this version's tables: relation \"ledger\" does not exist"));
  }

  private void total(
      String grain, String dimension, String start, String end, boolean isFinal, String written)
      throws SQLException {
    TestPostgres.execute(
        config,
        """
        INSERT INTO totals VALUES ('%s', '%s', '', 'EUR', '2024-03-01 %sZ', '2024-03-01 %sZ',
          1, 0, 0, 1, 1, 1, 0, 1, %s, '2024-03-01 %sZ')
        """
            .formatted(grain, dimension, start, end, isFinal, written));
  }

  private List<Double> values(Family family, String label) {
    return values(new TableProbe(config, 0).measure(), family, label);
  }

  private static List<Double> values(List<Sample> samples, Family family, String label) {
    return samples.stream()
        .filter(it -> it.family() == family && it.labelValue().equals(label))
        .map(Sample::value)
        .toList();
  }
}
