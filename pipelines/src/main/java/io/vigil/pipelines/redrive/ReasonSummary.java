package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of the dead letters of one reason. */
final class ReasonSummary {

  private static final int SAMPLES = 2;

  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private final List<String> samples = new ArrayList<>();
  private @Nullable Instant first;
  private @Nullable Instant last;

  /**
   * @param newMessage why it is still bad; or why it was bad
   */
  void add(DeadLetter letter, Outcome outcome, String newMessage) {
    outcomes.merge(outcome, 1L, Long::sum);
    var eventTime = letter.eventTime();
    if (eventTime != null) {
      var time = Instant.ofEpochMilli(eventTime);
      first = first == null || time.isBefore(first) ? time : first;
      last = last == null || time.isAfter(last) ? time : last;
    }
    if (samples.size() < SAMPLES) {
      samples.add(
          "%s (%s): %s: %s"
              .formatted(letter.source(), outcome.words(), newMessage, MaskedSample.of(letter)));
    }
  }

  long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  void print(String reason, PrintWriter out) {
    long count = outcomes.values().stream().mapToLong(it -> it).sum();
    var parts =
        outcomes.entrySet().stream()
            .map(it -> "%,d %s".formatted(it.getValue(), it.getKey().words()))
            .collect(Collectors.joining(", "));
    var times = first == null ? "no event times" : "event times " + first + " to " + last;
    out.println("%s: %,d: %s; %s".formatted(reason, count, parts, times));
    samples.forEach(sample -> out.println("  " + sample));
  }
}
