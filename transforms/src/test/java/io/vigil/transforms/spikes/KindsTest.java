package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident.Kind;
import io.vigil.schemas.Spike;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.SignalTallyBuilder;
import io.vigil.transforms.signals.Signals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KindsTest {

  /** Fewer payments than usual, none of them declined. */
  @Test
  void whereNothingIsDeclinedNoCardIsTested() {
    var large = evidence(Signals.LARGE, 17, 0.5);
    assertThat(kind(Dimension.MERCHANT, large, 17, 60), is(Kind.CASH_OUT));
  }

  @Test
  void refundsAllOverAreNoFraudAndNoOutage() {
    var refunds = evidence(Signals.REFUNDS, 17, 0.5);
    for (var dimension : List.of(Dimension.COUNTRY, Dimension.CATEGORY, Dimension.ALL)) {
      assertThat(kind(dimension, refunds, 17, 20), is(Kind.SURGE));
    }
    assertThat(kind(Dimension.MERCHANT, refunds, 17, 20), is(Kind.REFUND_FRAUD));
  }

  /** Nobody steals cards by being declined small amounts at all shops of a category. */
  @Test
  void smallDeclinesAllOverAreAnOutage() {
    var small = evidence(Signals.SMALL_DECLINED, 34, 2.2);
    assertThat(kind(Dimension.CATEGORY, small, 34, 30), is(Kind.OUTAGE));
    assertThat(
        kind(Dimension.ALL, evidence("rule:velocity", 34, 2.2), 34, 30), is(Kind.STOLEN_CARDS));
  }

  private static Kind kind(
      Dimension dimension, Evidence evidence, int attempts, double expectedAttempts) {
    var town = Town.empty();
    for (int i = 0; i < attempts; i++) {
      town.pay(i, "card-" + i, "shop", 2_000).add();
    }
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    town.payments.forEach(it -> builder.add(dimension, it));
    var key = new SpikeKey(dimension, "key");
    var sighting =
        new Sighting(
            key,
            0,
            10_000,
            List.of(evidence),
            builder.build(),
            0,
            builder.build(),
            expectedAttempts,
            0,
            Spike.State.CONFIRMED,
            attempts,
            true);
    return Kinds.of(key, sighting, new TreeMap<>(Map.of(evidence.signal(), evidence)));
  }

  private static Evidence evidence(String signal, long observed, double expected) {
    return new Evidence(signal, 900_000, observed, 40, expected, 1e-12, 5);
  }
}
