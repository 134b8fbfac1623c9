package io.vigil.pipelines.convergence;

import io.vigil.pipelines.convergence.Arrival.Bad;
import io.vigil.pipelines.convergence.Arrival.Good;
import io.vigil.pipelines.convergence.Arrival.Watermark;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * What {@code monitor} must say of a course of events, in plain Java and in the simplest way. It
 * shares with Vigil the records, the hash of a content and, for spikes, how a key and a desk are
 * judged ({@link SpikeModel}), and nothing else.
 */
final class MonitorModel {

  private static final long BUCKET = 10_000;

  private final Scenario scenario;
  private final BiPredicate<Good, Long> isLate;
  private final Tables tables = new Tables();
  private final Map<Payment, Transaction> accepted = new LinkedHashMap<>();
  private final Map<SourcePosition, Tables.Fate> fates = new HashMap<>();

  private MonitorModel(Scenario scenario, BiPredicate<Good, Long> isLate) {
    this.scenario = scenario;
    this.isLate = isLate;
  }

  /** All tables, with lateness decided by the watermark as it stands when each record comes. */
  static Tables tablesOf(Scenario scenario) {
    return new MonitorModel(
            scenario, (good, watermark) -> bucketEnd(good) + scenario.latenessMillis() <= watermark)
        .run();
  }

  /** All tables, if exactly the records at these positions are late. */
  static Tables tablesOf(Scenario scenario, java.util.Set<SourcePosition> late) {
    return new MonitorModel(scenario, (good, watermark) -> late.contains(good.position())).run();
  }

  private static long bucketEnd(Good good) {
    return good.payment().time() - good.payment().time() % BUCKET + BUCKET;
  }

  private Tables run() {
    long watermark = Long.MIN_VALUE;
    for (var arrival : scenario.arrivals()) {
      if (arrival instanceof Watermark moved) {
        watermark = moved.time();
      } else if (arrival instanceof Bad bad) {
        tables.addDeadLetter(bad.reason(), bad.position(), bad.text());
        fates.put(bad.position(), Tables.Fate.DEAD_LETTER);
      } else if (arrival instanceof Good good) {
        fates.put(good.position(), decide(good, watermark));
      }
    }
    fates.forEach(tables::addToLedger);
    addConflicts();
    var flags = new FlagModel(scenario.book(), accepted.values()).flags();
    flags.forEach((it, rules) -> rules.forEach(rule -> tables.addFlag(rule, it)));
    addTotals(flags.keySet());
    var detected = new SpikeModel(scenario.book(), accepted.values(), flags);
    detected.spikes.forEach(tables::addSpike);
    detected.incidents.forEach(tables::addIncident);
    return tables;
  }

  private Tables.Fate decide(Good good, long watermark) {
    var transaction = good.payment().at(good.position());
    if (isLate.test(good, watermark)) {
      tables.addLate(transaction, bucketEnd(good));
      return Tables.Fate.LATE;
    }
    return accepted.putIfAbsent(good.payment(), transaction) == null
        ? Tables.Fate.ACCEPTED
        : Tables.Fate.DUPLICATE;
  }

  private void addConflicts() {
    long horizon = scenario.book().horizon().toMillis();
    for (var one : accepted.keySet()) {
      for (var other : accepted.keySet()) {
        if (!one.equals(other)
            && one.id().equals(other.id())
            && one.card().equals(other.card())
            && Math.abs(one.time() - other.time()) <= horizon) {
          tables.addConflict(one.id());
        }
      }
    }
  }

  private void addTotals(java.util.Set<Transaction> flagged) {
    record Group(Grain grain, Dimension dimension, String key, String currency, long start) {}
    var groups = new HashMap<Group, List<Transaction>>();
    for (var it : accepted.values()) {
      for (var grain : Grain.values()) {
        long start = it.eventTime() - it.eventTime() % grain.length().toMillis();
        for (var dimension : Dimension.ofTotals()) {
          groups
              .computeIfAbsent(
                  new Group(grain, dimension, keyOf(dimension, it), it.currency(), start),
                  any -> new ArrayList<>())
              .add(it);
        }
      }
    }
    groups.forEach(
        (group, members) -> {
          long count = members.size();
          long flags = members.stream().filter(flagged::contains).count();
          var sum =
              members.stream()
                  .map(it -> BigInteger.valueOf(it.amount()))
                  .reduce(BigInteger.ZERO, BigInteger::add);
          tables.addTotal(
              new Total(
                  group.grain(),
                  group.dimension(),
                  group.key(),
                  group.currency(),
                  group.start(),
                  group.start() + group.grain().length().toMillis(),
                  count,
                  members.stream().filter(it -> "DECLINED".equals(it.status())).count(),
                  flags,
                  sum.longValueExact(),
                  members.stream().mapToLong(Transaction::amount).max().orElseThrow(),
                  members.stream().map(Transaction::cardId).distinct().count(),
                  0,
                  count + flags,
                  true));
        });
  }

  private static String keyOf(Dimension dimension, Transaction it) {
    return switch (dimension) {
      case ALL -> "all";
      case MERCHANT -> it.merchantId();
      case COUNTRY -> it.country() == null ? "unknown" : it.country();
      case CATEGORY -> it.category() == null ? "unknown" : it.category();
      case ISSUER -> it.issuer() == null ? "unknown" : it.issuer();
      case CARD -> it.cardId();
    };
  }
}
