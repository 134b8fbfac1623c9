package io.vigil.transforms.spikes;

import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the buckets of a key: which are spikes, and which incidents they make. It keeps nothing
 * itself; what was decided before goes in, and what is decided now comes out.
 *
 * <p>Closed buckets are judged for good, in the order of time, each by the baseline of those before
 * it. So what is final is a function of the counts alone. Open ones are judged by the baseline as
 * it stands, and announced if somebody wants to know; whatever was announced and does not hold is
 * taken back, at the latest when its bucket closes.
 */
public final class SpikeWatch implements Serializable {

  private static final long serialVersionUID = 1;

  /** After so much silence a key is as if it had never been seen. */
  private static final long REMEMBERED = 400 * SpikeSettings.DAY;

  private final SpikeSettings settings;
  private final @Nullable Long historyStart;
  private final long generation;
  private final boolean announces;

  /**
   * @param historyStart the start (UTC) of the day on which the history of all keys begins, in
   *     milliseconds since the epoch; null if every key was quiet before its first flag
   * @param generation what rows are marked with
   * @param announces whether spikes in open buckets are given out
   */
  public SpikeWatch(
      SpikeSettings settings, @Nullable Long historyStart, long generation, boolean announces) {
    this.settings = settings;
    this.historyStart = historyStart;
    this.generation = generation;
    this.announces = announces;
  }

  /**
   * What a look at a key finds.
   *
   * @param standing what the closed buckets have left behind; null if none has closed yet
   * @param open the buckets that are still open, by their start
   * @param spikes rows that are new or have changed
   * @param incidents rows that are new or have changed
   */
  public record Judgement(
      @Nullable Standing standing,
      SortedMap<Long, OpenBucket> open,
      List<Spike> spikes,
      List<Incident> incidents) {}

  /** Whether the count of an open bucket is worth a look: most are below the floor. */
  public boolean isWorthALook(OpenBucket bucket) {
    return announces && bucket.count() >= settings.minimumCount();
  }

  /** Whether the bucket lies before the history, where nothing is counted. */
  public boolean isBeforeHistory(long bucketStart) {
    return historyStart != null && bucketStart < historyStart;
  }

  /**
   * The start of a bucket whose closing changes something even if no more flags come: the last that
   * could join the last incident, or else the one with which the key is forgotten.
   */
  public long nextChange(Standing standing) {
    var incident = standing.incident();
    long afterwards =
        incident == null ? standing.baseline().nextBucket() + REMEMBERED : lastJoinable(incident);
    long bucket = settings.bucket().toMillis();
    return Math.floorDiv(afterwards, bucket) * bucket;
  }

  /** Whether the key has been silent for so long that it is as if it had never been seen. */
  public boolean isForgotten(Standing standing, long closedBefore) {
    return standing.incident() == null
        && closedBefore - standing.baseline().nextBucket() > REMEMBERED;
  }

  /**
   * Looks at a key.
   *
   * @param standing what the last look gave; null if there was none
   * @param open all buckets that have not been judged for good, by their start
   * @param closedBefore the start of the first bucket that is open
   */
  public Judgement judge(
      SpikeKey key,
      @Nullable Standing standing,
      SortedMap<Long, OpenBucket> open,
      long closedBefore) {
    return new Look(key, standing, open).at(closedBefore);
  }

  /** The last start of a spike that would join the incident. */
  private long lastJoinable(IncidentSoFar incident) {
    return incident.end() + settings.coolDown().toMillis();
  }

  /** The baseline of the key as far as it bears on the bucket. */
  private Baseline baselineAt(@Nullable Baseline known, long bucketStart) {
    if (known != null && bucketStart - known.nextBucket() <= REMEMBERED) {
      return known;
    }
    long quietSince = settings.dayOf(bucketStart) * SpikeSettings.DAY - REMEMBERED;
    return Baseline.starting(
        settings, historyStart == null ? quietSince : Math.max(historyStart, quietSince));
  }

  /** One look at one key. */
  private final class Look {
    private final SpikeKey key;
    private final @Nullable Standing before;
    private final SortedMap<Long, OpenBucket> open;
    private final SortedMap<Long, Long> announcedBefore = new TreeMap<>();
    private final List<Spike> spikes = new ArrayList<>();
    private final Map<String, Incident> incidents = new LinkedHashMap<>();

    Look(SpikeKey key, @Nullable Standing before, SortedMap<Long, OpenBucket> open) {
      this.key = key;
      this.before = before;
      this.open = new TreeMap<>(open);
      open.forEach(
          (start, bucket) -> {
            if (bucket.announced() > 0) {
              announcedBefore.put(start, bucket.announced());
            }
          });
    }

    Judgement at(long closedBefore) {
      var standing = close(closedBefore);
      if (announces) {
        announce(standing);
      }
      return new Judgement(standing, open, spikes, List.copyOf(incidents.values()));
    }

    /** Judges the closed buckets for good, one after the other. */
    private @Nullable Standing close(long closedBefore) {
      var baseline = before == null ? null : before.baseline();
      var incident = before == null ? null : before.incident();
      var closed = open.headMap(closedBefore);
      for (var entry : closed.entrySet()) {
        long start = entry.getKey();
        long count = entry.getValue().count();
        baseline = baselineAt(baseline, start);
        boolean isSpike = isSpike(baseline, start, count);
        if (isSpike) {
          if (incident != null && incident.takes(settings, start)) {
            incident = incident.with(settings, start, count);
          } else {
            end(incident);
            incident = IncidentSoFar.of(settings, key.dimension(), key.key(), start, count);
          }
          add(baseline, start, count, incident.id(), Spike.State.CONFIRMED, true);
        } else if (entry.getValue().announced() > 0) {
          var id = idAt(incidents(before, announcedBefore), start);
          add(baseline, start, count, id, Spike.State.RETRACTED, true);
        }
        baseline = baseline.closed(start, count);
      }
      closed.clear();
      if (incident != null && lastJoinable(incident) < closedBefore) {
        end(incident);
        incident = null;
      }
      return baseline == null ? null : new Standing(baseline, incident);
    }

    private void end(@Nullable IncidentSoFar incident) {
      if (incident != null) {
        incidents.put(incident.id(), incident.toRow(true, generation, true));
      }
    }

    /** Gives out what open buckets make of spikes and incidents, if it is not what they made. */
    private void announce(@Nullable Standing standing) {
      var now = new TreeMap<Long, Long>();
      for (var entry : open.entrySet()) {
        long start = entry.getKey();
        long count = entry.getValue().count();
        var baseline = baselineAt(standing == null ? null : standing.baseline(), start);
        boolean isSpike = isSpike(baseline, start, count);
        if (isSpike) {
          now.put(start, count);
        }
        entry.setValue(entry.getValue().announcedAs(isSpike ? count : 0));
      }
      var then = incidents(before, announcedBefore);
      var current = incidents(standing, now);
      tellSpikes(standing, now, current, then);
      tellIncidents(standing, current, then);
    }

    private List<IncidentSoFar> incidents(
        @Nullable Standing standing, SortedMap<Long, Long> ofOpen) {
      var last = standing == null ? null : standing.incident();
      return Incidents.after(last, settings, key.dimension(), key.key(), ofOpen);
    }

    private void tellSpikes(
        @Nullable Standing standing,
        SortedMap<Long, Long> now,
        List<IncidentSoFar> current,
        List<IncidentSoFar> then) {
      var known = standing == null ? null : standing.baseline();
      now.forEach(
          (start, count) -> {
            var id = idAt(current, start);
            if (!count.equals(announcedBefore.get(start)) || !id.equals(idAt(then, start))) {
              var baseline = baselineAt(known, start);
              add(baseline, start, count, id, Spike.State.PROVISIONAL, false);
            }
          });
      announcedBefore.forEach(
          (start, count) -> {
            var bucket = open.get(start);
            if (bucket != null && bucket.announced() == 0) {
              var baseline = baselineAt(known, start);
              var id = idAt(then, start);
              add(baseline, start, bucket.count(), id, Spike.State.RETRACTED, false);
            }
          });
    }

    private void tellIncidents(
        @Nullable Standing standing, List<IncidentSoFar> current, List<IncidentSoFar> then) {
      var rowsThen = rows(before, then);
      var rowsNow = rows(standing, current);
      rowsNow.forEach(
          (id, row) -> {
            if (!row.equals(rowsThen.get(id))) {
              incidents.put(id, row);
            }
          });
      for (var old : then) {
        if (!rowsNow.containsKey(old.id()) && !incidents.containsKey(old.id())) {
          incidents.put(old.id(), old.toRetraction(generation));
        }
      }
    }

    private Map<String, Incident> rows(@Nullable Standing standing, List<IncidentSoFar> all) {
      var rows = new LinkedHashMap<String, Incident>();
      var confirmed = standing == null ? null : standing.incident();
      for (var incident : all) {
        boolean isConfirmed = incident.equals(confirmed);
        rows.put(incident.id(), incident.toRow(isConfirmed, generation, false));
      }
      return rows;
    }

    private boolean isSpike(Baseline baseline, long start, long count) {
      return count >= settings.minimumCount() && count >= baseline.thresholdFor(start);
    }

    private static String idAt(List<IncidentSoFar> all, long start) {
      for (var incident : all) {
        if (start >= incident.start() && start < incident.end()) {
          return incident.id();
        }
      }
      return "";
    }

    private void add(
        Baseline baseline,
        long start,
        long count,
        String incidentId,
        Spike.State state,
        boolean isFinal) {
      spikes.add(
          new Spike(
              SpikeIds.spike(key.dimension(), key.key(), start),
              incidentId,
              key.dimension(),
              key.key(),
              start,
              start + settings.bucket().toMillis(),
              count,
              baseline.expectedFor(start),
              baseline.probability(start, count),
              baseline.thresholdFor(start),
              "flagged",
              settings.bucket().toSeconds(),
              state,
              generation,
              count,
              isFinal));
    }
  }
}
