package io.vigil.transforms.spikes;

import io.vigil.schemas.Incident.Kind;
import io.vigil.transforms.signals.Signals;
import java.util.Comparator;
import java.util.SortedMap;

/** Says what an incident looks like, and whether that is fraud. */
final class Kinds {

  private Kinds() {}

  static boolean isFraud(Kind kind) {
    return switch (kind) {
      case OUTAGE, SURGE, UNKNOWN -> false;
      default -> true;
    };
  }

  static Kind of(SpikeKey key, Sighting last, SortedMap<String, Evidence> evidence) {
    var strongest =
        evidence.values().stream()
            .min(Comparator.comparingDouble(Evidence::probability).thenComparing(Evidence::signal))
            .orElseThrow()
            .signal();
    boolean isSmall = evidence.containsKey(Signals.SMALL_DECLINED);
    boolean isRisky = evidence.containsKey(Signals.RISKY);
    boolean isDeclined = evidence.containsKey(Signals.DECLINED);
    boolean hasFlags = evidence.keySet().stream().anyMatch(Signals::isOfRule);
    return switch (key.dimension()) {
      case CARD -> strongest.contains("country") ? Kind.CLONED_CARD : Kind.DRAINED_CARD;
      case MERCHANT ->
          strongest.equals(Signals.REFUNDS)
              ? Kind.REFUND_FRAUD
              : isSmall
                  ? Kind.CARD_TESTING
                  : isRisky ? Kind.CASH_OUT : isDeclined ? Kind.OUTAGE : Kind.MERCHANT_ATTACK;
      case ISSUER ->
          isSmall
              ? Kind.ENUMERATION
              : isRisky || hasFlags || !isDeclined ? Kind.ISSUER_ATTACK : Kind.OUTAGE;
      case COUNTRY, CATEGORY ->
          isSmall || isRisky || hasFlags || !isDeclined ? Kind.COUNTRY_ATTACK : Kind.OUTAGE;
      case ALL -> isSmall || isRisky || hasFlags || !isDeclined ? Kind.STOLEN_CARDS : Kind.OUTAGE;
    };
  }
}
