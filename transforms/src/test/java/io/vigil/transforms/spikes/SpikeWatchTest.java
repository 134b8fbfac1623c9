package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpikeWatchTest {

  private static final long BUCKET = Duration.ofSeconds(10).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOON = 20_000 * DAY + DAY / 2;
  private static final SpikeKey SHOP = new SpikeKey(Dimension.MERCHANT, "shop");
  private static final SpikeSettings SETTINGS =
      SpikeSettings.DEFAULTS.withCoolDown(Duration.ofSeconds(60));

  /** A key that is looked at as in a stream: now and then something comes or something closes. */
  private static final class Watched {
    private final SpikeWatch watch = new SpikeWatch(SETTINGS, null, 0, true);
    private final SortedMap<Long, OpenBucket> open = new TreeMap<>();
    private final Map<String, Spike> spikes = new TreeMap<>();
    private final Map<String, Incident> incidents = new TreeMap<>();
    private @Nullable Standing standing;

    void flag(long bucket, long count) {
      var grown = open.getOrDefault(bucket, OpenBucket.EMPTY).plus(count);
      open.put(bucket, grown);
      if (watch.isWorthALook(grown)) {
        look(Long.MIN_VALUE);
      }
    }

    void look(long closedBefore) {
      var judgement = watch.judge(SHOP, standing, open, closedBefore);
      standing = judgement.standing();
      open.clear();
      open.putAll(judgement.open());
      for (var spike : judgement.spikes()) {
        var old = spikes.put(spike.spikeId(), spike);
        assertThat(
            "nothing follows what is final: " + old, old != null && old.isFinal(), is(false));
      }
      for (var incident : judgement.incidents()) {
        var old = incidents.put(incident.incidentId(), incident);
        assertThat(
            "nothing follows what is final: " + old, old != null && old.isFinal(), is(false));
      }
    }

    Set<Spike> spikesThatHold() {
      return holding(spikes, Spike::state);
    }

    Set<Incident> incidentsThatHold() {
      return holding(incidents, Incident::state);
    }

    private static <T> Set<T> holding(Map<String, T> rows, Function<T, Spike.State> stateOf) {
      return rows.values().stream()
          .filter(it -> stateOf.apply(it) != Spike.State.RETRACTED)
          .collect(Collectors.toSet());
    }
  }

  private record Arrival(int number, long bucket, long count) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void saysInTheEndOfAStreamWhatItSaysOfTheWholeAtOnce(long seed) {
    var random = new Random(seed);
    // Across a midnight, so that thresholds change while buckets are open.
    long start = 20_000 * DAY - 40 * BUCKET;
    var arrivals = new ArrayList<Arrival>();
    for (int i = 0; i < 120; i++) {
      arrivals.add(new Arrival(i, start + random.nextInt(80) * BUCKET, 1 + random.nextInt(6)));
    }
    var whole = new TreeMap<Long, OpenBucket>();
    for (var it : arrivals) {
      whole.merge(
          it.bucket(), new OpenBucket(it.count(), 0), (old, more) -> old.plus(more.count()));
    }
    var atOnce =
        new SpikeWatch(SETTINGS, null, 0, false).judge(SHOP, null, whole, Long.MAX_VALUE / 2);

    var stream = new Watched();
    Collections.shuffle(arrivals, random);
    for (long closed = start; !arrivals.isEmpty(); closed += random.nextInt(3) * BUCKET) {
      long closedBefore = closed;
      // What is about to close must have come; something else may come, too.
      var due =
          new ArrayList<>(arrivals.stream().filter(it -> it.bucket() < closedBefore).toList());
      due.addAll(arrivals.stream().filter(it -> it.bucket() >= closedBefore).limit(3).toList());
      due.forEach(it -> stream.flag(it.bucket(), it.count()));
      arrivals.removeAll(due);
      stream.look(closedBefore);
    }
    stream.look(Long.MAX_VALUE / 2);

    assertThat(atOnce.spikes(), is(not(empty())));
    assertThat(stream.spikesThatHold(), is(new HashSet<>(atOnce.spikes())));
    assertThat(stream.incidentsThatHold(), is(new HashSet<>(atOnce.incidents())));
  }

  @Test
  void takesBackWhatTheBaselineOfYesterdayNoLongerCallsASpike() {
    // Yesterday's buckets are open past midnight, and seem to have been quiet.
    long midnight = 20_000 * DAY;
    var key = new Watched();
    for (int i = 1; i <= 8_640; i++) {
      key.open.put(midnight - i * BUCKET, new OpenBucket(4, 0));
    }
    key.flag(midnight, 8);
    assertThat(states(key), is(List.of(Spike.State.PROVISIONAL)));

    // They close, and a key with 4 in each bucket of a day is not surprised by 8.
    key.look(midnight);

    assertThat(states(key), is(List.of(Spike.State.RETRACTED)));
    assertThat(key.incidentsThatHold(), is(Set.of()));
  }

  @Test
  void endsAnIncidentWhenItsCoolDownIsOver() {
    var key = new Watched();
    key.flag(NOON, 5);
    key.look(NOON + 7 * BUCKET);
    assertThat(isFinal(key), is(List.of(false)));

    // 60 s after the end of the bucket nothing can join any more.
    key.look(NOON + 8 * BUCKET);

    assertThat(isFinal(key), is(List.of(true)));
  }

  @Test
  void forgetsAKeyThatWasSilentForFourHundredDays() {
    var key = new Watched();
    key.flag(NOON, 5);
    key.look(NOON + 30 * BUCKET);
    var standing = key.standing;
    assertThat(key.watch.isForgotten(standing, NOON + BUCKET + 400 * DAY), is(false));
    assertThat(key.watch.isForgotten(standing, NOON + 2 * BUCKET + 400 * DAY), is(true));
    assertThat(key.watch.nextChange(standing), is(NOON + BUCKET + 400 * DAY));
  }

  private static List<Spike.State> states(Watched key) {
    return key.spikes.values().stream().map(Spike::state).toList();
  }

  private static List<Boolean> isFinal(Watched key) {
    return key.incidents.values().stream().map(Incident::isFinal).toList();
  }
}
