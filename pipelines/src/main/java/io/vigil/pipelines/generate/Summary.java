package io.vigil.pipelines.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many records there are of each fate, and incidents of each kind. */
final class Summary {

  private final Map<Fate, Long> bounded = new EnumMap<>(Fate.class);
  private final Map<Fate, Long> streaming = new EnumMap<>(Fate.class);
  private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
  private final Map<IncidentKind, Long> incidents = new EnumMap<>(IncidentKind.class);
  private final Map<String, Set<String>> keys = new TreeMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long records;
  private long outOfOrder;
  private int files;

  void add(Entry entry) {
    records++;
    bounded.merge(entry.bounded, 1L, Long::sum);
    streaming.merge(entry.streaming, 1L, Long::sum);
    if (entry.bad != null) {
      reasons.merge(entry.bad.reason(), 1L, Long::sum);
    } else {
      add(entry.transaction);
    }
    if (entry.delay == Entry.Delay.OUT_OF_ORDER) {
      outOfOrder++;
    }
    files = Math.max(files, entry.file + 1);
  }

  private void add(Transaction transaction) {
    first = Math.min(first, transaction.eventTime());
    last = Math.max(last, transaction.eventTime());
    addKey("merchant", transaction.merchantId());
    addKey("country", transaction.country());
    addKey("category", transaction.category());
  }

  private void addKey(String dimension, @Nullable String key) {
    if (key != null) {
      keys.computeIfAbsent(dimension, any -> new HashSet<>()).add(key);
    }
  }

  void add(Incident incident) {
    incidents.merge(incident.kind(), 1L, Long::sum);
  }

  /** The one line of result. What is counted as late is late in a stream. */
  String resultLine() {
    return counts() + " files=" + files;
  }

  /** The same, if the records went to a topic. */
  String resultLine(String topic) {
    return counts() + " topic=" + topic;
  }

  private String counts() {
    return "transactions=%d duplicates=%d conflicts=%d late=%d bad=%d incidents=%d"
        .formatted(
            bounded.getOrDefault(Fate.ACCEPTED, 0L),
            bounded.getOrDefault(Fate.DUPLICATE, 0L),
            bounded.getOrDefault(Fate.CONFLICT, 0L),
            streaming.getOrDefault(Fate.LATE, 0L),
            bounded.getOrDefault(Fate.DEAD_LETTER, 0L),
            sum(incidents));
  }

  /**
   * Writes {@code summary.json}.
   *
   * @param folder of the truth
   * @param flags that decide what is generated
   */
  void write(Path folder, Map<String, String> flags) throws IOException {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("flags", flags);
    summary.put("records", records);
    summary.put("files", files);
    if (first <= last) {
      summary.put("first", Instant.ofEpochMilli(first).toString());
      summary.put("last", Instant.ofEpochMilli(last).toString());
    }
    var counts = new LinkedHashMap<String, Integer>();
    keys.forEach((dimension, known) -> counts.put(dimension, known.size()));
    summary.put("keys", counts);
    summary.put("out_of_order", outOfOrder);
    summary.put("bounded", byKey(bounded));
    summary.put("streaming", byKey(streaming));
    summary.put("reasons", reasons);
    summary.put("incidents", incidentsByKey());
    var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    // Jackson indents with the line ends of the machine.
    var text = json.writeValueAsString(summary).replace(System.lineSeparator(), "\n") + "\n";
    Files.writeString(folder.resolve("summary.json"), text, StandardCharsets.UTF_8);
  }

  private static Map<String, Long> byKey(Map<Fate, Long> counted) {
    var counts = new LinkedHashMap<String, Long>();
    for (var fate : Fate.values()) {
      counts.put(fate.key(), counted.getOrDefault(fate, 0L));
    }
    return counts;
  }

  private Map<String, Long> incidentsByKey() {
    var counts = new LinkedHashMap<String, Long>();
    incidents.forEach((kind, count) -> counts.put(kind.key(), count));
    return counts;
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(it -> it).sum();
  }
}
