package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Incident.Kind;
import io.vigil.schemas.Spike;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyBuilder;
import io.vigil.transforms.signals.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** A desk by itself, with sightings made by hand. */
class DeskTest {

  private static final String RULE = "several-risky";
  private static final String OF_RULE = Signals.ofRule(RULE);
  private static final SpikeKey ALL = new SpikeKey(Dimension.ALL, Dimension.ALL_KEY);

  private final Desk desk = new Desk(JudgeSettings.DEFAULTS, "", 0, true);

  /**
   * A card with three flags is no spike. A minute later twenty cards are one, that card among them:
   * as it has the most flags, the incident goes by its name.
   */
  @Test
  void whatIsWeakSurvivesARestoreAndNamesTheIncident() throws Exception {
    var card = sighting(new SpikeKey(Dimension.CARD, "card-1"), 0, flags(0, 3), 1e-5, true);
    var weak = desk.take(DeskState.EMPTY, List.of(card), 10_000);
    assertThat(weak.spikes(), is(empty()));
    assertThat(weak.incidents(), is(empty()));
    assertThat(weak.state().weak(), hasSize(1));

    var restored = CoderUtils.clone(DeskStateCoder.of(), weak.state());
    var all = sighting(ALL, 60_000, flags(0, 20), 1e-20, true);
    var taken = desk.take(restored, List.of(all), 70_000);
    var ended = desk.take(taken.state(), List.of(), Long.MAX_VALUE);
    assertThat(ended.incidents(), hasSize(1));
    var incident = ended.incidents().get(0);
    assertThat(incident.kind(), is(Kind.STOLEN_CARDS));
    assertThat(incident.dimension(), is(Dimension.CARD));
    assertThat(incident.key(), is("card-1"));
    assertThat(ended.state().weak(), is(empty()));
  }

  @Test
  void aFinalSpikeComesOutOnceWhenItsBucketCloses() {
    var it = sighting(ALL, 0, flags(0, 20), 1e-20, true);
    var taken = desk.take(DeskState.EMPTY, List.of(it), Long.MIN_VALUE);
    assertThat(taken.spikes(), is(empty()));
    assertThat(desk.take(taken.state(), List.of(), 10_000).spikes(), hasSize(1));
  }

  @Test
  void whatIsNotFinalIsAnnouncedAndTakenBack() {
    var first =
        desk.take(
            DeskState.EMPTY, List.of(sighting(ALL, 0, flags(0, 20), 1e-20, false)), Long.MIN_VALUE);
    assertThat(first.incidents().get(0).state(), is(Spike.State.PROVISIONAL));
    var back =
        desk.take(
            first.state(),
            List.of(
                new Sighting(
                    ALL,
                    0,
                    10_000,
                    List.of(),
                    flags(0, 20),
                    0,
                    flags(0, 20),
                    0,
                    0,
                    Spike.State.RETRACTED,
                    20,
                    false)),
            Long.MIN_VALUE);
    assertThat(back.spikes().get(0).state(), is(Spike.State.RETRACTED));
    assertThat(back.incidents().get(0).state(), is(Spike.State.RETRACTED));
    // It is remembered until nothing can bring it back.
    var over = desk.take(back.state(), List.of(), 86_400_000);
    assertThat(over.state().announced().keySet(), is(empty()));
  }

  /**
   * What was told is taken back if the bucket closes with too little, though that is remembered.
   */
  @Test
  void aSpikeThatBecomesWeakIsTakenBack() throws Exception {
    var key = new SpikeKey(Dimension.CARD, "card-1");
    var told =
        desk.take(
            DeskState.EMPTY, List.of(sighting(key, 0, flags(0, 3), 1e-12, false)), Long.MIN_VALUE);
    assertThat(told.spikes().get(0).state(), is(Spike.State.PROVISIONAL));

    var restored = CoderUtils.clone(DeskStateCoder.of(), told.state());
    var ended = desk.take(restored, List.of(sighting(key, 0, flags(0, 3), 1e-5, true)), 10_000);
    assertThat(ended.spikes(), hasSize(1));
    assertThat(ended.spikes().get(0).state(), is(Spike.State.RETRACTED));
    assertThat(ended.spikes().get(0).isFinal(), is(true));
    assertThat(ended.state().weak(), hasSize(1));
    assertThat(ended.state().told(), is(empty()));
  }

  /** Two may spike together by chance, and three that were used at the same two shops do not. */
  @Test
  void cardsThatAreUsedAtTheSameMerchantsAreOneBatch() {
    var two =
        ended(
            List.of(spikeOf("card-7", 0, "a", "b", "d"), spikeOf("card-8", 60_000, "b", "e", "a")));
    assertThat(two, hasSize(1));
    assertThat(two.get(0).kind(), is(Kind.DRAINED_CARD));

    var three =
        ended(
            List.of(
                spikeOf("card-7", 0, "a", "b", "d"),
                spikeOf("card-8", 60_000, "b", "e", "a"),
                spikeOf("card-3", 120_000, "a", "c", "b")));
    assertThat(three, hasSize(1));
    assertThat(three.get(0).kind(), is(Kind.STOLEN_CARDS));
    assertThat(three.get(0).key(), is("card-7"));

    var apart =
        ended(
            List.of(
                spikeOf("card-7", 0, "a", "b", "d"),
                spikeOf("card-8", 60_000, "a", "c", "e"),
                spikeOf("card-3", 20 * 60_000, "a", "b", "f")));
    assertThat(apart, hasSize(3));
  }

  /**
   * Less than a spike is a part of a batch if it shares three in ten of all merchants: three of six
   * are enough, two of seven are what everybody knows, and at the same time alone is nothing.
   */
  @Test
  void aCardThatIsNoSpikeIsOfABatchOnlyIfItIsAlike() {
    var drained = spikeOf("card-7", 60_000, "a", "b", "c", "d", "e", "f");
    var others =
        List.of(
            weakOf("card-2", "a", "b", "x"),
            weakOf("card-3", "c", "d", "y"),
            weakOf("card-4", "z"));
    assertThat(kindOf(drained, others), is(Kind.DRAINED_CARD));

    var alike = List.of(weakOf("card-2", "a", "b", "c"), weakOf("card-3", "d", "e", "f"));
    assertThat(kindOf(drained, alike), is(Kind.STOLEN_CARDS));
  }

  private Kind kindOf(Sighting spike, List<Sighting> weak) {
    var sightings = new ArrayList<>(weak);
    sightings.add(spike);
    var incidents = ended(sightings);
    assertThat(keys(incidents), contains(spike.key().key()));
    return incidents.get(0).kind();
  }

  /**
   * Of fifty flags in a country thirty are at one merchant; twenty are left, where 4 are usual and
   * 24 would be a spike. Half way, at 14, is more than chance.
   */
  @Test
  void aCountryIsNotExplainedByTheMerchantThatIsHitMost() {
    var shop = new SpikeKey(Dimension.MERCHANT, "shop");
    var merchant = part(shop, 0, flags(0, 30), new Evidence(OF_RULE, 10_000, 30, 40, 1, 1e-12, 10));
    var country =
        part(
            new SpikeKey(Dimension.COUNTRY, "BR"),
            10_000,
            flags(0, 50),
            new Evidence(OF_RULE, 10_000, 50, 200, 4, 1e-11, 24));
    assertThat(keys(ended(List.of(merchant, country))), containsInAnyOrder("shop", "BR"));

    var less =
        part(
            new SpikeKey(Dimension.COUNTRY, "BR"),
            10_000,
            flags(0, 43),
            new Evidence(OF_RULE, 10_000, 43, 200, 4, 1e-11, 24));
    assertThat(keys(ended(List.of(merchant, less))), contains("shop"));

    // An issuer is no place: its cards are used at the merchant.
    var issuer =
        part(
            new SpikeKey(Dimension.ISSUER, "423023"),
            10_000,
            flags(0, 50),
            new Evidence(OF_RULE, 10_000, 50, 200, 4, 1e-11, 24));
    assertThat(keys(ended(List.of(merchant, issuer))), contains("shop"));
  }

  private static List<String> keys(List<Incident> incidents) {
    return incidents.stream().map(Incident::key).toList();
  }

  private static Sighting part(SpikeKey key, long start, SignalTally tally, Evidence evidence) {
    return new Sighting(
        key,
        start,
        start + 10_000,
        List.of(evidence),
        tally,
        start,
        tally,
        evidence.attempts() / 100.0,
        start,
        Spike.State.CONFIRMED,
        tally.facts(),
        true);
  }

  private List<Incident> ended(List<Sighting> sightings) {
    return desk.take(DeskState.EMPTY, sightings, Long.MAX_VALUE).incidents();
  }

  private static Sighting weakOf(String card, String... merchants) {
    return cardAt(card, 0, 1e-5, merchants);
  }

  private static Sighting spikeOf(String card, long start, String... merchants) {
    return cardAt(card, start, 1e-12, merchants);
  }

  private static Sighting cardAt(String card, long start, double probability, String... merchants) {
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    for (int i = 0; i < merchants.length; i++) {
      var id = card + "-" + i;
      builder.addFlag(
          Dimension.CARD,
          new Flag(RULE, "", id, "", start, merchants[i], "EUR", null, null, null, card));
    }
    return sighting(
        new SpikeKey(Dimension.CARD, card),
        start,
        builder.build(),
        probability,
        probability < 1e-9 ? 3 : 7,
        true);
  }

  private static Sighting sighting(
      SpikeKey key, long start, SignalTally tally, double probability, boolean isFinal) {
    return sighting(key, start, tally, probability, 3, isFinal);
  }

  private static Sighting sighting(
      SpikeKey key,
      long start,
      SignalTally tally,
      double probability,
      long threshold,
      boolean isFinal) {
    var signal = Signals.ofRule(RULE);
    long count = tally.signal(signal).count();
    return new Sighting(
        key,
        start,
        start + 10_000,
        List.of(new Evidence(signal, 10_000, count, 0, 0.1, probability, threshold)),
        tally,
        start,
        tally,
        0,
        start,
        isFinal ? Spike.State.CONFIRMED : Spike.State.PROVISIONAL,
        tally.facts(),
        isFinal);
  }

  private static SignalTally flags(int from, int to) {
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    IntStream.range(from, to).forEach(it -> builder.addFlag(Dimension.ALL, flag(it, "shop")));
    return builder.build();
  }

  private static Flag flag(int number, String merchant) {
    var card = "card-" + (number < 3 ? 1 : number);
    return new Flag(RULE, "", "t-" + number, "", number, merchant, "EUR", null, null, null, card);
  }
}
