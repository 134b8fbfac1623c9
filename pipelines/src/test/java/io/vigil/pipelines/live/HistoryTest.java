package io.vigil.pipelines.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.tables.Tables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thirty days, as a stream and from the archive. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class HistoryTest {

  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final int LATE = 40;

  /** A difference in how many transactions of a currency a day has. */
  private static final Pattern DAY =
      Pattern.compile(
          "totals (\\S+)T00:00:00Z day all all \\S+: changed: count (\\d+) -> (\\d+),.*");

  @TempDir private Path folder;

  @Test
  void shouldDifferByTheLateOnesAndByNothingOnceTheyAreRedriven() throws Exception {
    var run = new LiveRun("history", folder);
    run.generate(12_000, "--days=30", "--start=" + START);
    var job = run.submit();
    run.awaitEnd(job);
    // Everything is closed by now. Three days, two of which follow each other, lack some.
    for (int i = 0; i < LATE; i++) {
      var time = START.plus(Duration.ofDays(List.of(3, 4, 20).get(i % 3)));
      run.send(i % LiveRun.PARTITIONS, Payments.json("late " + i, time.plusSeconds(36_000 + i)));
    }
    run.awaitEnd(job);
    job.cancel();
    var archive = LiveArchive.of(run, folder);
    var archiving = archive.submit();
    archive.await(archiving, 1);
    archiving.cancel();

    var before = reconcile(run, archive);
    assertThat(String.join("\n", before.err()), before.exitCode(), is(1));
    assertThat(before.result(), containsString(" problems=0 "));
    assertThat(countsOfDays(before), is(lateByDay(run)));

    var redrive = redriveLate(run, archive);
    assertThat(String.join("\n", redrive.err()), redrive.exitCode(), is(0));
    assertThat(redrive.result(), containsString(" archived=0 "));

    var after = reconcile(run, archive);
    assertThat(String.join("\n", after.out()), after.exitCode(), is(0));
    assertThat(after.result(), endsWith(" problems=0 differences=0 reconciled=true"));
  }

  private VigilRun reconcile(LiveRun run, LiveArchive archive) {
    return vigil(
        run,
        "reconcile",
        "--topic=" + run.name(),
        "--bootstrapServers=" + run.topics().bootstrapServers(),
        "--archive=" + archive.archive(),
        "--from=2026-10-01",
        "--to=2026-10-30",
        "--limit=1000000");
  }

  private VigilRun redriveLate(LiveRun run, LiveArchive archive) {
    return vigil(run, "redrive", "--late=table", "--archive=" + archive.archive());
  }

  private static VigilRun vigil(LiveRun run, String... flags) {
    var arguments = new ArrayList<>(List.of(flags));
    arguments.addAll(run.database());
    arguments.add("--detection=" + run.detection());
    arguments.add("--parallelism=2");
    return VigilRun.vigil(arguments.toArray(String[]::new));
  }

  private static Map<String, Long> countsOfDays(VigilRun reconciled) {
    var counts = new TreeMap<String, Long>();
    for (var line : reconciled.out()) {
      var day = DAY.matcher(line);
      if (day.matches()) {
        long more = Long.parseLong(day.group(3)) - Long.parseLong(day.group(2));
        counts.merge(day.group(1), more, Long::sum);
      }
    }
    return counts;
  }

  private static Map<String, Long> lateByDay(LiveRun run) throws SQLException {
    var counts = new TreeMap<String, Long>();
    try (var connection = run.stack().postgres().connect()) {
      for (var row : Rows.inPostgres(connection, run.name()).of(Tables.LATE)) {
        counts.merge(row.get("event_time").asText().substring(0, 10), 1L, Long::sum);
      }
    }
    assertThat(
        counts.values().stream().mapToLong(it -> it).sum(), is(greaterThanOrEqualTo((long) LATE)));
    return counts;
  }
}
