package io.vigil.pipelines.redrive;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.archive.ArchivedFile;
import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Late transactions, and the hours that lack them. An archive that follows the topic has them
 * already, for it knows no lateness; those from elsewhere are brought there.
 */
final class LateRecords {

  private static final int MOST_IN_MEMORY = 200_000;

  private final SortedMap<Instant, Long> byHour = new TreeMap<>();
  private long archived;

  private LateRecords() {}

  /**
   * Reads them.
   *
   * @param isMeant which of them count
   * @param archive takes those that it does not have yet; nothing is written to it in a dry run
   */
  static LateRecords of(
      Origin<LateTransaction> origin,
      Predicate<Transaction> isMeant,
      Archive archive,
      boolean dryRun) {
    var late = new LateRecords();
    var waiting = new ArrayList<Transaction>();
    var writer = dryRun ? null : ArchiveWriter.to(archive);
    origin.forEach(
        row -> {
          var transaction = row.transaction();
          if (isMeant.test(transaction)) {
            late.count(transaction);
            waiting.add(transaction);
            if (waiting.size() >= MOST_IN_MEMORY) {
              late.write(waiting, writer, archive);
            }
          }
        });
    late.write(waiting, writer, archive);
    return late;
  }

  private void count(Transaction transaction) {
    var time = Instant.ofEpochMilli(transaction.eventTime());
    byHour.merge(time.truncatedTo(ChronoUnit.HOURS), 1L, Long::sum);
  }

  private void write(List<Transaction> waiting, @Nullable ArchiveWriter writer, Archive archive) {
    if (writer != null && !waiting.isEmpty()) {
      try {
        archived += writer.write(waiting).stream().mapToLong(ArchivedFile::records).sum();
      } catch (IOException e) {
        throw new Refusal("cannot write to " + archive + ": " + FileProblem.inWords(e), e);
      }
    }
    waiting.clear();
  }

  long count() {
    return byHour.values().stream().mapToLong(it -> it).sum();
  }

  /** How many the archive did not have. */
  long archived() {
    return archived;
  }

  /** A line for each hour that lacks some. */
  void print(PrintWriter out) {
    byHour.forEach((hour, count) -> out.println("%s: %,d late".formatted(hour, count)));
  }

  /** Whether some are of that day or later. */
  boolean reach(LocalDate day) {
    return !byHour.isEmpty() && !dayOf(byHour.lastKey()).isBefore(day);
  }

  /** The days before that one that lack some, those that follow each other as one range. */
  List<DayRange> daysBefore(LocalDate end) {
    var ranges = new ArrayList<DayRange>();
    for (var hour : byHour.keySet()) {
      var day = dayOf(hour);
      if (!day.isBefore(end)) {
        break;
      }
      int last = ranges.size() - 1;
      if (ranges.isEmpty() || ranges.get(last).last().plusDays(1).isBefore(day)) {
        ranges.add(new DayRange(day, day));
      } else {
        ranges.set(last, new DayRange(ranges.get(last).first(), day));
      }
    }
    return ranges;
  }

  private static LocalDate dayOf(Instant hour) {
    return LocalDate.ofInstant(hour, ZoneOffset.UTC);
  }
}
