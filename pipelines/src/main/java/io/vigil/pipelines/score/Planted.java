package io.vigil.pipelines.score;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was planted, as the truth has it. Times are in milliseconds since the epoch.
 *
 * @param subtlety of a fraud: how hard it is to see
 * @param keys that name it, with their dimensions: one is as right as another
 * @param payments in order of their times; none if all traffic is meant
 */
record Planted(
    String incident,
    String kind,
    boolean isFraud,
    @Nullable String subtlety,
    Set<Key> keys,
    long start,
    long end,
    List<Payment> payments,
    Set<String> ids) {

  private static final Set<String> SUBTLE = Set.of("subtle", "faint");

  /** A key with its dimension, as both stand in the truth and in the table of incidents. */
  record Key(String dimension, String key) {}

  /**
   * One of its transactions.
   *
   * @param dollars by the rates of the generator; never negative
   */
  record Payment(String id, long time, double dollars, boolean isDeclined) {}

  static Planted of(
      String incident,
      String kind,
      boolean isFraud,
      @Nullable String subtlety,
      Set<Key> keys,
      long start,
      long end,
      List<Payment> payments) {
    var ids = payments.stream().map(Payment::id).collect(Collectors.toUnmodifiableSet());
    return new Planted(
        incident,
        kind,
        isFraud,
        subtlety,
        Set.copyOf(keys),
        start,
        end,
        List.copyOf(payments),
        ids);
  }

  /** Whether it was meant to be hard to find. */
  boolean isSubtle() {
    return subtlety != null && SUBTLE.contains(subtlety);
  }
}
