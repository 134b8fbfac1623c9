package io.vigil.pipelines.convergence;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A course of events at the source, and the settings under which they are judged. */
record Scenario(long seed, RuleBook book, long latenessMillis, List<Arrival> arrivals) {

  List<Arrival.Record> records() {
    return arrivals.stream()
        .filter(Arrival.Record.class::isInstance)
        .map(Arrival.Record.class::cast)
        .toList();
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
