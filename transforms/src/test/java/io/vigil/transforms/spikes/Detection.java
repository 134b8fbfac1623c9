package io.vigil.transforms.spikes;

import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.screen.CardHistory;
import io.vigil.transforms.screen.DetectionRules;
import io.vigil.transforms.screen.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;

/** The whole judgement at work in one thread, without a pipeline, with all it has given out. */
final class Detection {

  private static final int SHARDS = 3;
  private static final DetectionSettings SETTINGS = DetectionSettings.DEFAULTS;

  /** In the order in which they were given out. */
  final List<Spike> spikes = new ArrayList<>();

  final List<Incident> incidents = new ArrayList<>();

  private final ShardWatch watch;
  private final Desk desk;
  private final List<MapMemory> shards = new ArrayList<>();
  private DeskState onDesk = DeskState.EMPTY;
  private long openSince = 0;

  /**
   * @param announces whether it gives out what is not final, as it does in a stream
   */
  Detection(boolean announces) {
    watch = new ShardWatch(new KeyWatch(SETTINGS.judge(), announces));
    desk = new Desk(SETTINGS.judge(), "detection", 0, announces);
    for (int shard = 0; shard < SHARDS; shard++) {
      shards.add(new MapMemory());
    }
  }

  /** What is final of all transactions and the flags on them. */
  static Detection of(Collection<Transaction> transactions) {
    var detection = new Detection(false);
    detection.take(transactions, flags(transactions));
    detection.close(Long.MAX_VALUE);
    return detection;
  }

  /** The flags of the rules that there are by default. */
  static List<Flag> flags(Collection<Transaction> transactions) {
    var rules = DetectionRules.defaults();
    var cards = new HashMap<String, CardHistory>();
    var flags = new ArrayList<Flag>();
    for (var it : transactions) {
      var card = cards.computeIfAbsent(it.cardId(), any -> CardHistory.of(rules));
      if (card.accept(it) instanceof Verdict.Accepted accepted) {
        accepted.findings().forEach(found -> flags.add(found.flag().ofCard(it.cardId())));
        accepted.laterFindings().forEach(found -> flags.add(found.flag().ofCard(it.cardId())));
      }
    }
    return flags;
  }

  /** Takes a bundle. */
  void take(Collection<Transaction> transactions, Collection<Flag> flags) {
    var tallies = new BundleTallies(SETTINGS, SHARDS);
    transactions.forEach(tallies::add);
    flags.forEach(tallies::add);
    for (var block : tallies.take().entrySet()) {
      var memory = shards.get(block.getKey());
      for (var sighting : watch.take(memory, block.getValue(), openSince)) {
        give(desk.take(onDesk, List.of(sighting), Long.MIN_VALUE));
      }
    }
  }

  /** Closes all buckets that start before that time. */
  void close(long closedBefore) {
    var sightings = new ArrayList<Sighting>();
    for (var memory : shards) {
      sightings.addAll(watch.close(memory, closedBefore));
    }
    sightings.sort(Comparator.comparingLong(Sighting::bucketStart));
    for (var sighting : sightings) {
      give(desk.take(onDesk, List.of(sighting), sighting.bucketStart()));
    }
    give(desk.take(onDesk, List.of(), closedBefore));
    openSince = closedBefore;
  }

  /** Goes on with what was written and read again. */
  void restore() {
    try {
      for (int shard = 0; shard < SHARDS; shard++) {
        shards.set(shard, shards.get(shard).restored());
      }
      onDesk = CoderUtils.clone(DeskStateCoder.of(), onDesk);
    } catch (CoderException e) {
      throw new AssertionError("state cannot be read again", e);
    }
  }

  DeskState onDesk() {
    return onDesk;
  }

  private void give(Desk.Judgement judgement) {
    onDesk = judgement.state();
    spikes.addAll(judgement.spikes());
    incidents.addAll(judgement.incidents());
  }

  /** The last row of each incident, by its id. */
  Map<String, Incident> lastIncidents() {
    var last = new HashMap<String, Incident>();
    incidents.forEach(it -> last.put(it.incidentId(), it));
    return last;
  }

  /** The last row of each spike, by its id. */
  Map<String, Spike> lastSpikes() {
    var last = new HashMap<String, Spike>();
    spikes.forEach(it -> last.put(it.spikeId(), it));
    return last;
  }
}
