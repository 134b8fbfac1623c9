package io.vigil.pipelines.report;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.vigil.pipelines.results.ResultTables;
import io.vigil.pipelines.results.SetAside;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the tables say, for a person. Days and hours are those of UTC.
 *
 * @param books by generation: 0 is what is live, others are backfills
 * @param days what was paid on which day
 * @param hours how many payments began in which hour
 * @param keys what was paid with each merchant, country and category
 * @param incidents those that stand: frauds first, each in the order of their alarms
 * @param spikes those that stand, by their incident
 * @param setAside the dead letters by reason
 * @param conflicts how many ids came with more than one content
 */
public record Findings(
    SortedMap<Long, Books> books,
    SortedMap<LocalDate, Counted> days,
    SortedMap<Instant, Long> hours,
    Map<Dimension, Map<String, Counted>> keys,
    List<Incident> incidents,
    Map<String, List<Spike>> spikes,
    Map<Reason, SetAside> setAside,
    long conflicts) {

  /**
   * Reads the tables, a row at a time; kept are figures, incidents and their spikes.
   *
   * @throws io.vigil.pipelines.cli.Refusal if they are not there, or cannot be read
   */
  public static Findings in(ResultTables tables) {
    var books = new TreeMap<Long, Books>();
    tables.forEach(Tables.LEDGER, row -> books.merge(row.generation(), Books.of(row), Books::plus));
    var days = new TreeMap<LocalDate, Counted>();
    var keys = new EnumMap<Dimension, Map<String, Counted>>(Dimension.class);
    tables.forEachTotal(
        Grain.DAY,
        total -> {
          if (total.dimension() == Dimension.ALL) {
            days.merge(day(total), Counted.of(total), Counted::plus);
          } else {
            keys.computeIfAbsent(total.dimension(), it -> new HashMap<>())
                .merge(total.key(), Counted.of(total), Counted::plus);
          }
        });
    var hours = new TreeMap<Instant, Long>();
    tables.forEachTotal(
        Grain.HOUR,
        total -> {
          if (total.dimension() == Dimension.ALL) {
            hours.merge(Instant.ofEpochMilli(total.windowStart()), total.count(), Long::sum);
          }
        });
    var incidents =
        tables.list(Tables.INCIDENTS).stream()
            .filter(it -> it.state() != Spike.State.RETRACTED)
            .sorted(
                comparing(Incident::isFraud)
                    .reversed()
                    .thenComparingLong(Incident::alarmedAt)
                    .thenComparing(Incident::incidentId))
            .toList();
    var spikes =
        tables.list(Tables.SPIKES).stream()
            .filter(it -> it.state() != Spike.State.RETRACTED)
            .collect(Collectors.groupingBy(Spike::incidentId));
    var setAside = new EnumMap<Reason, SetAside>(Reason.class);
    tables.forEach(
        Tables.DEAD_LETTERS,
        it ->
            setAside.merge(
                it.reason(), new SetAside(1, it.source(), it.message()), SetAside::plus));
    var conflicts = new long[1];
    tables.forEach(Tables.CONFLICTS, it -> conflicts[0]++);
    return new Findings(books, days, hours, keys, incidents, spikes, setAside, conflicts[0]);
  }

  private static LocalDate day(Total total) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(total.windowStart()), ZoneOffset.UTC);
  }

  /** Everything that was paid. */
  Counted all() {
    return days.values().stream().reduce(Counted.NOTHING, Counted::plus);
  }

  /** What became of all records, of whatever generation. */
  Books allBooks() {
    return books.values().stream().reduce(Books.EMPTY, Books::plus);
  }

  List<Incident> frauds() {
    return incidents.stream().filter(Incident::isFraud).toList();
  }

  /** The keys of a dimension with the most payments. */
  List<Map.Entry<String, Counted>> largest(Dimension dimension, int most) {
    return keys.getOrDefault(dimension, Map.of()).entrySet().stream()
        .sorted(
            comparingLong((Map.Entry<String, Counted> it) -> -it.getValue().count())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .toList();
  }
}
