package io.vigil.pipelines.backfill;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.pipelines.VigilProcess;
import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.TestPostgres;
import io.vigil.pipelines.tables.DayRange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real processes, killed without warning: the tables are as before or as after, and can be redone.
 */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KilledBackfillTest {

  private static final DayRange RANGE =
      new DayRange(LocalDate.parse("2026-03-02"), LocalDate.parse("2026-03-04"));
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path folder;

  /** When to kill: as soon as this is so. */
  enum Moment {
    REGISTERED("SELECT count(*) > 0 FROM generations WHERE state = 'running'"),
    STAGED("SELECT to_regclass('%s_backfill_1.totals') IS NOT NULL"),
    /** The totals are replaced, and the flags are not: they wait for this test. */
    HALF_PUBLISHED(
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'vigil backfill'"
            + " AND wait_event_type = 'Lock' AND query LIKE 'DELETE FROM \"%s\".\"flags\"%%'"),
    PUBLISHED("SELECT count(*) > 0 FROM generations WHERE state = 'published'");

    private final String question;

    Moment(String question) {
      this.question = question;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveTheOldRowsOrTheNewOnesAndDoNoHarm(Moment moment) throws Exception {
    var all = Week.transactions(2);
    var archive = Week.archive(folder.resolve("archive"), all).folder();
    var truth = TestPostgres.freshSchema();
    Week.monitor(all, truth);
    var live = TestPostgres.freshSchema();
    Week.monitor(all.stream().filter(it -> !Week.isLate(it)).toList(), live);
    var before = RangeRows.of(live, RANGE);
    var after = RangeRows.of(truth, RANGE);
    assertThat(before, is(not(after)));

    try (var connection = connect(live)) {
      if (moment == Moment.HALF_PUBLISHED) {
        holdFlags(connection);
      }
      var process = VigilProcess.start(folder.resolve("backfill.log"), arguments(archive, live));
      awaitMoment(moment, live, process);
      process.destroyForcibly().waitFor();
    }

    assertThat(RangeRows.of(live, RANGE), is(moment == Moment.PUBLISHED ? after : before));
    var again = VigilRun.vigil(arguments(archive, live).toArray(String[]::new));
    assertThat(again.err().toString(), again.exitCode(), is(0));
    assertThat(RangeRows.of(live, RANGE), is(after));
    assertThat(TestPostgres.schemasLike(live, "_backfill_"), is(List.of()));
  }

  private static void holdFlags(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT * FROM flags FOR UPDATE");
    }
  }

  private static void awaitMoment(Moment moment, PostgresConfig live, Process process)
      throws SQLException {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (var connection = connect(live);
        var statement = connection.createStatement()) {
      boolean hasCome = false;
      while (!hasCome) {
        if (System.nanoTime() > end || !process.isAlive()) {
          throw new AssertionError(
              moment + " has not come; the backfill runs: " + process.isAlive());
        }
        try (var answer = statement.executeQuery(moment.question.formatted(live.schema()))) {
          hasCome = answer.next() && answer.getBoolean(1);
        }
      }
    }
  }

  private static Connection connect(PostgresConfig live) throws SQLException {
    var connection = DriverManager.getConnection(live.url(), live.user(), "");
    connection.setSchema(live.schema());
    return connection;
  }

  private static List<String> arguments(Path archive, PostgresConfig live) {
    return List.of(
        "backfill",
        "--archive=" + archive,
        "--from=" + RANGE.first(),
        "--to=" + RANGE.last(),
        "--jdbcUrl=" + live.url(),
        "--jdbcUser=" + live.user(),
        "--jdbcSchema=" + live.schema(),
        "--parallelism=2");
  }
}
