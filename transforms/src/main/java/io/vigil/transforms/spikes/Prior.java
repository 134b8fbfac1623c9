package io.vigil.transforms.spikes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the hours before say of all transactions. The quarter of the hours in which a signal was
 * most frequent is left out, so that an attack does not make itself normal.
 */
final class Prior {

  /** One in so many hours is left out. */
  private static final int LEFT_OUT = 4;

  /** A signal that was never seen has half a transaction in so many. */
  private static final double UNSEEN = 0.5;

  private final long hour;
  private final SortedMap<Long, HourCount> hours;
  private final Map<String, Double> shares = new HashMap<>();
  private final Map<String, Clumps> clumps = new HashMap<>();

  /**
   * How often cards get flags of a rule.
   *
   * @param perHour how many cards do so in an hour
   * @param size how many flags such a card gets
   */
  record Clumps(double perHour, double size) {}

  Prior(long hour, SortedMap<Long, HourCount> hours) {
    this.hour = hour;
    this.hours = hours;
  }

  long hour() {
    return hour;
  }

  /** Of how many hours something is known. */
  int knownHours() {
    return hours.size();
  }

  /** The share of attempts that have the signal. */
  synchronized double share(String signal) {
    return shares.computeIfAbsent(
        signal,
        any -> {
          long attempts = 0;
          long count = 0;
          for (var it : usual(signal)) {
            attempts += it.attempts();
            count += countOf(signal, it);
          }
          return (count + UNSEEN) / (attempts + 2 * UNSEEN);
        });
  }

  synchronized Clumps clumps(String signal) {
    return clumps.computeIfAbsent(
        signal,
        any -> {
          long cards = 0;
          long count = 0;
          var usual = usual(signal);
          for (var it : usual) {
            cards += it.signal(signal).cards().size();
            count += it.signal(signal).count();
          }
          // As if twenty cards had been seen with one and a half flags each.
          return new Clumps(
              (cards + UNSEEN) / Math.max(1, usual.size()), (count + 30.0) / (cards + 20.0));
        });
  }

  private static long countOf(String signal, HourCount it) {
    return signal.startsWith(Learned.BIN)
        ? it.amounts().from(Integer.parseInt(signal.substring(Learned.BIN.length())))
        : it.signal(signal).in(Measure.ofPeers(signal));
  }

  private List<HourCount> usual(String signal) {
    var sorted = new ArrayList<HourCount>();
    for (var it : hours.values()) {
      if (it.attempts() > 0) {
        sorted.add(it);
      }
    }
    sorted.sort(Comparator.comparingDouble(it -> (double) countOf(signal, it) / it.attempts()));
    return sorted.subList(0, sorted.size() - sorted.size() / LEFT_OUT);
  }
}
