package io.vigil.pipelines.backfill;

import io.vigil.pipelines.postgres.RunningGeneration;
import io.vigil.pipelines.tables.Differences;
import io.vigil.pipelines.tables.Differences.Difference;
import io.vigil.pipelines.tables.Differences.Kind;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a generation would change of what is live, counted by day and table, with the first
 * differences of each table in words. Rows are compared exactly, but for their generation. A spike
 * or an incident that was retracted is as if it had never been said.
 *
 * @param changes how many rows of which kind, by day and table
 * @param first the first differences of each table, a line each
 * @param equal how many rows are the same
 */
public record RangeComparison(
    SortedMap<Place, Map<Kind, Long>> changes, List<String> first, long equal) {

  private static final List<Table<?>> TABLES =
      List.of(Tables.TOTALS, Tables.SPIKES, Tables.INCIDENTS, Tables.FLAGS);

  /** A table on a day. */
  public record Place(LocalDate day, String table) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::day).thenComparing(Place::table);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Compares what is in the staging schema with what is live.
   *
   * @param limit how many differences of each table are put into words
   * @throws io.vigil.pipelines.cli.Refusal if the rows cannot be read
   */
  public static RangeComparison of(RunningGeneration generation, int limit) {
    var comparison = new RangeComparison(new TreeMap<>(), new ArrayList<>(), 0);
    long equal = 0;
    for (var table : TABLES) {
      equal += comparison.compare(table, generation, limit);
    }
    return new RangeComparison(comparison.changes, comparison.first, equal);
  }

  /** Whether nothing would change. */
  public boolean isEqual() {
    return changes.isEmpty();
  }

  /** How many rows would change in that way. */
  public long count(Kind kind) {
    return changes.values().stream().mapToLong(it -> it.getOrDefault(kind, 0L)).sum();
  }

  /** A line for each day and table in which something differs, and then the first differences. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    changes.forEach(
        (place, counts) -> lines.add("%s %s: %s".formatted(place.day, place.table, words(counts))));
    lines.addAll(first);
    return lines;
  }

  private <T> long compare(Table<T> table, RunningGeneration generation, int limit) {
    var differences = Differences.in(table);
    if (!table.version().isEmpty()) {
      differences = differences.ignoring("generation");
    }
    int before = first.size();
    try (var live = generation.liveRows(table);
        var staged = generation.stagedRows(table)) {
      return differences.between(
          live.filter(RangeComparison::stands),
          staged.filter(RangeComparison::stands),
          difference -> {
            changes
                .computeIfAbsent(
                    new Place(dayOf(difference.row()), table.name()),
                    any -> new EnumMap<>(Kind.class))
                .merge(difference.kind(), 1L, Long::sum);
            if (first.size() - before < limit) {
              first.add(words(table, difference));
            }
          });
    }
  }

  private static boolean stands(Object row) {
    return !(row instanceof Spike spike && spike.state() == Spike.State.RETRACTED
        || row instanceof Incident incident && incident.state() == Spike.State.RETRACTED);
  }

  private static String words(Map<Kind, Long> counts) {
    return counts.entrySet().stream()
        .map(it -> "%,d %s".formatted(it.getValue(), word(it.getKey())))
        .collect(Collectors.joining(", "));
  }

  private static String words(Table<?> table, Difference<?> difference) {
    var columns =
        difference.columns().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "%s %s: %s%s"
        .formatted(
            table,
            place(difference.row()),
            word(difference.kind()),
            columns.isEmpty() ? "" : ": " + columns);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static LocalDate dayOf(Object row) {
    return Instant.ofEpochMilli(timeOf(row)).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static long timeOf(Object row) {
    if (row instanceof Total total) {
      return total.windowStart();
    }
    if (row instanceof Spike spike) {
      return spike.bucketStart();
    }
    if (row instanceof Incident incident) {
      return incident.incidentStart();
    }
    if (row instanceof Flag flag) {
      return flag.eventTime();
    }
    throw new IllegalArgumentException("no time in " + row.getClass());
  }

  private static String place(Object row) {
    var time = Instant.ofEpochMilli(timeOf(row));
    if (row instanceof Total total) {
      return "%s %s %s %s %s"
          .formatted(
              time,
              total.grain().name().toLowerCase(Locale.ROOT),
              total.dimension().name().toLowerCase(Locale.ROOT),
              total.key(),
              total.currency());
    }
    if (row instanceof Spike spike) {
      return time + " " + spike.dimension().name().toLowerCase(Locale.ROOT) + " " + spike.key();
    }
    if (row instanceof Incident incident) {
      return time
          + " "
          + incident.dimension().name().toLowerCase(Locale.ROOT)
          + " "
          + incident.key();
    }
    var flag = (Flag) row;
    return time + " " + flag.rule() + " " + flag.transactionId();
  }
}
