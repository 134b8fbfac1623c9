package io.vigil.pipelines.reconcile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables are those of three days of real transactions, and then something goes wrong. */
@ExtendWith(LoopbackOnly.class)
class ReconcileCommandTest {

  private static final String INPUT = "--input=../samples/online-retail/*.csv.gz";
  private static final String MAPPING = "--mapping=../samples/online-retail/mapping.yaml";
  private static final String ALL_IS_READ =
      "sources=3 read=3525 accepted=3512 duplicates=12 dead_letters=1 late=0 ";

  @TempDir private static Path folder;
  private static PostgresConfig live;

  @BeforeAll
  static void setUp() {
    live = TestPostgres.freshSchema();
    var monitor = run(live, "monitor", INPUT, MAPPING, "--output=" + folder.resolve("tables"));
    assertThat(String.join("\n", monitor.err()), monitor.exitCode(), is(0));
    var archive =
        VigilRun.vigil(
            "archive", INPUT, MAPPING, "--archive=" + folder.resolve("archive"), "--parallelism=2");
    assertThat(String.join("\n", archive.err()), archive.exitCode(), is(0));
  }

  @Test
  void shouldFindThatAllAgrees() {
    var run = reconcile(live);
    assertThat(String.join("\n", run.out()), run.exitCode(), is(0));
    assertThat(run.result(), is(ALL_IS_READ + "problems=0 differences=0 reconciled=true"));
  }

  @Test
  void shouldShowEveryDifferenceByItsKeyAndColumn() throws SQLException {
    var wrong = copy();
    TestPostgres.execute(
        wrong,
        "UPDATE totals SET count = count + 1 WHERE grain = 'day' AND dimension = 'all'"
            + " AND window_start = (SELECT min(window_start) FROM totals)",
        "DELETE FROM totals WHERE ctid = (SELECT ctid FROM totals WHERE grain = 'hour' LIMIT 1)");

    var run = reconcile(wrong);
    assertThat(run.exitCode(), is(1));
    assertThat(run.result(), is(ALL_IS_READ + "problems=0 differences=2 reconciled=false"));
    assertThat(run.out(), hasItem(containsString("1 changed")));
    assertThat(run.out(), hasItem(containsString(" day all all GBP: changed: count ")));
    assertThat(run.out(), hasItem(containsString(": added")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE ledger SET accepted = accepted - 1 WHERE duplicates > 0 AND source LIKE '%2010-12-20%'"
            + " | were read and",
        "DELETE FROM dead_letters | the ledger has 1 dead letters, and their table 0",
        "DELETE FROM ledger WHERE source LIKE '%2010-12-20%' | records, and 0 were read"
      })
  void shouldSayWhichBooksDoNotBalance(String damage, String problem) throws SQLException {
    var wrong = copy();
    TestPostgres.execute(wrong, damage);

    var run = run(wrong, "reconcile", INPUT, MAPPING);
    assertThat(run.exitCode(), is(1));
    assertThat(run.out(), hasItem(containsString(problem)));
    assertThat(run.result(), containsString(" problems=1 differences=not_compared"));
  }

  @Test
  void shouldBalanceAfterAPurge() throws SQLException {
    var purged = copy();
    TestPostgres.execute(purged, "UPDATE dead_letters SET written_at = '2020-01-01T00:00:00Z'");
    var purge =
        VigilRun.vigil(
            "purge",
            "--before=2020-01-02",
            "--jdbcUrl=" + purged.url(),
            "--jdbcUser=" + purged.user(),
            "--jdbcSchema=" + purged.schema());
    assertThat(String.join("\n", purge.err()), purge.exitCode(), is(0));
    assertThat(purge.out(), hasItem("dead_letters: 1 rows"));

    var run = run(purged, "reconcile", INPUT, MAPPING);
    assertThat(String.join("\n", run.out()), run.exitCode(), is(0));
    assertThat(run.result(), containsString(" problems=0 differences=not_compared"));
  }

  @Test
  void shouldCountAFileThatWasSetAsideAsOneRecord() throws IOException {
    var tables = TestPostgres.freshSchema();
    var input = Files.createDirectory(folder.resolve("in"));
    Files.copy(Path.of("../samples/transactions/good.jsonl"), input.resolve("good.jsonl"));
    Files.writeString(input.resolve("renamed.csv"), "id,when\n1,2\n3,4\n");
    var files = "--input=" + input;
    var monitor = run(tables, "monitor", files, "--output=" + folder.resolve("aside"));
    assertThat(monitor.result(), containsString(" files_set_aside=1 "));

    var run = run(tables, "reconcile", files);

    assertThat(String.join("\n", run.out()), run.exitCode(), is(0));
    assertThat(run.out(), hasItem(containsString("renamed.csv: read=1 accepted=0 ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from=2026-03-01 | --from and --to need --archive=DIR",
        "--archive=a | --archive needs --from=DAY and --to=DAY",
        "--archive=a --from=2026-03-02 --to=2026-03-01 | --from=2026-03-02 is after --to=2026-03-01",
        "--archive=a --from=monday --to=2026-03-01 | 'monday' is no day such as 2026-03-01",
        "--bootstrapServers=localhost:1 | --bootstrapServers needs --topic",
        "--topic=t | --bootstrapServers=HOST:PORT is missing",
        "--inputs=x | unknown flag '--inputs'; did you mean '--input'?"
      })
  void shouldRefuseWrongFlagsInOneLine(String flags, String problem) {
    var run = run(live, Stream.concat(Stream.of("reconcile"), flags(flags)).toArray(String[]::new));
    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), contains(containsString(problem.strip())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--archive=/nowhere --from=2026-03-01 --to=2026-03-02 | /nowhere does not exist",
        "--archive=/nowhere --from=2026-03-01 --to=2099-01-01 | --to=2099-01-01 is not over yet",
        "--input=/nowhere/*.csv | no file matches --input=/nowhere/*.csv",
        "--topic=t --bootstrapServers=localhost:1 --kafkaConfig=default.api.timeout.ms=1000"
            + " --kafkaConfig=request.timeout.ms=900 | Kafka at localhost:1"
      })
  void shouldNameWhatIsNotThere(String flags, String problem) {
    var run = run(live, Stream.concat(Stream.of("reconcile"), flags(flags)).toArray(String[]::new));
    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), hasItem(containsString(problem.strip())));
  }

  @Test
  void shouldNeedADatabase() {
    var run = VigilRun.vigil("reconcile");
    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), contains(startsWith("vigil reconcile: Missing required option")));
  }

  private static Stream<String> flags(String flags) {
    return Stream.of(flags.strip().split(" "));
  }

  private static VigilRun reconcile(PostgresConfig config) {
    return run(
        config,
        "reconcile",
        INPUT,
        MAPPING,
        "--archive=" + folder.resolve("archive"),
        "--from=2010-12-01",
        "--to=2011-12-31");
  }

  private static VigilRun run(PostgresConfig config, String... flags) {
    var arguments = new ArrayList<>(List.of(flags));
    arguments.add("--jdbcUrl=" + config.url());
    arguments.add("--jdbcUser=" + config.user());
    arguments.add("--jdbcSchema=" + config.schema());
    arguments.add("--parallelism=2");
    return VigilRun.vigil(arguments.toArray(String[]::new));
  }

  private static PostgresConfig copy() throws SQLException {
    var copy = TestPostgres.freshSchema();
    for (var table :
        List.of("totals", "spikes", "incidents", "flags", "conflicts", "dead_letters", "ledger")) {
      TestPostgres.execute(
          copy, "INSERT INTO %s SELECT * FROM %s.%s".formatted(table, live.schema(), table));
    }
    return copy;
  }
}
