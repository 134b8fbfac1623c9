package io.vigil.pipelines.kafka;

import java.io.Serializable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a topic is read from, as a person says it; {@link StartOffsets} is what comes of it. */
public sealed interface StartFrom extends Serializable {

  /** The oldest record that there is. */
  record Earliest() implements StartFrom {
    @Override
    public String toString() {
      return "earliest";
    }
  }

  /** What is written from now on. */
  record Latest() implements StartFrom {
    @Override
    public String toString() {
      return "latest";
    }
  }

  /** Where the consumer group stands; the oldest record where it has not been. */
  record Committed() implements StartFrom {
    @Override
    public String toString() {
      return "committed";
    }
  }

  /** The first record that Kafka has stamped with this time or a later one. */
  record Time(Instant instant) implements StartFrom {
    @Override
    public String toString() {
      return instant.toString();
    }
  }

  /** An offset for each partition. */
  record Offsets(SortedMap<Integer, Long> byPartition) implements StartFrom {
    public Offsets {
      byPartition = new TreeMap<>(byPartition);
    }

    @Override
    public String toString() {
      return byPartition.entrySet().stream()
          .map(it -> it.getKey() + ":" + it.getValue())
          .collect(Collectors.joining(","));
    }
  }

  Pattern PARTITION_AND_OFFSET = Pattern.compile("\\s*(\\d{1,9}):(\\d{1,18})\\s*");

  /**
   * Reads {@code earliest}, {@code latest}, {@code committed}, a time such as {@code
   * 2026-03-01T06:00:00Z}, or offsets such as {@code 0:17,1:99}.
   *
   * @throws IllegalArgumentException if it is none of them, with a message for the user
   */
  static StartFrom parse(String text) {
    return switch (text) {
      case "earliest" -> new Earliest();
      case "latest" -> new Latest();
      case "committed" -> new Committed();
      default ->
          PARTITION_AND_OFFSET.matcher(text.split(",", -1)[0]).matches()
              ? offsets(text)
              : time(text);
    };
  }

  private static StartFrom offsets(String text) {
    var offsets = new TreeMap<Integer, Long>();
    for (var part : text.split(",", -1)) {
      var matcher = PARTITION_AND_OFFSET.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("'" + part + "' is not partition:offset");
      }
      int partition = Integer.parseInt(matcher.group(1));
      if (offsets.put(partition, Long.parseLong(matcher.group(2))) != null) {
        throw new IllegalArgumentException("partition " + partition + " is given twice");
      }
    }
    return new Offsets(offsets);
  }

  private static StartFrom time(String text) {
    try {
      return new Time(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not earliest, latest, committed, a time such as 2026-03-01T06:00:00Z, nor"
              + " offsets such as 0:17,1:99",
          e);
    }
  }
}
