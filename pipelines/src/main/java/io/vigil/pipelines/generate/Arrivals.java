package io.vigil.pipelines.generate;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Takes records in the order in which they happened and hands them on in the order in which they
 * arrive, judged.
 *
 * <p>A record that is to be late must find the watermark behind its bucket, however little traffic
 * there is. So it waits until a record has come that happened as late as that, and arrives with it.
 */
final class Arrivals {

  private static final Comparator<Entry> IN_ORDER =
      Comparator.<Entry>comparingLong(it -> it.arrival).thenComparingLong(it -> it.sequence);

  private final Judge judge;
  private final Consumer<Entry> arrived;
  private final PriorityQueue<Entry> delayed = new PriorityQueue<>(IN_ORDER);
  private final PriorityQueue<Entry> late = new PriorityQueue<>(IN_ORDER);

  Arrivals(Lateness lateness, Consumer<Entry> arrived) {
    this.judge = new Judge(lateness);
    this.arrived = arrived;
  }

  void add(Entry entry) {
    long now = entry.transaction.eventTime();
    while (!delayed.isEmpty() && delayed.peek().arrival <= now) {
      arrive(delayed.remove());
    }
    switch (entry.delay) {
      case NONE -> arrive(entry);
      case OUT_OF_ORDER -> delayed.add(entry);
      case LATE -> late.add(entry);
    }
  }

  /** Lets those arrive that are still on their way. */
  void finish() {
    while (!delayed.isEmpty()) {
      arrive(delayed.remove());
    }
    if (!late.isEmpty()) {
      throw new IllegalStateException(late.size() + " records have nothing to be late for");
    }
  }

  private void arrive(Entry entry) {
    judge.judge(entry);
    arrived.accept(entry);
    while (!late.isEmpty() && late.peek().arrival <= judge.latest()) {
      var next = late.remove();
      next.arrival = entry.arrival;
      judge.judge(next);
      arrived.accept(next);
    }
  }
}
