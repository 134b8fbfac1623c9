package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Incident.Kind;
import io.vigil.schemas.Spike;
import io.vigil.transforms.signals.Signals;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes incidents of the sightings of all keys: one for each cause. There is one desk for the whole
 * stream. It has no state of its own; what is final depends on the set of final sightings alone.
 */
public final class Desk implements Serializable {

  private static final long serialVersionUID = 1;

  /** An incident names so many of its transactions. */
  private static final int MOST_IDS = 10;

  private final JudgeSettings settings;
  private final String detection;
  private final long generation;
  private final boolean announces;

  /**
   * @param detection a hash of the configuration, for the rows
   * @param generation for the rows
   * @param announces whether what is not final is given out
   */
  public Desk(JudgeSettings settings, String detection, long generation, boolean announces) {
    this.settings = settings;
    this.detection = detection;
    this.generation = generation;
    this.announces = announces;
  }

  /**
   * What a look at the desk gives.
   *
   * @param state what is on the desk afterwards
   * @param spikes rows that are new or have changed
   * @param incidents rows that are new or have changed
   */
  public record Judgement(DeskState state, List<Spike> spikes, List<Incident> incidents) {}

  /**
   * Takes sightings, in any order, and judges those of closed buckets for good, in the order of
   * time. All final sightings of a bucket must have been taken when it is closed here.
   *
   * @param closedBefore the start of the first bucket that is open
   */
  public Judgement take(DeskState state, List<Sighting> sightings, long closedBefore) {
    var pending = newest(state.pending(), sightings);
    var spikes = new ArrayList<Spike>();
    var told = new TreeSet<>(state.told());
    var incidents = new LinkedHashMap<String, Incident>();
    var cases = new Cases(settings, state.cases(), state.weak());
    var closed = pending.headMap(closedBefore);
    for (var bucket : closed.entrySet()) {
      end(cases.over(bucket.getKey()), incidents);
      judge(cases, finalOnes(bucket.getValue()), told, spikes);
    }
    closed.clear();
    end(cases.over(closedBefore), incidents);
    var left = List.copyOf(cases.open());
    var weak = List.copyOf(cases.weak());
    var announced = new TreeMap<>(state.announced());
    incidents.keySet().forEach(announced::remove);
    announced.values().removeIf(it -> isTakenBack(it) && endOf(it) < closedBefore);
    if (announces) {
      announce(cases, pending, sightings, announced, told, spikes, incidents);
    }
    var all = new ArrayList<Sighting>();
    pending.values().forEach(all::addAll);
    return new Judgement(
        new DeskState(all, left, weak, announced, told), spikes, List.copyOf(incidents.values()));
  }

  /**
   * The start of a bucket whose closing changes something even if nothing more comes; {@link
   * Long#MAX_VALUE} if there is none.
   */
  public long nextChange(DeskState state) {
    long next = Long.MAX_VALUE;
    for (var it : state.pending()) {
      next = Math.min(next, it.bucketStart());
    }
    for (var it : state.cases()) {
      next = Math.min(next, it.end() + settings.remembered().toMillis());
    }
    for (var it : state.announced().values()) {
      next = isTakenBack(it) ? Math.min(next, endOf(it)) : next;
    }
    return next;
  }

  /** The newest sighting of each key and bucket, by the start of the bucket. */
  private static TreeMap<Long, List<Sighting>> newest(List<Sighting> known, List<Sighting> more) {
    record At(SpikeKey key, long bucketStart) {}
    var newest = new LinkedHashMap<At, Sighting>();
    for (var it : known) {
      newest.put(new At(it.key(), it.bucketStart()), it);
    }
    for (var it : more) {
      newest.merge(
          new At(it.key(), it.bucketStart()), it, (old, next) -> isNewer(next, old) ? next : old);
    }
    var byBucket = new TreeMap<Long, List<Sighting>>();
    for (var it : newest.values()) {
      byBucket.computeIfAbsent(it.bucketStart(), any -> new ArrayList<>()).add(it);
    }
    return byBucket;
  }

  private static boolean isNewer(Sighting it, Sighting old) {
    return it.isFinal() || (!old.isFinal() && it.facts() >= old.facts());
  }

  private void judge(Cases cases, List<Sighting> ofBucket, Set<String> told, List<Spike> spikes) {
    cases.take(withEvidence(ofBucket));
    for (var it : ofBucket) {
      tell(it, cases, told, spikes);
      told.remove(it.id());
    }
  }

  /** Gives out a spike, and takes back what was told if it has become none. */
  private void tell(Sighting it, Cases cases, Set<String> told, List<Spike> spikes) {
    if (isSpike(it)) {
      spikes.add(row(it, cases));
      told.add(it.id());
    } else if (told.contains(it.id())) {
      spikes.add(row(it.retracted(), cases));
    }
  }

  private boolean isSpike(Sighting it) {
    return it.state() == Spike.State.RETRACTED || settings.isSpike(it);
  }

  /** What was announced and has not been confirmed does not count. */
  private static List<Sighting> finalOnes(List<Sighting> all) {
    return all.stream().filter(Sighting::isFinal).toList();
  }

  private static List<Sighting> withEvidence(List<Sighting> all) {
    return all.stream().filter(it -> it.state() != Spike.State.RETRACTED).toList();
  }

  private void end(List<Case> over, Map<String, Incident> incidents) {
    for (var it : over) {
      incidents.put(it.id(), row(it, Spike.State.CONFIRMED, true));
    }
  }

  /** Gives out what pending sightings would make of the cases, where that has changed. */
  private void announce(
      Cases cases,
      SortedMap<Long, List<Sighting>> pending,
      List<Sighting> sightings,
      SortedMap<String, Incident> announced,
      Set<String> told,
      List<Spike> spikes,
      Map<String, Incident> incidents) {
    var confirmed = List.copyOf(cases.open());
    var now = new TreeMap<String, Incident>();
    for (var bucket : pending.entrySet()) {
      for (var it : cases.over(bucket.getKey())) {
        now.put(it.id(), row(it, stateOf(it, confirmed), false));
      }
      cases.take(withEvidence(bucket.getValue()));
      for (var it : bucket.getValue()) {
        if (!it.isFinal() && sightings.contains(it)) {
          tell(it, cases, told, spikes);
        }
      }
    }
    for (var it : cases.open()) {
      now.put(it.id(), row(it, stateOf(it, confirmed), false));
    }
    announced.forEach(
        (id, row) -> now.computeIfAbsent(id, any -> with(row, Spike.State.RETRACTED, row.facts())));
    now.forEach(
        (id, row) -> {
          var old = announced.get(id);
          if (old == null || !old.equals(with(row, row.state(), old.facts()))) {
            // Each row names more facts than the one before, or nobody could tell which is newer.
            long facts = old == null ? row.facts() : Math.max(row.facts(), old.facts() + 1);
            announced.put(id, with(row, row.state(), facts));
            incidents.put(id, with(row, row.state(), facts));
          }
        });
  }

  private static boolean isTakenBack(Incident it) {
    return it.state() == Spike.State.RETRACTED;
  }

  /** Until when something may join an incident, or bring it back. */
  private long endOf(Incident it) {
    return it.incidentEnd() + settings.remembered().toMillis();
  }

  private static Spike.State stateOf(Case it, List<Case> confirmed) {
    return confirmed.contains(it) ? Spike.State.CONFIRMED : Spike.State.PROVISIONAL;
  }

  private Spike row(Sighting it, Cases cases) {
    var strongest =
        it.evidence().isEmpty()
            ? new Evidence(Signals.ATTEMPTS, it.bucketEnd() - it.bucketStart(), 0, 0, 0, 1, 0)
            : it.evidence().get(0);
    var itsCase = it.state() == Spike.State.RETRACTED ? null : cases.caseOf(it);
    return new Spike(
        it.id(),
        itsCase == null ? "" : itsCase.id(),
        it.key().dimension(),
        it.key().key(),
        it.bucketStart(),
        it.bucketEnd(),
        strongest.observed(),
        strongest.expected(),
        strongest.probability(),
        strongest.threshold(),
        strongest.signal(),
        strongest.spanMillis() / 1_000,
        it.state(),
        generation,
        it.facts(),
        it.isFinal());
  }

  private Incident row(Case it, Spike.State state, boolean isFinal) {
    var strongest = it.strongest();
    var kind = it.isOfABatch() ? Kind.STOLEN_CARDS : Kinds.of(it.key(), it.last(), it.evidence());
    var named = named(it, kind);
    var episode = it.last().episode();
    var signal = episode.signal(strongest.signal());
    var peak = it.peak().getOrDefault(strongest.signal(), new Case.Peak(0, it.start()));
    return new Incident(
        it.id(),
        named.dimension(),
        named.key(),
        it.start(),
        it.end(),
        it.spikes(),
        signal.count(),
        peak.count(),
        peak.bucketStart(),
        kind,
        Kinds.isFraud(kind),
        it.alarmedAt(),
        Math.max(episode.lastTime(), it.alarmedAt()),
        strongest.signal(),
        strongest.spanMillis() / 1_000,
        strongest.observed(),
        strongest.expected(),
        strongest.probability(),
        signal.cards().size(),
        episode.attempts(),
        episode.approved(),
        episode.approvedMoney().toString(),
        episode.signal(Signals.DECLINED).count(),
        episode.declinedMoney().toString(),
        signal.sample().ids().stream().limit(MOST_IDS).collect(Collectors.joining(",")),
        it.evidence().keySet().stream()
            .filter(Signals::isOfRule)
            .map(Signals::ruleOf)
            .collect(Collectors.joining(",")),
        it.evidence().values().stream().map(Desk::text).collect(Collectors.joining("; ")),
        detection,
        state,
        generation,
        it.last().facts(),
        isFinal);
  }

  /** Stolen cards go by the name of the first that was seen, or of the one with the most flags. */
  private static SpikeKey named(Case it, Kind kind) {
    if (kind != Kind.STOLEN_CARDS || it.cards().isEmpty() || it.isOfABatch()) {
      return it.key();
    }
    var most =
        it.cards().entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow();
    return new SpikeKey(Dimension.CARD, most.getKey());
  }

  private static String text(Evidence it) {
    return String.format(
        Locale.ROOT,
        "%s %d/%.2f in %ds p=%.1e",
        it.signal(),
        it.observed(),
        it.expected(),
        it.spanMillis() / 1_000,
        it.probability());
  }

  private static Incident with(Incident it, Spike.State state, long facts) {
    return new Incident(
        it.incidentId(),
        it.dimension(),
        it.key(),
        it.incidentStart(),
        it.incidentEnd(),
        it.spikes(),
        it.flagged(),
        it.peak(),
        it.peakStart(),
        it.kind(),
        it.isFraud(),
        it.alarmedAt(),
        it.lastSeen(),
        it.signal(),
        it.spanSeconds(),
        it.observed(),
        it.expected(),
        it.probability(),
        it.cards(),
        it.attempts(),
        it.approved(),
        it.approvedMoney(),
        it.declined(),
        it.declinedMoney(),
        it.transactionIds(),
        it.rules(),
        it.evidence(),
        it.detection(),
        state,
        it.generation(),
        facts,
        false);
  }
}
