package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.Generations.Work;
import io.vigil.pipelines.tables.DayRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of 28 February and of 1 March, of which those of March stay. */
class TablePurgeTest {

  private static final LocalDate MARCH = LocalDate.parse("2026-03-01");
  private static final Map<String, Long> OLD =
      Map.of("flags", 1L, "conflicts", 1L, "dead_letters", 4L, "late", 2L);
  private static final String NEVER = "2099-01-01T00:00:00Z";

  private PostgresConfig live;

  @BeforeEach
  void setUp() throws SQLException {
    live = TestPostgres.freshSchema();
    flag("old", "2026-02-28T23:59:59.999Z");
    flag("new", "2026-03-01T00:00:00Z");
    run("INSERT INTO conflicts VALUES ('old', 2, 'f', 0, 1, '2026-02-28T12:00:00Z')");
    run("INSERT INTO conflicts VALUES ('new', 2, 'f', 0, 2, '2026-03-01T12:00:00Z')");
    // Twice tried; without a time, of an old row; from a future that was old when it was written.
    letter(1, 1, "'2026-02-28T12:00:00Z'", NEVER);
    letter(1, 2, "'2026-02-28T12:00:00Z'", NEVER);
    letter(2, 1, "NULL", "2026-02-28T12:00:00Z");
    letter(3, 1, "'" + NEVER + "'", "2026-02-28T12:00:00Z");
    letter(4, 1, "NULL", NEVER);
    letter(5, 1, "'2026-03-01T00:00:00Z'", NEVER);
    late(1, "2026-02-28T12:00:00Z");
    late(2, "2026-02-01T12:00:00Z");
    late(3, "2026-03-01T12:00:00Z");
    total("day", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z");
    total("hour", "2026-02-28T23:00:00Z", "2026-03-01T00:00:00Z");
    total("hour", "2026-03-01T00:00:00Z", "2026-03-01T01:00:00Z");
  }

  @Test
  void shouldRemoveWhatIsOlderAndNoteItForTheBooks() throws SQLException {
    assertThat(purge().dryRun(), is(OLD));
    assertThat(count("dead_letters"), is(6L));

    assertThat(purge().run(), is(OLD));

    assertThat(count("flags"), is(1L));
    assertThat(count("conflicts"), is(1L));
    assertThat(count("dead_letters"), is(2L));
    assertThat(count("late"), is(1L));
    assertThat(count("totals"), is(3L));
    assertThat(
        text("SELECT string_agg(table_name || ' ' || rows, ', ' ORDER BY table_name) FROM purged"),
        is("dead_letters 3, late 2"));

    letter(6, 1, "'2026-02-28T12:00:00Z'", NEVER);
    assertThat(purge().run().get("dead_letters"), is(1L));
    assertThat(text("SELECT rows::text FROM purged WHERE table_name = 'dead_letters'"), is("4"));
  }

  @Test
  void shouldRemoveTotalsIfTheyAreMeant() {
    var removed = new TablePurge(live, MARCH, true).run();
    assertThat(removed.get("totals"), is(2L));
    assertThat(removed.get("flags"), is(1L));
  }

  @Test
  void shouldRemoveAllOrNothing() throws SQLException {
    // Dies at the last of the tables.
    run(
        "CREATE FUNCTION %1$s.die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''dead''; END'"
            .formatted(live.schema()));
    run("CREATE TRIGGER dies BEFORE DELETE ON late FOR EACH ROW EXECUTE FUNCTION die()");

    assertThrows(Refusal.class, () -> purge().run());

    assertThat(purge().dryRun(), is(OLD));
    assertThat(count("purged"), is(0L));
  }

  @Test
  void shouldGoAwayWholeWithItsSession() throws Exception {
    // Another one holds a row, so that the purge hangs in its last table; then its session is
    // killed.
    var executor = Executors.newSingleThreadExecutor();
    try (var blocker = connect()) {
      blocker.setAutoCommit(false);
      Sql.run(blocker, "SELECT * FROM late FOR UPDATE");
      var purging = executor.submit(() -> assertThrows(Refusal.class, () -> purge().run()));
      var question =
          ("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE query LIKE '%%%s%%'"
                  + " AND wait_event_type = 'Lock' AND query LIKE '%%late%%' AND pid <> pg_backend_pid()")
              .formatted(live.schema());
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (!"true".equals(text(question)) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      purging.get(1, TimeUnit.MINUTES);
    } finally {
      executor.shutdownNow();
    }
    assertThat(purge().dryRun(), is(OLD));
    assertThat(count("purged"), is(0L));
  }

  @Test
  void shouldRefuseWhileSuchDaysAreRecomputed() {
    var february = new DayRange(LocalDate.parse("2026-02-01"), LocalDate.parse("2026-02-02"));
    var march = new DayRange(MARCH, MARCH);
    try (var backfill = Generations.begin(live, new Work("backfill", february, true))) {
      assertThat(backfill.generation(), is(1L));
      assertThat(
          assertThrows(Refusal.class, () -> purge().run()).getMessage(),
          containsString("backfill of 2026-02-01 to 2026-02-02 (generation 1) is running"));
      assertThat(purge().dryRun(), is(OLD));
    }
    try (var backfill = Generations.begin(live, new Work("backfill", march, true))) {
      assertThat(backfill.generation(), is(2L));
      assertThat(purge().run(), is(OLD));
    }
  }

  private TablePurge purge() {
    return new TablePurge(live, MARCH, false);
  }

  private void flag(String id, String time) throws SQLException {
    run(
        "INSERT INTO flags (rule, transaction_id, content, evidence, event_time, merchant_id, currency)"
            + " VALUES ('r', '%s', 'c', 'e', '%s', 'm', 'GBP')".formatted(id, time));
  }

  private void letter(long offset, int attempt, String time, String writtenAt) throws SQLException {
    run(
        "INSERT INTO dead_letters VALUES ('PARSE', 'WRONG_TYPE', 'm', 'f', 0, %d, 'JSON', NULL, '', %s, %d, 'v', '%s')"
            .formatted(offset, time, attempt, writtenAt));
  }

  private void late(long offset, String time) throws SQLException {
    run(
        "INSERT INTO late VALUES ('t', '%1$s', 'c', 'm', 1, 'GBP', NULL, NULL, NULL, NULL, 'f', 0, %2$d, '%1$s', '%1$s', '%3$s')"
            .formatted(time, offset, NEVER));
  }

  private void total(String grain, String start, String end) throws SQLException {
    run(
        "INSERT INTO totals VALUES ('%s', 'all', '', 'GBP', '%s', '%s', 1, 0, 0, 1, 1, 1, 0, 1, true)"
            .formatted(grain, start, end));
  }

  private long count(String table) throws SQLException {
    return Long.parseLong(text("SELECT count(*)::text FROM " + table));
  }

  private String text(String sql) throws SQLException {
    try (var connection = connect()) {
      return Sql.value(connection, sql, row -> row.getString(1)).orElse("");
    }
  }

  private void run(String sql) throws SQLException {
    try (var connection = connect()) {
      Sql.run(connection, sql);
    }
  }

  private Connection connect() throws SQLException {
    var connection = live.dataSource().getConnection();
    connection.setSchema(live.schema());
    return connection;
  }
}
