package io.vigil.pipelines.convergence;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyBuilder;
import io.vigil.transforms.spikes.Desk;
import io.vigil.transforms.spikes.DeskState;
import io.vigil.transforms.spikes.DetectionSettings;
import io.vigil.transforms.spikes.KeyWatch;
import io.vigil.transforms.spikes.Peers;
import io.vigil.transforms.spikes.PendingBucket;
import io.vigil.transforms.spikes.Sighting;
import io.vigil.transforms.spikes.SpikeKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The spikes and incidents of a set of transactions and flags, with the whole history at once:
 * everything is counted, key by key and bucket by bucket, and then each key is judged by one look
 * at all of its buckets, and the desk by one look at all sightings. So there are no bundles, no
 * shards, no order of arrival, no watermark and no state.
 *
 * <p>How a look judges is Vigil's own and has its own tests; that it is the same in one look or in
 * many, is what this is held against.
 */
final class SpikeModel {

  private static final long BUCKET = 10_000;

  private final RuleBook book;
  private final DetectionSettings settings;
  private final Map<SpikeKey, TreeMap<Long, SignalTallyBuilder>> counts = new HashMap<>();

  final List<Spike> spikes = new ArrayList<>();
  final List<Incident> incidents = new ArrayList<>();

  SpikeModel(
      RuleBook book, Collection<Transaction> accepted, Map<Transaction, List<String>> flags) {
    this.book = book;
    this.settings = book.rules().spikes();
    accepted.stream().filter(this::isInHistory).forEach(this::count);
    flags.forEach(
        (it, rules) -> {
          if (isInHistory(it)) {
            rules.forEach(rule -> count(it, rule));
          }
        });
    judge();
  }

  private boolean isInHistory(Transaction it) {
    return book.start() == null || it.eventTime() >= book.start().toEpochMilli();
  }

  private void count(Transaction it) {
    for (var key : keysOf(it).toList()) {
      if (key.dimension() != Dimension.CARD) {
        builder(key, it).add(key.dimension(), it);
      }
    }
  }

  private void count(Transaction it, String rule) {
    for (var key : keysOf(it).toList()) {
      var flag =
          new Flag(
              rule,
              "",
              it.transactionId(),
              "",
              it.eventTime(),
              it.merchantId(),
              it.currency(),
              null,
              null,
              null,
              it.cardId());
      builder(key, it).addFlag(key.dimension(), flag);
    }
  }

  /** Nobody watches what has no name. */
  private static Stream<SpikeKey> keysOf(Transaction it) {
    return Stream.of(
            new SpikeKey(Dimension.ALL, "all"),
            new SpikeKey(Dimension.MERCHANT, it.merchantId()),
            new SpikeKey(Dimension.COUNTRY, it.country()),
            new SpikeKey(Dimension.CATEGORY, it.category()),
            new SpikeKey(Dimension.ISSUER, it.issuer()),
            new SpikeKey(Dimension.CARD, it.cardId()))
        .filter(key -> key.key() != null);
  }

  private SignalTallyBuilder builder(SpikeKey key, Transaction it) {
    return counts
        .computeIfAbsent(key, any -> new TreeMap<>())
        .computeIfAbsent(
            it.eventTime() - it.eventTime() % BUCKET,
            any -> new SignalTallyBuilder(settings.limits()));
  }

  private void judge() {
    var peers = Peers.none();
    for (var bucket : bucketsOf(new SpikeKey(Dimension.ALL, "all")).entrySet()) {
      peers = peers.plus(bucket.getKey(), bucket.getValue());
    }
    var watch = new KeyWatch(settings.judge(), false);
    var sightings = new ArrayList<Sighting>();
    for (var key : counts.keySet()) {
      var pending = new TreeMap<Long, PendingBucket>();
      bucketsOf(key).forEach((start, tally) -> pending.put(start, PendingBucket.NONE.plus(tally)));
      sightings.addAll(
          watch.judge(key, null, pending, peers, Long.MAX_VALUE / 2, Long.MIN_VALUE).sightings());
    }
    var judgement =
        new Desk(settings.judge(), book.rules().fingerprint(), 0, false)
            .take(DeskState.EMPTY, sightings, Long.MAX_VALUE / 2);
    spikes.addAll(judgement.spikes());
    incidents.addAll(judgement.incidents());
  }

  private Map<Long, SignalTally> bucketsOf(SpikeKey key) {
    var tallies = new TreeMap<Long, SignalTally>();
    counts
        .getOrDefault(key, new TreeMap<>())
        .forEach((start, builder) -> tallies.put(start, builder.build()));
    return tallies;
  }
}
