package io.vigil.pipelines.score;

import io.vigil.pipelines.score.Finding.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the planted frauds of one kind, of the subtle ones apart.
 *
 * @param kind {@link #ALL} for all kinds together
 */
record KindRow(String kind, boolean isSubtle, List<Finding> findings) {

  static final String ALL = "all";

  /** A row for each kind, and one for all: first of what is not subtle, then of what is. */
  static List<KindRow> of(List<Finding> findings) {
    return Stream.of(false, true)
        .flatMap(
            isSubtle -> {
              var these = findings.stream().filter(it -> it.isSubtle() == isSubtle).toList();
              var kinds = these.stream().map(Finding::kind).distinct().sorted();
              return Stream.concat(
                  kinds.map(
                      kind ->
                          new KindRow(
                              kind,
                              isSubtle,
                              these.stream().filter(it -> it.kind().equals(kind)).toList())),
                  these.isEmpty() ? Stream.empty() : Stream.of(new KindRow(ALL, isSubtle, these)));
            })
        .toList();
  }

  int planted() {
    return findings.size();
  }

  int count(Outcome outcome) {
    return (int) findings.stream().filter(it -> it.outcome() == outcome).count();
  }

  /** Which part was found on the right key. */
  double recall() {
    return (double) count(Outcome.RIGHT_KEY) / planted();
  }

  /** The median; null if nothing has it. */
  @Nullable Double median(Function<Finding, @Nullable Number> figure) {
    var sorted = sorted(figure);
    if (sorted.isEmpty()) {
      return null;
    }
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (Double) ((sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }

  /** The highest; null if nothing has it. */
  @Nullable Double worst(Function<Finding, @Nullable Number> figure) {
    var sorted = sorted(figure);
    return sorted.isEmpty() ? null : sorted.get(sorted.size() - 1);
  }

  /** Incidents for each fraud of which there was any; 0 if there was none. */
  double incidentsForEach() {
    long told = findings.stream().filter(it -> it.incidents() > 0).count();
    return told == 0 ? 0 : (double) findings.stream().mapToInt(Finding::incidents).sum() / told;
  }

  /** Which part of those that were told in time were called what they were. */
  @Nullable Double rightKind() {
    long told = findings.stream().filter(it -> it.toldKind() != null).count();
    return told == 0
        ? null
        : (Double) ((double) findings.stream().filter(Finding::isKindRight).count() / told);
  }

  private List<Double> sorted(Function<Finding, @Nullable Number> figure) {
    return findings.stream()
        .map(figure)
        .filter(Objects::nonNull)
        .map(it -> Objects.requireNonNull(it).doubleValue())
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
