package io.vigil.pipelines.convergence;

import static java.util.stream.Collectors.joining;

import io.vigil.schemas.SourcePosition;
import java.util.List;

/** A course of events at the source, and the settings under which they are judged. */
record Scenario(long seed, RuleBook book, long latenessMillis, List<Arrival> arrivals) {

  /** Where the second partition begins, some positions before the end of a block. */
  static final long FIRST_OF_SECOND = 65_530;

  List<Arrival.Record> records() {
    return arrivals.stream()
        .filter(Arrival.Record.class::isInstance)
        .map(Arrival.Record.class::cast)
        .toList();
  }

  /** The same with the positions of each partition in one block of the ledger. */
  Scenario inOneBlock() {
    return with(arrivals.stream().map(Scenario::inOneBlock).toList());
  }

  private static Arrival inOneBlock(Arrival arrival) {
    if (arrival instanceof Arrival.Good good) {
      return new Arrival.Good(good.payment(), inOneBlock(good.position()));
    }
    if (arrival instanceof Arrival.Bad bad) {
      return new Arrival.Bad(bad.text(), bad.reason(), inOneBlock(bad.position()));
    }
    return arrival;
  }

  private static SourcePosition inOneBlock(SourcePosition it) {
    return SourcePosition.inTopic(it.source(), it.partition(), it.offset() % FIRST_OF_SECOND);
  }

  Scenario with(List<Arrival> others) {
    return new Scenario(seed, book, latenessMillis, others);
  }

  /** For a person to read. */
  @Override
  public String toString() {
    return "seed %d, lateness %d ms, %s%n%s"
        .formatted(
            seed,
            latenessMillis,
            book,
            arrivals.stream().map(Arrival::toString).collect(joining("\n")));
  }
}
