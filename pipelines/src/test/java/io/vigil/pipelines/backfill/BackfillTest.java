package io.vigil.pipelines.backfill;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenJson;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.postgres.TestPostgres;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole backfills, against what the main job says of the same transactions. */
@ExtendWith(LoopbackOnly.class)
class BackfillTest {

  private static final DayRange RANGE = range("2026-03-02", "2026-03-04");
  private static final Map<List<Transaction>, PostgresConfig> WRITTEN = new HashMap<>();

  @TempDir private static Path folder;
  private static List<Transaction> all;
  private static Path archive;
  private static PostgresConfig truth;

  @BeforeAll
  static void setUp() throws Exception {
    all = Week.transactions(1);
    archive = Week.archive(folder.resolve("archive"), all).folder();
    truth = live(all);
  }

  @Test
  void shouldMendWhatIsWrongAndEqualAFullRun() throws Exception {
    var live = live(all);
    TestPostgres.execute(
        live,
        "UPDATE totals SET sum = sum + 1 WHERE window_start >= '2026-03-03Z' AND window_start < '2026-03-04Z' AND grain = 'hour'",
        "DELETE FROM totals WHERE window_start = '2026-03-02Z' AND grain = 'day' AND dimension = 'merchant'",
        "DELETE FROM flags WHERE event_time >= '2026-03-02Z' AND event_time < '2026-03-05Z'",
        "INSERT INTO totals SELECT grain, dimension, 'ghost', currency, window_start, window_end, count, declined,"
            + " flagged, sum, largest, cards, generation, facts, final FROM totals WHERE window_start = '2026-03-04Z' AND dimension = 'merchant' AND key = 'wine'",
        "UPDATE spikes SET expected = expected + 1 WHERE bucket_start >= '2026-03-02Z' AND bucket_start < '2026-03-05Z'");

    var run = backfill(live);

    assertThat(run.err().toString(), run.exitCode(), is(0));
    assertThat(run.result(), containsString("generation=1 days=3 read="));
    assertThat(run.result(), containsString("published=true"));
    thatEquals(live, truth, range("2026-03-01", "2026-03-06"));
    assertThat(generations(live, RANGE), is(List.of(1L)));
    assertThat(schemas(live), is(List.of()));
    // There is something to compare, on both sides of each border.
    assertThat(PostgresRows.list(Tables.INCIDENTS, truth).size(), greaterThan(2));
  }

  @Test
  void shouldCountWhatCameTooLateForTheLiveJob() throws Exception {
    var live = live(all.stream().filter(it -> !Week.isLate(it)).toList());

    var compared = backfill(live, "--compare");
    assertThat(compared.result(), not(containsString(" added=0 gone=0 changed=0 ")));
    assertThat(compared.out(), hasItem(containsString("2026-03-02 totals: ")));

    assertThat(backfill(live).exitCode(), is(0));
    thatEquals(live, truth, RANGE);
    assertThat(backfill(live, "--compare").result(), containsString(" added=0 gone=0 changed=0 "));
  }

  @Test
  void shouldKeepWhatItHasPublishedWhenTheLiveJobWritesAgain() throws Exception {
    var live = live(all);
    assertThat(backfill(live).exitCode(), is(0));

    Week.monitor(all.subList(0, all.size() / 2), live);

    thatEquals(live, truth, RANGE);
    assertThat(generations(live, RANGE), is(List.of(1L)));
  }

  @Test
  void shouldTakeAHigherGenerationEachTime() throws Exception {
    var live = live(all);

    assertThat(backfill(live, "--to=2026-03-02").result(), containsString("generation=1 days=1 "));
    assertThat(backfill(live, "--compare").result(), containsString("generation=2 "));
    assertThat(backfill(live).result(), containsString("generation=3 "));
    assertThat(generations(live, RANGE), is(List.of(3L)));
  }

  @Test
  void shouldNeedLittleHistoryForTotalsAndFlags() throws Exception {
    var live = live(all.stream().filter(it -> !Week.isLate(it)).toList());

    assertThat(backfill(live, "--history=0").exitCode(), is(0));

    for (var table : List.of(Tables.TOTALS, Tables.FLAGS)) {
      assertThat(
          table.name(), RangeRows.of(table, live, RANGE), is(RangeRows.of(table, truth, RANGE)));
    }
  }

  @Test
  void shouldBeThereForOtherCommands() throws Exception {
    var live = live(all.stream().filter(it -> !Week.isLate(it)).toList());
    var out = new StringWriter();

    Backfill.ofArchive(
            Archive.at(archive),
            RANGE,
            DetectionRules.defaults(),
            live,
            RunnerFlags.parse(Runner.FlinkRunner, false, List.of(), Set.of()))
        .run(new PrintWriter(out), new PrintWriter(new StringWriter()));

    assertThat(out.toString(), containsString("published=true"));
    thatEquals(live, truth, RANGE);
  }

  @Test
  void shouldWriteTheTablesOfTheRangeToAFolder() throws Exception {
    var output = folder.resolve("out");

    var run = vigil(arguments("--output=" + output, "--outputFormat=jsonl"));

    assertThat(run.err().toString(), run.exitCode(), is(0));
    for (var table : RangeRows.TABLES) {
      assertThat(
          table.name(),
          rowsInFolder(output, table),
          is(RangeRows.of(table, truth, RANGE).stream().sorted().toList()));
    }
  }

  @Test
  void shouldSayWhatItWouldDoAndDoNothing() throws Exception {
    var live = live(all);

    var run = backfill(live, "--dryRun");

    assertThat(run.exitCode(), is(0));
    assertThat(run.out(), hasItem(containsString("generation 1")));
    assertThat(run.out(), hasItem(containsString("2026-03-02 to 2026-03-04: 3 days, ")));
    assertThat(run.out(), hasItem(containsString("replaces ")));
    assertThat(generations(live, RANGE), is(List.of(0L)));
  }

  @Test
  void shouldRefuseOpenWindowsUnlessTheLiveJobIsGoneForGood() throws Exception {
    var live = live(all);
    TestPostgres.execute(
        live,
        "UPDATE totals SET final = false WHERE window_end > '2026-03-04T18:00Z'",
        "DELETE FROM totals WHERE window_start > '2026-03-04T19:00Z'");

    thatRefuses(backfill(live), "is still open in the live job");
    assertThat(backfill(live, "--allowOpen").exitCode(), is(0));
  }

  @Test
  void shouldNotTakeARowForOpenThatTheLiveJobHasPassedLongAgo() throws Exception {
    var live = live(all);
    TestPostgres.execute(
        live,
        "UPDATE totals SET final = false WHERE grain = 'minute' AND window_start >= '2026-03-03T10:00Z' AND window_start < '2026-03-03T12:00Z'");

    assertThat(backfill(live).exitCode(), is(0));
    thatEquals(live, truth, RANGE);
  }

  @Test
  void shouldNameDaysThatTheArchiveLacks() throws Exception {
    var part = all.stream().filter(it -> !RANGE_OF_3.holds(it.eventTime())).toList();
    var incomplete = Week.archive(folder.resolve("incomplete"), part).folder();
    var live = live(all);

    var run = backfill(live, "--archive=" + incomplete);

    thatRefuses(run, "has no records of 2026-03-03 (--allowMissingDays goes on)");
    assertThat(backfill(live, "--archive=" + incomplete, "--allowMissingDays").exitCode(), is(0));
    assertThat(generations(live, RANGE_OF_3), is(List.of()));
  }

  private static final DayRange RANGE_OF_3 = range("2026-03-03", "2026-03-03");

  @Test
  void shouldRefuseAnArchiveThatHasLessThanTheLiveTables() throws Exception {
    var part = all.stream().filter(it -> it.source().offset() % 10 != 0).toList();
    var behind = Week.archive(folder.resolve("behind"), part).folder();
    var live = live(all);

    var run = backfill(live, "--archive=" + behind);

    thatRefuses(run, "would be counted: nothing is published (--allowFewer does it)");
    thatEquals(live, truth, RANGE);
    assertThat(backfill(live, "--archive=" + behind, "--allowFewer").exitCode(), is(0));
  }

  @Test
  void shouldNameADamagedFileAndPublishNothing() throws Exception {
    var hurt = Week.archive(folder.resolve("hurt"), all);
    var file = hurt.readManifest().transactions(RANGE.start(), RANGE.end()).get(5);
    var bytes = Files.readAllBytes(Path.of(file.path()));
    Files.write(Path.of(file.path()), Arrays.copyOf(bytes, bytes.length / 2));
    var live = live(all);

    thatRefuses(backfill(live, "--archive=" + hurt.folder()), file.path());
    thatEquals(live, truth, RANGE);

    var skipped = backfill(live, "--archive=" + hurt.folder(), "--skipDamaged");
    assertThat(skipped.err().toString(), skipped.exitCode(), is(0));
    assertThat(skipped.out(), hasItem(containsString("left out: ")));
  }

  @Test
  void shouldNameAFileWhoseDamageShowsWhenItIsRead() throws Exception {
    var hurt = Week.archive(folder.resolve("rotten"), all);
    var file = hurt.readManifest().transactions(RANGE.start(), RANGE.end()).get(5);
    var bytes = Files.readAllBytes(Path.of(file.path()));
    // The first page; the end of the file, which says what is where, is whole.
    Arrays.fill(bytes, 4, 40, (byte) 7);
    Files.write(Path.of(file.path()), bytes);
    var live = live(all);

    var run = backfill(live, "--archive=" + hurt.folder());

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), hasItem(containsString("generation 1: ")));
    assertThat(run.err().get(run.err().size() - 1), containsString(file.path()));
    thatEquals(live, truth, RANGE);
    assertThat(schemas(live), is(List.of()));
    var skipped = backfill(live, "--archive=" + hurt.folder(), "--skipDamaged");
    assertThat(skipped.err().toString(), skipped.exitCode(), is(0));
  }

  @Test
  void shouldRefuseARangeOfWhichNothingIsThere() throws Exception {
    thatRefuses(
        backfill(live(List.of()), "--from=2025-01-01", "--to=2025-01-02"),
        "has no records of 2025-01-01 to 2025-01-02");
  }

  @Test
  void shouldRefuseDaysThatAreNotOver() throws Exception {
    thatRefuses(backfill(truth, "--to=2126-01-01"), "--to=2126-01-01 is not over yet");
  }

  private static VigilRun backfill(PostgresConfig live, String... flags) {
    return vigil(
        arguments(
            Stream.concat(
                    Stream.of(
                        "--jdbcUrl=" + live.url(),
                        "--jdbcUser=" + live.user(),
                        "--jdbcSchema=" + live.schema()),
                    Stream.of(flags))
                .toArray(String[]::new)));
  }

  /** The last of the same flags wins. */
  private static String[] arguments(String... flags) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--archive=" + archive,
                "--from=" + RANGE.first(),
                "--to=" + RANGE.last(),
                "--parallelism=2"));
    for (var flag : flags) {
      arguments.removeIf(it -> it.startsWith(flag.replaceFirst("=.*", "=")));
      arguments.add(flag);
    }
    arguments.add(0, "backfill");
    return arguments.toArray(String[]::new);
  }

  /** Tables of its own for a test; the job that writes them runs once for the same transactions. */
  private static PostgresConfig live(List<Transaction> transactions) throws SQLException {
    var written =
        WRITTEN.computeIfAbsent(
            transactions,
            these -> {
              var tables = TestPostgres.freshSchema();
              Week.monitor(these, tables);
              return tables;
            });
    var live = TestPostgres.freshSchema();
    for (var table : Tables.all()) {
      TestPostgres.execute(
          live,
          "INSERT INTO %1$s SELECT * FROM %2$s.%1$s".formatted(table.name(), written.schema()));
    }
    return live;
  }

  /** Row by row, whatever their generations. */
  private static void thatEquals(PostgresConfig one, PostgresConfig other, DayRange range) {
    for (var table : RangeRows.TABLES) {
      assertThat(
          table.name(), RangeRows.of(table, one, range), is(RangeRows.of(table, other, range)));
    }
  }

  private static <T> List<String> rowsInFolder(Path output, Table<T> table) throws IOException {
    return WrittenJson.rows(output.resolve(table.name()), "*", OutputFormat.jsonl, table.type())
        .stream()
        .map(Object::toString)
        .sorted()
        .toList();
  }

  private static List<Long> generations(PostgresConfig config, DayRange range) {
    return PostgresRows.list(Tables.TOTALS, config).stream()
        .filter(range::holdsRow)
        .map(it -> it.generation())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> schemas(PostgresConfig config) {
    return TestPostgres.schemasLike(config, "_backfill_");
  }

  private static void thatRefuses(VigilRun run, String message) {
    assertThat(run.exitCode(), is(1));
    assertThat(run.out(), is(empty()));
    assertThat(
        run.err().stream()
            .filter(it -> !it.startsWith("generation ") && !it.startsWith("…"))
            .toList(),
        contains(containsString(message)));
  }

  private static DayRange range(String first, String last) {
    return new DayRange(LocalDate.parse(first), LocalDate.parse(last));
  }
}
