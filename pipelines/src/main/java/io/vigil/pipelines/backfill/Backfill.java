package io.vigil.pipelines.backfill;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.backfill.ArchivedHistory.Look;
import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.files.FolderSink;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.monitor.Audit;
import io.vigil.pipelines.postgres.Generations;
import io.vigil.pipelines.postgres.Generations.Work;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresSink;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.postgres.Published;
import io.vigil.pipelines.postgres.RecordCounts;
import io.vigil.pipelines.postgres.RunningGeneration;
import io.vigil.pipelines.results.ResultTables;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Differences.Kind;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A backfill, resolved and checked. It computes the days aside, and then replaces what is live in
 * one transaction. If it ends before that, however it ends, nothing has changed; it can be begun
 * again at once.
 *
 * @param recomputation what is computed
 * @param database whose rows it replaces; null for none
 * @param folder where its rows go besides; null for none
 * @param purpose what becomes of the rows
 * @param allowsFewer whether days may be replaced that have had more transactions
 * @param limit how many differences of a table are shown
 * @param generationOfFolder what rows are marked with if there is no database
 */
public record Backfill(
    Recomputation recomputation,
    @Nullable PostgresConfig database,
    @Nullable OutputFolder folder,
    Purpose purpose,
    boolean allowsFewer,
    int limit,
    long generationOfFolder) {

  /** What becomes of the rows. */
  public enum Purpose {
    PUBLISH,
    COMPARE
  }

  /**
   * One of an archive into the live tables, for other commands: of whole history, and of days that
   * are closed and of which the archive has no fewer transactions than the tables.
   *
   * @param rules those of the live job
   * @throws Refusal if the archive or the tables do not allow it; nothing has changed then
   */
  public static Backfill ofArchive(
      Archive archive,
      DayRange range,
      DetectionRules rules,
      PostgresConfig database,
      RunnerFlags runnerFlags) {
    var live = LiveRange.look(database, range, rules);
    live.refuseOpen();
    var history =
        ArchivedHistory.find(
            archive.readManifest(), range, Instant.EPOCH, live.until(), Look.QUICK);
    history.refuseDamages();
    return new Backfill(
        new Recomputation(history, range, rules, runnerFlags),
        database,
        null,
        Purpose.PUBLISH,
        false,
        0,
        0);
  }

  private DayRange range() {
    return recomputation.range();
  }

  private Work work() {
    return new Work(
        purpose == Purpose.COMPARE ? "backfill --compare" : "backfill",
        range(),
        purpose == Purpose.PUBLISH);
  }

  Plan plan(CommandSpec command) {
    long generation = database == null ? generationOfFolder : Generations.next(database, work());
    var sinks = new ArrayList<TableSink>();
    if (database != null) {
      sinks.add(new PostgresSink(database));
    }
    if (folder != null) {
      sinks.add(FolderSink.in(folder.path(), folder.format()));
    }
    var plan =
        Plan.of(command, recomputation.runnerFlags(), recomputation.pipeline(sinks, generation));
    recomputation.history().describe().forEach(plan::withInput);
    plan.withInput("generation " + generation);
    if (database != null && purpose == Purpose.PUBLISH) {
      Generations.rowsOf(database, range())
          .forEach((table, rows) -> plan.withInput("replaces %,d %s".formatted(rows, table)));
    }
    return plan;
  }

  /**
   * Runs it to its end.
   *
   * @param out for the result
   * @param progress for what a person wants to see meanwhile
   * @return whether spikes of later days may be other ones now: their baselines have learnt from
   *     other flags
   * @throws Refusal if it was not done; nothing has changed then
   */
  public boolean run(PrintWriter out, PrintWriter progress) throws IOException {
    if (recomputation.history() instanceof ArchivedHistory archived) {
      archived.damages().forEach(damage -> out.println("left out: " + damage));
      archived.missingDays().forEach(day -> out.println("nothing in the archive: " + day));
    }
    if (folder == null) {
      return intoDatabase(List.of(), null, out, progress);
    }
    try (var directory = OutputDirectory.prepare(folder.path(), TargetFlags.TABLES)) {
      var sink = new OnlyRange(FolderSink.in(directory.staging(), folder.format()), range());
      if (database == null) {
        intoFolder(directory, folder, sink, out, progress);
        return false;
      }
      return intoDatabase(List.of(sink), directory, out, progress);
    }
  }

  private void intoFolder(
      OutputDirectory directory,
      OutputFolder target,
      TableSink sink,
      PrintWriter out,
      PrintWriter err)
      throws IOException {
    recomputation.run(List.of(sink), generationOfFolder, err);
    var audit = Audit.of(ResultTables.inFolder(directory.staging()));
    var expected = recomputation.history().recordsOfRange();
    if (!audit.isBalanced() || expected != null && expected != audit.read()) {
      throw new Refusal(
          "not balanced, nothing is published: "
              + (audit.isBalanced()
                  ? "the archive has %d records of the range, and %d were read"
                      .formatted(expected, audit.read())
                  : audit.problems().get(0)));
    }
    var counts =
        new RecordCounts(audit.read(), audit.accepted(), audit.duplicates(), audit.deadLetters());
    refuseNothing(counts);
    directory.publish();
    out.println(words(generationOfFolder, counts) + " published=true");
  }

  private boolean intoDatabase(
      List<TableSink> more, @Nullable OutputDirectory directory, PrintWriter out, PrintWriter err)
      throws IOException {
    if (database == null) {
      throw new IllegalStateException("no database");
    }
    PostgresTables.prepare(database);
    try (var generation = Generations.begin(database, work())) {
      err.println(
          "generation %d: %s, %d days".formatted(generation.generation(), range(), range().days()));
      err.flush();
      var counts = recomputation.into(generation, more, err);
      refuseNothing(counts);
      if (purpose == Purpose.COMPARE) {
        compare(generation, counts, out);
        return false;
      }
      if (!allowsFewer) {
        generation
            .dayWithFewer()
            .ifPresent(
                day -> {
                  throw new Refusal(day + ": nothing is published (--allowFewer does it)");
                });
      }
      err.println("all is computed and balances; publishing");
      err.flush();
      var published = generation.publish(counts);
      if (directory != null) {
        directory.publish();
      }
      if (published.changesFacts()) {
        out.println(
            "transactions or flags have changed: spikes after %s were judged without them; a backfill of those days"
                    .formatted(range().last())
                + " judges them anew");
      }
      out.println(words(generation.generation(), counts) + words(published) + " published=true");
      return published.changesFacts();
    }
  }

  private void compare(RunningGeneration generation, RecordCounts counts, PrintWriter out) {
    var comparison = RangeComparison.of(generation, limit);
    comparison.lines().forEach(out::println);
    out.println(
        "%s equal=%d added=%d gone=%d changed=%d published=false"
            .formatted(
                words(generation.generation(), counts),
                comparison.equal(),
                comparison.count(Kind.ADDED),
                comparison.count(Kind.GONE),
                comparison.count(Kind.CHANGED)));
  }

  private void refuseNothing(RecordCounts counts) {
    if (counts.accepted() == 0) {
      throw new Refusal("there are no transactions of %s: nothing is published".formatted(range()));
    }
  }

  private String words(long generation, RecordCounts counts) {
    return "generation=%d days=%d read=%d accepted=%d duplicates=%d dead_letters=%d"
        .formatted(
            generation,
            range().days(),
            counts.read(),
            counts.accepted(),
            counts.duplicates(),
            counts.deadLetters());
  }

  private static String words(Published published) {
    var words = new StringBuilder();
    for (var table : List.of("totals", "spikes", "incidents", "flags")) {
      var written = published.written().get(table);
      if (written != null) {
        words.append(' ').append(table).append('=').append(written);
      }
    }
    return words.toString();
  }
}
