package io.vigil.transforms.spikes;

import static io.vigil.schemas.Dimension.COUNTRY;
import static io.vigil.schemas.Dimension.MERCHANT;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IncidentsTest {

  private static final SpikeSettings SETTINGS =
      SpikeSettings.DEFAULTS.withCoolDown(Duration.ofMinutes(5));
  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long SECOND = 1000;

  @Test
  void shouldBeNoneWithoutSpikes() {
    assertThat(Incidents.of(SETTINGS, MERCHANT, "shop", new TreeMap<>()), empty());
  }

  @Test
  void shouldJoinNeighboursAndTellTheirPeakAndSum() {
    var spikes = new TreeMap<Long, Long>();
    spikes.put(NOON, 7L);
    spikes.put(NOON + 10 * SECOND, 30L);
    spikes.put(NOON + 40 * SECOND, 30L);

    assertThat(
        Incidents.of(SETTINGS, MERCHANT, "shop", spikes),
        contains(
            new IncidentSoFar(
                SpikeIds.incident(MERCHANT, "shop", NOON),
                MERCHANT,
                "shop",
                NOON,
                NOON + 50 * SECOND,
                30,
                NOON + 10 * SECOND,
                3,
                67)));
  }

  @Test
  void shouldJoinAcrossTheCoolDownAndNotBeyond() {
    // The first spike's bucket ends at 12:00:10, so the cool-down is over at 12:05:10.
    assertThat(incidentsAt(0, 310), hasSize(1));
    assertThat(incidentsAt(0, 320), hasSize(2));
    // It counts from the last spike, not from the first.
    assertThat(incidentsAt(0, 300, 600, 900), hasSize(1));
  }

  @Test
  void shouldBecomeOneWhenASpikeAppearsBetweenTwo() {
    var apart = incidentsAt(0, 600);
    var joined = incidentsAt(0, 300, 600);

    assertThat(apart, hasSize(2));
    assertThat(joined, hasSize(1));
    assertThat(joined.get(0).id(), is(apart.get(0).id()));
  }

  @Test
  void shouldTakeItsNameFromTheEarliestSpike() {
    var later = incidentsAt(300);
    var earlier = incidentsAt(0, 300);

    assertThat(earlier, hasSize(1));
    assertThat(earlier.get(0).id(), not(later.get(0).id()));
    assertThat(earlier.get(0).id(), is(SpikeIds.incident(MERCHANT, "shop", NOON)));
  }

  @Test
  void shouldNotDependOnTheOrderInWhichSpikesWereFound() {
    var random = new Random(1);
    var found = new ArrayList<Long>();
    for (int i = 0; i < 200; i++) {
      found.add(NOON + random.nextInt(4000) * 10 * SECOND);
    }
    var inOrder = incidentsOf(found);
    for (int shuffle = 0; shuffle < 20; shuffle++) {
      Collections.shuffle(found, random);
      assertThat(incidentsOf(found), is(inOrder));
    }
  }

  @Test
  void shouldKeepItsNameWhileSpikesAreConfirmedInOrder() {
    var confirmed = new ArrayList<Long>();
    var named = new ArrayList<String>();
    for (long second : new long[] {0, 10, 200, 900, 1000, 5000}) {
      confirmed.add(NOON + second * SECOND);
      var incidents = incidentsOf(confirmed);
      assertThat(
          incidents.stream().map(IncidentSoFar::id).limit(named.size()).toList(),
          is(List.copyOf(named)));
      if (incidents.size() > named.size()) {
        named.add(incidents.get(incidents.size() - 1).id());
      }
    }
    assertThat(named, hasSize(3));
  }

  @Test
  void shouldRefuseASpikeOfAnotherTime() {
    var incident = IncidentSoFar.of(SETTINGS, MERCHANT, "shop", NOON, 9);

    assertThrows(IllegalArgumentException.class, () -> incident.with(SETTINGS, NOON, 9));
    assertThrows(
        IllegalArgumentException.class, () -> incident.with(SETTINGS, NOON + 320 * SECOND, 9));
  }

  /** {@code printf 'spike|MERCHANT|shop|1772366400000' | sha256sum | cut -c1-32}, and so on. */
  @Test
  void shouldHaveTheNamesThatAnyoneCanWorkOut() {
    assertThat(SpikeIds.spike(MERCHANT, "shop", NOON), is("147d156055eca3e9ac2f6e559e883a40"));
    assertThat(SpikeIds.incident(MERCHANT, "shop", NOON), is("f0be4458280106935ad44d9dbf4c20c0"));
    assertThat(SpikeIds.spike(MERCHANT, "Zoë|0", NOON), is("cfc4683bd2d00f95451a9af9c09fe248"));
  }

  @Test
  void shouldNameEveryKeyBucketAndDimensionDifferently() {
    var name = SpikeIds.spike(MERCHANT, "DE", NOON);

    assertThat(SpikeIds.spike(COUNTRY, "DE", NOON), not(name));
    assertThat(SpikeIds.spike(MERCHANT, "DE", NOON + 10 * SECOND), not(name));
    assertThat(SpikeIds.incident(MERCHANT, "DE", NOON), not(name));
  }

  private static List<IncidentSoFar> incidentsAt(long... secondsAfterNoon) {
    var found = new ArrayList<Long>();
    for (long second : secondsAfterNoon) {
      found.add(NOON + second * SECOND);
    }
    return incidentsOf(found);
  }

  private static List<IncidentSoFar> incidentsOf(List<Long> bucketStarts) {
    var spikes = new TreeMap<Long, Long>();
    bucketStarts.forEach(start -> spikes.put(start, 9L));
    return Incidents.of(SETTINGS, MERCHANT, "shop", spikes);
  }
}
