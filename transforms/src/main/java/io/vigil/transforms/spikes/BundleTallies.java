package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.Money;
import io.vigil.transforms.signals.Sample;
import io.vigil.transforms.signals.SignalCount;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyBuilder;
import io.vigil.transforms.signals.Signals;
import io.vigil.transforms.signals.Times;
import io.vigil.transforms.spikes.TallyBlock.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts the transactions and flags of a bundle by key and bucket, so that few elements have to be
 * shuffled. Belongs to one thread.
 */
public final class BundleTallies {

  /** How many tallies there may be; each takes some 0.5 KB, and few more than 5 KB. */
  private static final int MOST = 20_000;

  private static final long HOUR = Peers.HOUR;
  private static final SpikeKey ALL = new SpikeKey(Dimension.ALL, Dimension.ALL_KEY);

  private final DetectionSettings settings;
  private final int shards;
  private final long bucketMillis;
  private final Map<Cell, SignalTally> tallies = new HashMap<>();
  private long earliest = Long.MAX_VALUE;

  private record Cell(SpikeKey key, long bucketStart) {}

  public BundleTallies(DetectionSettings settings, int shards) {
    this.settings = settings;
    this.shards = shards;
    this.bucketMillis = settings.judge().bucketMillis();
  }

  /** Counts a transaction, under each of its keys but its card. */
  public void add(Transaction it) {
    // One of its merchant knows of no merchants; all others are alike.
    var ofMerchant = tallyOf(builder -> builder.add(Dimension.MERCHANT, it));
    var ofOthers = tallyOf(builder -> builder.add(Dimension.ALL, it));
    for (var dimension : settings.dimensions()) {
      if (dimension != Dimension.CARD) {
        var tally = dimension == Dimension.MERCHANT ? ofMerchant : ofOthers;
        add(dimension, dimension.keyOf(it), it.eventTime(), tally);
      }
    }
  }

  /** Counts a flag, under each of the keys of the flagged transaction. */
  public void add(Flag flag) {
    // One of its card knows of merchants; all others are alike.
    var ofCard = tallyOf(builder -> builder.addFlag(Dimension.CARD, flag));
    var ofOthers = tallyOf(builder -> builder.addFlag(Dimension.ALL, flag));
    for (var dimension : settings.dimensions()) {
      var tally = dimension == Dimension.CARD ? ofCard : ofOthers;
      add(dimension, dimension.keyOf(flag), flag.eventTime(), tally);
    }
  }

  private SignalTally tallyOf(Consumer<SignalTallyBuilder> change) {
    var builder = new SignalTallyBuilder(settings.limits());
    change.accept(builder);
    return watched(builder.build());
  }

  private void add(Dimension dimension, String key, long time, SignalTally tally) {
    earliest = Math.min(earliest, time);
    if (isKnown(dimension, key)) {
      long start = Math.floorDiv(time, bucketMillis) * bucketMillis;
      tallies.merge(new Cell(new SpikeKey(dimension, key), start), tally, SignalTally::plus);
    }
  }

  /** That nobody says where a payment came from is no cause of anything. */
  private static boolean isKnown(Dimension dimension, String key) {
    return dimension == Dimension.MERCHANT || !key.equals(Dimension.UNKNOWN_KEY);
  }

  /** Whether it is time to take what was counted. */
  public boolean isFull() {
    return tallies.size() >= MOST;
  }

  /** The time of the earliest transaction that counts. */
  public long earliest() {
    return earliest;
  }

  /** What was counted so far, by shard; then it begins anew. Empty if nothing was counted. */
  public Map<Integer, TallyBlock> take() {
    if (tallies.isEmpty()) {
      return Map.of();
    }
    var entries = new HashMap<Integer, List<Entry>>();
    for (int shard = 0; shard < shards; shard++) {
      entries.put(shard, new ArrayList<>());
    }
    var all = new TreeMap<Long, SignalTally>();
    tallies.forEach(
        (cell, tally) -> {
          entries.get(shardOf(cell.key)).add(new Entry(cell.key, cell.bucketStart, tally));
          if (cell.key.equals(ALL)) {
            all.put(cell.bucketStart, countsOf(tally));
          }
        });
    tallies.clear();
    earliest = Long.MAX_VALUE;
    var byHour = byHour(all);
    var blocks = new HashMap<Integer, TallyBlock>();
    entries.forEach((shard, ofShard) -> blocks.put(shard, new TallyBlock(byHour, ofShard)));
    return blocks;
  }

  /** The sums of the hours, each under its first bucket. */
  private static SortedMap<Long, SignalTally> byHour(SortedMap<Long, SignalTally> byBucket) {
    var sums = new TreeMap<Long, SignalTally>();
    byBucket.forEach(
        (start, tally) -> {
          var last = sums.isEmpty() ? null : sums.lastKey();
          boolean isSameHour =
              last != null && Math.floorDiv(last, HOUR) == Math.floorDiv(start, HOUR);
          sums.merge(isSameHour ? last : start, tally, SignalTally::plus);
        });
    return Collections.unmodifiableSortedMap(sums);
  }

  /** Counts, and the cards that rules flag: what peers are compared by. */
  private static SignalTally countsOf(SignalTally tally) {
    var counts = new TreeMap<String, SignalCount>();
    tally
        .signals()
        .forEach(
            (name, signal) ->
                counts.put(
                    name,
                    new SignalCount(
                        signal.count(),
                        Signals.isOfRule(name) ? signal.cards() : Distinct.none(),
                        Times.none(),
                        Sample.none())));
    return new SignalTally(
        tally.attempts(),
        tally.approved(),
        Money.none(),
        Money.none(),
        tally.amounts(),
        Distinct.none(),
        Distinct.none(),
        tally.lastTime(),
        counts);
  }

  /** The tally without the signals that are not watched. */
  private SignalTally watched(SignalTally tally) {
    if (tally.signals().keySet().stream().allMatch(settings::watches)) {
      return tally;
    }
    var signals = new TreeMap<>(tally.signals());
    signals.keySet().removeIf(it -> !settings.watches(it));
    return tally.withSignals(signals);
  }

  private int shardOf(SpikeKey key) {
    // The hash of a text is part of Java's specification; its low bits are poorly mixed.
    int hash = (key.key().hashCode() * 31 + key.dimension().name().hashCode()) * 0x9E3779B9;
    return Math.floorMod(hash ^ hash >>> 16, shards);
  }
}
