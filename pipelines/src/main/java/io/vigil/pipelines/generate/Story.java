package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What really happened: ordinary payments and planted incidents, in order of their times. */
final class Story {

  /** Each incident is a series of ids; the series before are for others. */
  static final int FIRST_SERIES = 16;

  /** Chance for incidents is apart from all other chance, whose concerns are small numbers. */
  static final long CONCERN = 1L << 32;

  /**
   * One payment.
   *
   * @param incident the number of the incident to which it belongs; 0 if to none
   */
  record Payment(Transaction transaction, int incident) {}

  private record Planted(
      long time, int incident, int place, Transaction transaction, boolean isBystander) {}

  private final OrdinaryPayments ordinary;
  private final Plot plot;
  private final Consumer<Incident> planted;
  private final PriorityQueue<Planted> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Planted::time)
              .thenComparingInt(Planted::incident)
              .thenComparingInt(Planted::place));

  private int nextIncident = 1;

  /**
   * @param planted is told of each incident, before its first payment if it brings its own
   */
  Story(OrdinaryPayments ordinary, Plot plot, Consumer<Incident> planted) {
    this.ordinary = ordinary;
    this.plot = plot;
    this.planted = planted;
  }

  /** The next payment; null at the end. */
  @Nullable Payment next() {
    while (nextIncident <= plot.count()
        && (!ordinary.hasNext() || plot.notBefore(nextIncident) <= ordinary.nextTime())) {
      plot.plant(nextIncident++, this::plant);
    }
    var first = waiting.peek();
    if (first != null && (!ordinary.hasNext() || first.time < ordinary.nextTime())) {
      waiting.remove();
      return new Payment(first.transaction, first.isBystander ? 0 : first.incident);
    }
    return ordinary.hasNext() ? ordinary.next() : null;
  }

  private void plant(Incident incident) {
    planted.accept(incident);
    wait(incident, incident.transactions(), 0, false);
    wait(incident, incident.bystanders(), incident.transactions().size(), true);
  }

  private void wait(
      Incident incident, List<Transaction> transactions, int firstPlace, boolean areBystanders) {
    for (int i = 0; i < transactions.size(); i++) {
      var transaction = transactions.get(i);
      waiting.add(
          new Planted(
              transaction.eventTime(),
              incident.number(),
              firstPlace + i,
              transaction,
              areBystanders));
    }
  }
}
