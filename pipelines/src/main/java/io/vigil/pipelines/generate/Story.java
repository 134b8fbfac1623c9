package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What really happened: ordinary payments and planted incidents, in order of their times. */
final class Story {

  /**
   * One payment.
   *
   * @param incident the number of the incident to which it belongs; 0 if to none
   */
  record Payment(Transaction transaction, int incident) {}

  private record Planted(long time, int incident, int place, Transaction transaction) {}

  private final Times times;
  private final Traffic traffic;
  private final Incidents incidents;
  private final Consumer<Incident> planted;
  private final PriorityQueue<Planted> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Planted::time)
              .thenComparingInt(Planted::incident)
              .thenComparingInt(Planted::place));

  private int nextIncident = 1;
  private long nextTime;
  private boolean hasTime;

  /**
   * @param planted is told of each incident before its first payment
   */
  Story(Times times, Traffic traffic, Incidents incidents, Consumer<Incident> planted) {
    this.times = times;
    this.traffic = traffic;
    this.incidents = incidents;
    this.planted = planted;
    takeTime();
  }

  /** The next payment; null at the end. */
  @Nullable Payment next() {
    while (nextIncident <= incidents.count()
        && (!hasTime || incidents.notBefore(nextIncident) <= nextTime)) {
      plant(incidents.incident(nextIncident++));
    }
    var first = waiting.peek();
    if (first != null && (!hasTime || first.time < nextTime)) {
      waiting.remove();
      return new Payment(first.transaction, first.incident);
    }
    if (!hasTime) {
      return null;
    }
    var ordinary = traffic.at(nextTime);
    takeTime();
    return new Payment(ordinary, 0);
  }

  private void plant(Incident incident) {
    planted.accept(incident);
    var transactions = incident.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      var transaction = transactions.get(i);
      waiting.add(new Planted(transaction.eventTime(), incident.number(), i, transaction));
    }
  }

  private void takeTime() {
    hasTime = times.hasNext();
    if (hasTime) {
      nextTime = times.next();
    }
  }
}
