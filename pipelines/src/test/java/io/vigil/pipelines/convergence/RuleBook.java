package io.vigil.pipelines.convergence;

import io.vigil.transforms.screen.DetectionRules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** One rule of each kind and the settings of spikes, as the model and as Vigil know them. */
record RuleBook(
    int velocityCount,
    int velocitySeconds,
    int merchants,
    int merchantSeconds,
    int countrySeconds,
    int declines,
    int declineSeconds,
    int testSeconds,
    long spikeCount,
    double falseAlarms,
    int coolDownSeconds,
    @Nullable LocalDate historyStart) {

  /** Of {@code small_then_large}, in minor units of pounds and yen. */
  static final long SMALL = 100;

  static final long LARGE = 20_000;

  /** Of {@code amount_over}. */
  static final long LIMIT = 50_000;

  /** Of {@code risk_over}. */
  static final double SCORE = 0.9;

  DetectionRules rules() {
    return DetectionRules.parse("rules of the test", yaml());
  }

  /** How far back a card is known: the longest span, and at least ten minutes. */
  Duration horizon() {
    int longest =
        Math.max(
            Math.max(velocitySeconds, merchantSeconds),
            Math.max(countrySeconds, Math.max(declineSeconds, testSeconds)));
    return Duration.ofSeconds(Math.max(600, longest));
  }

  @Nullable Instant start() {
    return historyStart == null ? null : historyStart.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private String yaml() {
    var text =
        """
        version: 1
        rules:
          - {name: fast, kind: velocity, count: %d, within: %ds}
          - {name: tested, kind: small_then_large, small: {GBP: "1.00", JPY: "100"}, \
        large: {GBP: "200.00", JPY: "20000"}, within: %ds}
          - {name: spread, kind: many_merchants, merchants: %d, within: %ds}
          - {name: travelled, kind: country_change, within: %ds}
          - {name: guessed, kind: declines_then_approval, declines: %d, within: %ds}
          - {name: high, kind: amount_over, limits: {GBP: "500", JPY: "50000"}}
          - {name: risky, kind: risk_over, score: 0.9}
        spikes: {minimum_count: %d, minimum_cards: 1, false_alarms: %s, cool_down: %ds, \
        warm_up: 10s, spans: [10s, 30s, 2m]%s}
        """;
    return text.formatted(
        velocityCount,
        velocitySeconds,
        testSeconds,
        merchants,
        merchantSeconds,
        countrySeconds,
        declines,
        declineSeconds,
        spikeCount,
        java.math.BigDecimal.valueOf(falseAlarms).toPlainString(),
        coolDownSeconds,
        historyStart == null ? "" : ", history_start: " + historyStart);
  }
}
