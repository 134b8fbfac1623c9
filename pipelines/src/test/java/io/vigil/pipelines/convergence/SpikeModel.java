package io.vigil.pipelines.convergence;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.transforms.spikes.NegativeBinomial;
import io.vigil.transforms.spikes.SpikeIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * docs/spikes.md in the simplest way: for each bucket with flags the whole past of its key is gone
 * through again, day by day. Sums are in the order that {@code History} documents, so that even the
 * last bits must be the same; only the tail of the distribution is Vigil's own, which has its own
 * tests.
 */
final class SpikeModel {

  private static final long BUCKET = 10_000;
  private static final long DAY = 86_400_000;
  private static final int SLOTS = 24;
  private static final long DAY_BUCKETS = DAY / BUCKET;
  private static final int REMEMBERED_DAYS = 400;
  private static final double KEPT = StrictMath.pow(2, -1 / 7.0);

  private final RuleBook book;
  private final SortedMap<Long, Long> counts;

  final List<Spike> spikes = new ArrayList<>();
  final List<Incident> incidents = new ArrayList<>();

  /**
   * @param counts of the flagged transactions of the key, by the start of their bucket
   */
  SpikeModel(RuleBook book, Dimension dimension, String key, Map<Long, Long> counts) {
    this.book = book;
    this.counts = new TreeMap<>(counts);
    if (book.start() != null) {
      this.counts.headMap(book.start().toEpochMilli()).clear();
    }
    if (!this.counts.isEmpty()) {
      find(dimension, key);
    }
  }

  private void find(Dimension dimension, String key) {
    long quietSince = counts.firstKey() / DAY - REMEMBERED_DAYS;
    long firstDay =
        book.start() == null ? quietSince : Math.max(quietSince, book.start().toEpochMilli() / DAY);
    var spiking = new TreeMap<Long, Long>();
    counts.forEach(
        (start, count) -> {
          long day = start / DAY;
          var distribution = distribution(firstDay, start, spiking);
          long threshold =
              Math.max(
                  book.spikeCount(), distribution.smallestCountWithTailAtMost(book.falseAlarms()));
          if (day - firstDay >= 1 && count >= threshold) {
            spiking.put(start, count);
            spikes.add(
                new Spike(
                    SpikeIds.spike(dimension, key, start),
                    SpikeIds.incident(dimension, key, firstOfIncident(spiking)),
                    dimension,
                    key,
                    start,
                    start + BUCKET,
                    count,
                    distribution.mean(),
                    distribution.tail(count),
                    threshold,
                    Spike.State.CONFIRMED,
                    0,
                    count,
                    true));
          }
        });
    gather(dimension, key);
  }

  /** What the days before the bucket's make normal. */
  private NegativeBinomial distribution(
      long firstDay, long bucketStart, SortedMap<Long, Long> spiking) {
    double days = 0;
    double pairs = 0;
    var flagged = new double[SLOTS];
    var leftOut = new double[SLOTS];
    for (long day = firstDay; day < bucketStart / DAY; day++) {
      days = days * KEPT + 1;
      pairs *= KEPT;
      for (int slot = 0; slot < SLOTS; slot++) {
        flagged[slot] *= KEPT;
        leftOut[slot] *= KEPT;
      }
      long pairsOfDay = 0;
      var flaggedOfDay = new long[SLOTS];
      for (var bucket : counts.subMap(day * DAY, (day + 1) * DAY).entrySet()) {
        if (spiking.containsKey(bucket.getKey())) {
          leftOut[slotOf(bucket.getKey())]++;
        } else {
          flaggedOfDay[slotOf(bucket.getKey())] += bucket.getValue();
          pairsOfDay += bucket.getValue() * (bucket.getValue() - 1);
        }
      }
      pairs += pairsOfDay;
      for (int slot = 0; slot < SLOTS; slot++) {
        flagged[slot] += flaggedOfDay[slot];
      }
    }
    double seenDays = DAY_BUCKETS * (1 + days) - Arrays.stream(leftOut).reduce(0, Double::sum);
    double overall = (0.5 + Arrays.stream(flagged).reduce(0, Double::sum)) / seenDays;
    double expectedPairs = 10;
    var rates = new double[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
      double seen = DAY_BUCKETS / SLOTS * days - leftOut[slot];
      rates[slot] = (4 + flagged[slot]) / (4 / overall + seen);
      expectedPairs += seen * rates[slot] * rates[slot];
    }
    double dispersion = Math.max(0.01, (pairs + 20) / expectedPairs - 1);
    int slot = slotOf(bucketStart);
    double doubt = (1 + dispersion * rates[slot]) / (4 + flagged[slot]);
    return new NegativeBinomial(rates[slot], 1 / ((1 + dispersion) * (1 + doubt) - 1));
  }

  private static int slotOf(long time) {
    return (int) (time % DAY / (DAY / SLOTS));
  }

  /** The first spike of the incident that the last one belongs to. */
  private long firstOfIncident(SortedMap<Long, Long> spiking) {
    long first = spiking.firstKey();
    long before = first;
    for (long start : spiking.keySet()) {
      if (start - (before + BUCKET) > book.coolDownSeconds() * 1000L) {
        first = start;
      }
      before = start;
    }
    return first;
  }

  private void gather(Dimension dimension, String key) {
    var byIncident = new TreeMap<Long, List<Spike>>();
    for (var spike : spikes) {
      var last = byIncident.isEmpty() ? null : byIncident.lastEntry().getValue();
      if (last == null || !last.get(0).incidentId().equals(spike.incidentId())) {
        last = new ArrayList<>();
        byIncident.put(spike.bucketStart(), last);
      }
      last.add(spike);
    }
    byIncident.forEach(
        (start, members) -> {
          long flagged = members.stream().mapToLong(Spike::flagged).sum();
          long peak = members.stream().mapToLong(Spike::flagged).max().orElseThrow();
          incidents.add(
              new Incident(
                  members.get(0).incidentId(),
                  dimension,
                  key,
                  start,
                  members.get(members.size() - 1).bucketEnd(),
                  members.size(),
                  flagged,
                  peak,
                  members.stream()
                      .filter(it -> it.flagged() == peak)
                      .mapToLong(Spike::bucketStart)
                      .min()
                      .orElseThrow(),
                  Spike.State.CONFIRMED,
                  0,
                  flagged,
                  true));
        });
  }
}
