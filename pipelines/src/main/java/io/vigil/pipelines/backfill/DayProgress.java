package io.vigil.pipelines.backfill;

import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/**
 * Shows how many of the days have been read. Files are read in any order, by several tasks, so days
 * become complete in any order too.
 *
 * <p>The counts are kept in this JVM, by the workers of an embedded runner, for the eye alone: a
 * step that is tried again counts again. On a cluster nothing is shown; its own page shows more.
 */
final class DayProgress {

  private static final Map<Long, LongAdder> READ = new ConcurrentHashMap<>();
  private static final long SECONDS_BETWEEN_LINES = 5;

  private final PrintWriter out;
  private final SortedMap<LocalDate, Long> expected;
  private final TreeSet<LocalDate> complete = new TreeSet<>();
  private final long expectedRecords;
  private final CountDownLatch done = new CountDownLatch(1);
  private long shown;

  private DayProgress(PrintWriter out, SortedMap<LocalDate, Long> expected) {
    this.out = out;
    this.expected = expected;
    this.expectedRecords = expected.values().stream().mapToLong(it -> it).sum();
  }

  /** Shows a line whenever days are complete, while the work goes on. */
  static void during(PrintWriter out, SortedMap<LocalDate, Long> expected, Runnable work) {
    READ.clear();
    var progress = new DayProgress(out, expected);
    var printer = new Thread(progress::print, "vigil-day-progress");
    printer.setDaemon(true);
    printer.start();
    try {
      work.run();
    } finally {
      progress.done.countDown();
      progress.show();
    }
  }

  private void print() {
    try {
      while (!done.await(SECONDS_BETWEEN_LINES, TimeUnit.SECONDS)) {
        show();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void show() {
    long read = READ.values().stream().mapToLong(LongAdder::sum).sum();
    if (read == shown) {
      return;
    }
    shown = read;
    LocalDate last = null;
    for (var day : expected.keySet()) {
      var counted = READ.get(day.toEpochDay());
      if (counted != null && counted.sum() >= expected.get(day) && complete.add(day)) {
        last = day;
      }
    }
    out.println(
        expected.isEmpty()
            ? "… %,d records of %d days".formatted(read, READ.size())
            : "… day %d of %d%s, %,d of %,d records"
                .formatted(
                    complete.size(),
                    expected.size(),
                    last == null ? "" : " (" + last + ")",
                    read,
                    expectedRecords));
    out.flush();
  }

  /** Passes records on, and counts them. */
  static final class CountFn extends DoFn<Parsed, Parsed> {
    private static final long serialVersionUID = 1;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private transient long day;
    private transient @Nullable LongAdder records;

    @ProcessElement
    public void process(@Element Parsed parsed, OutputReceiver<Parsed> out) {
      if (parsed instanceof Transaction transaction) {
        adderOf(Math.floorDiv(transaction.eventTime(), DAY)).increment();
      }
      out.output(parsed);
    }

    private LongAdder adderOf(long newDay) {
      var known = records;
      if (known == null || newDay != day) {
        known = READ.computeIfAbsent(newDay, any -> new LongAdder());
        records = known;
        day = newDay;
      }
      return known;
    }
  }
}
