package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is final depends on the set of transactions alone, and what is not final ends well. The
 * world is small, with attacks of several kinds close to each other.
 */
class ConvergenceTest {

  private static final long BUCKET = 10_000;
  private static final int LATENESS = 600_000;
  private static final List<Transaction> PAYMENTS = payments();
  private static final List<Flag> FLAGS = Detection.flags(PAYMENTS);
  private static final Detection AT_ONCE = Detection.of(PAYMENTS);

  /** In any order, cut into any bundles, closed at any time, with restores at any point. */
  private static final List<Detection> STREAMED = List.of(stream(3, true), stream(2, true));

  @BeforeAll
  static void thereIsMuchToFind() {
    assertThat(AT_ONCE.incidents.size(), is(greaterThan(2)));
    assertThat(AT_ONCE.incidents.stream().allMatch(Incident::isFinal), is(true));
    assertThat(AT_ONCE.spikes.stream().allMatch(Spike::isFinal), is(true));
  }

  @ParameterizedTest
  @MethodSource("streamed")
  void arrivalDoesNotMatterToWhatIsFinal(Detection streamed) {
    assertThat(confirmed(streamed), is(confirmed(AT_ONCE)));
    assertThat(finalIncidents(streamed), is(finalIncidents(AT_ONCE)));
  }

  @Test
  void withoutAnnouncementsOnlyWhatIsFinalComesOut() {
    var streamed = stream(5, false);
    assertThat(new HashSet<>(streamed.spikes), is(new HashSet<>(AT_ONCE.spikes)));
    assertThat(new HashSet<>(streamed.incidents), is(new HashSet<>(AT_ONCE.incidents)));
    assertThat(streamed.spikes.size(), is(AT_ONCE.spikes.size()));
    assertThat(streamed.incidents.size(), is(AT_ONCE.incidents.size()));
  }

  @ParameterizedTest
  @MethodSource("streamed")
  void finalRowsNeverChangeAndProvisionalOnesEnd(Detection streamed) {
    assertFinalIsLast(streamed.spikes, Spike::spikeId, Spike::isFinal);
    assertFinalIsLast(streamed.incidents, Incident::incidentId, Incident::isFinal);

    assertThat(states(streamed.spikes, Spike::state), is(Set.of(Spike.State.values())));
    for (var it : streamed.lastSpikes().values()) {
      assertThat(it.toString(), ends(it.state(), it.isFinal()), is(true));
    }
    for (var it : streamed.lastIncidents().values()) {
      assertThat(it.toString(), ends(it.state(), it.isFinal()), is(true));
    }
    assertThat(streamed.onDesk().announced().keySet(), is(empty()));
    assertThat(streamed.onDesk().pending(), is(empty()));
  }

  /** A table keeps a row that is final or has as many facts: it must end with the last one. */
  @ParameterizedTest
  @MethodSource("streamed")
  void tablesEndWithTheLastRow(Detection streamed) {
    var table = new HashMap<String, Spike>();
    for (var row : streamed.spikes) {
      table.merge(
          row.spikeId(),
          row,
          (old, next) ->
              isOlder(next.isFinal(), next.facts(), old.isFinal(), old.facts()) ? old : next);
    }
    assertThat(table, is(streamed.lastSpikes()));
    var ofIncidents = new HashMap<String, Incident>();
    for (var row : streamed.incidents) {
      ofIncidents.merge(
          row.incidentId(),
          row,
          (old, next) ->
              isOlder(next.isFinal(), next.facts(), old.isFinal(), old.facts()) ? old : next);
    }
    assertThat(ofIncidents, is(streamed.lastIncidents()));
  }

  private static boolean isOlder(boolean isFinal, long facts, boolean wasFinal, long before) {
    return isFinal == wasFinal ? facts < before : wasFinal;
  }

  private static boolean ends(Spike.State state, boolean isFinal) {
    return switch (state) {
      case PROVISIONAL -> false;
      case CONFIRMED -> isFinal;
      case RETRACTED -> true;
    };
  }

  private static <T> void assertFinalIsLast(
      List<T> rows, Function<T, String> id, Function<T, Boolean> isFinal) {
    var ended = new HashSet<String>();
    for (var row : rows) {
      assertThat(row + " comes after it was final", ended.contains(id.apply(row)), is(false));
      if (isFinal.apply(row)) {
        ended.add(id.apply(row));
      }
    }
    assertThat(ended, is(not(empty())));
  }

  private static <T> Set<Spike.State> states(List<T> rows, Function<T, Spike.State> state) {
    return rows.stream().map(state).collect(Collectors.toSet());
  }

  private static Set<Spike> confirmed(Detection detection) {
    return detection.spikes.stream()
        .filter(it -> it.isFinal() && it.state() == Spike.State.CONFIRMED)
        .collect(Collectors.toSet());
  }

  private static Set<Incident> finalIncidents(Detection detection) {
    return detection.incidents.stream().filter(Incident::isFinal).collect(Collectors.toSet());
  }

  /** A transaction or a flag on its way. */
  private record Fact(long time, long arrives, List<Transaction> payment, List<Flag> flag) {}

  static List<Detection> streamed() {
    return STREAMED;
  }

  private static Detection stream(long seed, boolean announces) {
    var random = new Random(seed);
    var facts = arriving(random);
    var earliestLeft = new long[facts.size() + 1];
    earliestLeft[facts.size()] = Long.MAX_VALUE;
    for (int i = facts.size() - 1; i >= 0; i--) {
      earliestLeft[i] = Math.min(facts.get(i).time, earliestLeft[i + 1]);
    }
    var detection = new Detection(announces);
    int next = 0;
    while (next < facts.size()) {
      int size = Math.min(1 + random.nextInt(120), facts.size() - next);
      var bundle = facts.subList(next, next + size);
      detection.take(
          bundle.stream().flatMap(it -> it.payment.stream()).toList(),
          bundle.stream().flatMap(it -> it.flag.stream()).toList());
      next += size;
      if (random.nextInt(3) == 0 && next < facts.size()) {
        long slack = random.nextInt(3) * BUCKET;
        detection.close(Math.floorDiv(earliestLeft[next] - slack, BUCKET) * BUCKET);
      }
      if (random.nextInt(10) == 0) {
        detection.restore();
      }
    }
    detection.restore();
    detection.close(Long.MAX_VALUE);
    return detection;
  }

  private static List<Fact> arriving(Random random) {
    var facts = new ArrayList<Fact>();
    for (var it : PAYMENTS) {
      facts.add(new Fact(it.eventTime(), arrival(it, random), List.of(it), List.of()));
    }
    for (var it : FLAGS) {
      facts.add(
          new Fact(
              it.eventTime(), it.eventTime() + random.nextInt(LATENESS), List.of(), List.of(it)));
    }
    Collections.shuffle(facts, random);
    facts.sort(Comparator.comparingLong(Fact::arrives));
    return facts;
  }

  /** What was approved in the rush comes last, so that the rush looks like an attack for a time. */
  private static long arrival(Transaction it, Random random) {
    return isOfRush(it) && !it.isDeclined()
        ? it.eventTime() + LATENESS
        : it.eventTime() + random.nextInt(LATENESS / 2);
  }

  private static boolean isOfRush(Transaction it) {
    return it.merchantId().equals("rush");
  }

  private static List<Transaction> payments() {
    var town = Town.empty().ordinary("00:00", Duration.ofHours(7), 18_000);
    for (int i = 0; i < 30; i++) {
      town.pay(Town.at("03:20") + 5_000L * i, "stolen-" + i, "shop-3", 100).declined().add();
    }
    for (int i = 0; i < 80; i++) {
      town.pay(Town.at("03:40") + 3_000L * i, "abroad-" + i % 20, "shop-" + i * 7 % 20, 9_000)
          .in(Town.COUNTRIES.get(i % 4))
          .by(Town.ISSUERS.get(i % 5))
          .risk(0.95)
          .add();
    }
    for (int i = 0; i < 20; i++) {
      town.pay(Town.at("03:41") + 20_000L * i, "card-of-ann", "shop-" + i % 8, 30_000).add();
    }
    for (int i = 0; i < 20; i++) {
      town.pay(Town.at("05:50") + 10_000L * i, "friend-" + i % 4, "shop-2", 8_000).refund().add();
    }
    return rush(town).payments;
  }

  /** Twenty of two hundred are declined within a minute. */
  private static Town rush(Town town) {
    for (int i = 0; i < 200; i++) {
      var it = town.pay(Town.at("04:50") + 300L * i, "guest-" + i, "rush", 4_000);
      (i % 10 == 0 ? it.declined() : it).add();
    }
    return town;
  }
}
