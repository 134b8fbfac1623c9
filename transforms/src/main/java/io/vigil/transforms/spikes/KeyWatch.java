package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Spike;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.Times;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches one key: takes what was counted, bucket by bucket, and finds spikes. It has no state of
 * its own; what it finds is a function of what it is given, and what is final depends on the set of
 * tallies alone.
 */
public final class KeyWatch implements Serializable {

  private static final long serialVersionUID = 1;

  private final JudgeSettings settings;
  private final boolean announces;

  /**
   * @param announces whether spikes of open buckets are given out
   */
  public KeyWatch(JudgeSettings settings, boolean announces) {
    this.settings = settings;
    this.announces = announces;
  }

  /**
   * What a look at a key finds.
   *
   * @param state what the closed buckets have left behind; null if none has closed yet
   * @param open the buckets that are still open, by their start
   * @param sightings those that are new or have changed
   */
  public record Judgement(
      @Nullable KeyState state, SortedMap<Long, PendingBucket> open, List<Sighting> sightings) {}

  /** Whether an open bucket is worth a look: most have nothing but ordinary transactions. */
  public boolean isWorthALook(PendingBucket bucket) {
    return announces && !bucket.tally().signals().isEmpty();
  }

  /**
   * Looks at a key.
   *
   * @param state what the last look left; null if there was none
   * @param open all buckets that have not been judged for good, by their start
   * @param peers what all transactions are like, with all that has come so far
   * @param closedBefore the start of the first bucket that is open
   * @param changedSince the start of the first open bucket that has changed since the last look;
   *     what was no spike before that is none now
   */
  public Judgement judge(
      SpikeKey key,
      @Nullable KeyState state,
      SortedMap<Long, PendingBucket> open,
      Peers peers,
      long closedBefore,
      long changedSince) {
    var sightings = new ArrayList<Sighting>();
    var closed = open.headMap(closedBefore);
    var look = new Look(settings, key, state, peers);
    for (var entry : closed.entrySet()) {
      var bucket = entry.getValue();
      var sighting = look.take(entry.getKey(), bucket.tally(), true);
      if (sighting != null) {
        sightings.add(sighting);
      } else if (bucket.version() > 0) {
        sightings.add(look.retraction(entry.getKey(), bucket, true));
      }
    }
    var left = closed.isEmpty() ? state : look.state();
    var stillOpen = new TreeMap<>(open.tailMap(closedBefore));
    if (announces) {
      announce(new Look(settings, key, left, peers), stillOpen, changedSince, sightings);
    }
    return new Judgement(left, stillOpen, sightings);
  }

  /** Gives out what the open buckets would be if nothing more came, where that has changed. */
  private static void announce(
      Look look, SortedMap<Long, PendingBucket> open, long changedSince, List<Sighting> sightings) {
    for (Map.Entry<Long, PendingBucket> entry : open.entrySet()) {
      var bucket = entry.getValue();
      if (entry.getKey() < changedSince && bucket.announced() == 0) {
        look.pass(entry.getKey(), bucket.tally());
        continue;
      }
      var sighting = look.take(entry.getKey(), bucket.tally(), false);
      if (sighting != null && sighting.facts() != bucket.announced()) {
        long version = Math.max(bucket.version() + 1, sighting.facts());
        sightings.add(sighting.withFacts(version));
        entry.setValue(new PendingBucket(bucket.tally(), sighting.facts(), version));
      } else if (sighting == null && bucket.announced() > 0) {
        var retraction = look.retraction(entry.getKey(), bucket, false);
        sightings.add(retraction);
        entry.setValue(new PendingBucket(bucket.tally(), 0, retraction.facts()));
      }
    }
  }

  /**
   * The start of a bucket whose closing changes something even if nothing more comes: the one with
   * which the key is forgotten.
   */
  public long nextChange(KeyState state) {
    return state.nextBucket() + 400L * 24 * Peers.HOUR;
  }

  /** Whether the key has been silent for so long that it is as if it had never been seen. */
  public boolean isForgotten(KeyState state, long closedBefore) {
    return closedBefore >= nextChange(state);
  }

  /** Goes through the buckets of a key, one after the other. */
  private static final class Look {
    private final JudgeSettings settings;
    private final SpikeKey key;
    private final Peers peers;
    private final Judge judge;
    private final TreeMap<Long, SignalTally> recent;
    private Learned learned;
    private long nextBucket;
    private long exceptFrom;
    private long exceptUntil;
    private @Nullable Episode episode;

    Look(JudgeSettings settings, SpikeKey key, @Nullable KeyState state, Peers peers) {
      var known = state == null ? KeyState.starting(Long.MIN_VALUE) : state;
      this.settings = settings;
      this.key = key;
      this.peers = peers;
      this.judge = new Judge(settings);
      recent = new TreeMap<>(known.recent());
      learned = known.learned();
      nextBucket = known.nextBucket();
      exceptFrom = known.exceptFrom();
      exceptUntil = known.exceptUntil();
      episode = known.episode();
    }

    KeyState state() {
      return new KeyState(nextBucket, recent, learned, exceptFrom, exceptUntil, episode);
    }

    @Nullable Sighting take(long start, SignalTally tally, boolean isFinal) {
      pass(start, tally);
      var evidence = evidence(start, tally);
      return evidence.isEmpty() ? null : sighting(start, nextBucket, tally, evidence, isFinal);
    }

    /** Takes a bucket that is no spike. */
    void pass(long start, SignalTally tally) {
      long end = start + settings.bucketMillis();
      learnBefore(end - settings.longestSpanMillis());
      recent.put(start, tally);
      nextBucket = end;
      var last = episode;
      if (last != null && start > last.lastEnd() + settings.coolDown().toMillis()) {
        last = null;
      }
      episode = last == null ? null : last.plus(tally);
    }

    private List<Evidence> evidence(long start, SignalTally tally) {
      boolean isWarm = start - settings.warmUp().toMillis() >= peers.historyStart();
      boolean canSpike = !tally.signals().isEmpty() || key.dimension() == Dimension.MERCHANT;
      return !canSpike || !isWarm
          ? List.of()
          : judge.evidence(key, untold(), learned, peers.before(start));
    }

    /** Without the transactions of an incident that is over, which make no other. */
    private NavigableMap<Long, SignalTally> untold() {
      return episode == null && exceptUntil > recent.firstKey()
          ? new TreeMap<>(recent.tailMap(exceptUntil, true))
          : recent;
    }

    private void learnBefore(long time) {
      var old = recent.headMap(time);
      old.forEach(
          (start, tally) -> {
            if (start < exceptFrom || start >= exceptUntil || isCard()) {
              learned = learned.plus(settings, key.dimension(), start, tally);
            }
          });
      old.clear();
      learned = learned.until(settings, key.dimension(), time);
    }

    /** What a card does once is an exception, and what it does again is its habit. */
    private boolean isCard() {
      return key.dimension() == Dimension.CARD;
    }

    private Sighting sighting(
        long start, long end, SignalTally tally, List<Evidence> evidence, boolean isFinal) {
      var strongest = evidence.get(0);
      long longest = 0;
      for (var it : evidence) {
        longest = Math.max(longest, it.spanMillis());
      }
      long from = end - strongest.spanMillis();
      except(end - longest, end);
      var then = episode;
      if (then == null) {
        var sum = SignalTally.NONE;
        for (var it : recent.tailMap(from, true).values()) {
          sum = sum.plus(it);
        }
        then =
            new Episode(
                from,
                end,
                sum,
                Pace.hourly(recent, learned, nextBucket - settings.longestSpanMillis(), from));
      }
      episode = then.spikedUntil(end);
      return new Sighting(
          key,
          start,
          end,
          evidence,
          tally,
          then.start(),
          then.tally(),
          then.hourly() * (end - then.start()) / Peers.HOUR,
          alarmedAt(start, strongest),
          isFinal ? Spike.State.CONFIRMED : Spike.State.PROVISIONAL,
          then.tally().facts(),
          isFinal);
    }

    Sighting retraction(long start, PendingBucket bucket, boolean isFinal) {
      return new Sighting(
          key,
          start,
          start + settings.bucketMillis(),
          List.of(),
          bucket.tally(),
          start,
          bucket.tally(),
          0,
          start,
          Spike.State.RETRACTED,
          Math.max(bucket.version() + 1, bucket.tally().facts()),
          isFinal);
    }

    private void except(long from, long until) {
      boolean isApart = exceptUntil < recent.firstKey();
      exceptFrom = isApart ? from : Math.min(exceptFrom, from);
      exceptUntil = until;
      if (until - exceptFrom > settings.newNormalAfter().toMillis()) {
        exceptFrom = until - settings.longestSpanMillis();
      }
    }

    /** When the last but as many of the span's transactions happened as are over the threshold. */
    private long alarmedAt(long start, Evidence evidence) {
      var measure = Measure.of(key.dimension(), evidence.signal());
      var times = Times.none();
      var before = HourCount.Signal.NONE;
      long from = start + settings.bucketMillis() - evidence.spanMillis();
      for (var it : recent.tailMap(from, true).entrySet()) {
        var signal = it.getValue().signal(evidence.signal());
        if (it.getKey() < start) {
          before = before.plus(measure, signal);
        } else {
          times = measure == Measure.MOMENTS ? signal.times().distinct() : signal.times();
        }
      }
      if (times.size() == 0) {
        return recent.get(start).lastTime();
      }
      long number = Math.max(0, evidence.threshold() - before.in(measure) - 1);
      return times.get((int) Math.min(number, times.size() - 1));
    }
  }
}
