package io.vigil.pipelines.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Shows on the terminal how far a long run has come: records and bytes so far, and the rate.
 *
 * <p>The counts are kept in this JVM, by the workers of an embedded runner. They serve the eye
 * alone: a step that is tried again counts again. What must be true is in the ledger.
 */
public final class Progress {

  private static final LongAdder RECORDS = new LongAdder();
  private static final LongAdder BYTES = new LongAdder();
  private static final long SECONDS_BETWEEN_LINES = 5;
  private static final long UNKNOWN = -1;

  private final PrintWriter out;
  private final long totalBytes;
  private final long recordsBefore = RECORDS.sum();
  private final long bytesBefore = BYTES.sum();
  private final long start = System.nanoTime();
  private final CountDownLatch done = new CountDownLatch(1);

  private Progress(PrintWriter out, long totalBytes) {
    this.out = out;
    this.totalBytes = totalBytes;
  }

  /** Work that gives a result, or fails with its surroundings. */
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Shows a line every few seconds while the work goes on. */
  public static void during(PrintWriter out, long totalBytes, Runnable work) {
    var progress = new Progress(out, totalBytes);
    progress.start();
    try {
      work.run();
    } finally {
      progress.done.countDown();
    }
  }

  /** The same for work of which nobody knows how many bytes it will be. */
  public static <T> T during(PrintWriter out, Work<T> work) throws IOException {
    var progress = new Progress(out, UNKNOWN);
    progress.start();
    try {
      return work.run();
    } finally {
      progress.done.countDown();
    }
  }

  /** Counts what a worker of this JVM has read or written. */
  public static void add(long records, long bytes) {
    RECORDS.add(records);
    BYTES.add(bytes);
  }

  private void start() {
    var printer = new Thread(this::print, "vigil-progress");
    printer.setDaemon(true);
    printer.start();
  }

  private void print() {
    try {
      while (!done.await(SECONDS_BETWEEN_LINES, TimeUnit.SECONDS)) {
        long records = RECORDS.sum() - recordsBefore;
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(
            String.format(
                Locale.ROOT,
                "… %,d records, %,.1f%s MB, %,.0f records/s",
                records,
                (BYTES.sum() - bytesBefore) / 1e6,
                totalBytes == UNKNOWN
                    ? ""
                    : String.format(Locale.ROOT, " of %,.1f", totalBytes / 1e6),
                records / seconds));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
