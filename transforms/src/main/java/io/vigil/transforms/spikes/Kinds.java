package io.vigil.transforms.spikes;

import io.vigil.schemas.Incident.Kind;
import io.vigil.transforms.signals.Signals;
import java.util.Comparator;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Says what an incident looks like, and whether that is fraud. */
final class Kinds {

  /** A signal of which so much is declined says no more than that. */
  private static final double MOSTLY = 0.8;

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
    boolean isSmall = isSmall(evidence);
    boolean isRisky = isMoreThanDeclined(Signals.RISKY, last, evidence);
    boolean isRefund = strongest.equals(Signals.REFUNDS);
    boolean hasFlags =
        evidence.keySet().stream()
            .filter(Signals::isOfRule)
            .anyMatch(it -> isMoreThanDeclined(it, last, evidence));
    boolean isOutage =
        evidence.containsKey(Signals.DECLINED)
            && !strongest.equals(Signals.LARGE)
            && !isSmall
            && (approvalsFell(last, evidence.get(Signals.DECLINED))
                || !(isRisky || hasFlags || approvalsRose(last, evidence.get(Signals.DECLINED))));
    return switch (key.dimension()) {
      case CARD -> strongest.contains("country") ? Kind.CLONED_CARD : Kind.DRAINED_CARD;
      case MERCHANT ->
          isRefund
              ? Kind.REFUND_FRAUD
              : isOutage
                  ? Kind.OUTAGE
                  : isSmall || mostlyDeclined(last)
                      ? Kind.CARD_TESTING
                      : isRisky || evidence.containsKey(Signals.LARGE)
                          ? Kind.CASH_OUT
                          : Kind.MERCHANT_ATTACK;
      case ISSUER ->
          isOutage && !areGuesses(last)
              ? Kind.OUTAGE
              : isSmall || mostlyDeclined(last) ? Kind.ENUMERATION : Kind.ISSUER_ATTACK;
      case COUNTRY -> isRisky ? Kind.COUNTRY_ATTACK : isRefund ? Kind.SURGE : Kind.OUTAGE;
      case CATEGORY, ALL ->
          !isOutage && (isRisky || hasFlags)
              ? Kind.STOLEN_CARDS
              : isRefund ? Kind.SURGE : Kind.OUTAGE;
    };
  }

  /** Whether small amounts are declined more than others are. */
  private static boolean isSmall(SortedMap<String, Evidence> evidence) {
    var small = evidence.get(Signals.SMALL_DECLINED);
    var declined = evidence.get(Signals.DECLINED);
    if (small == null || declined == null) {
      return small != null;
    }
    double ordinary = Math.min(1, small.expected() / declined.expected());
    double more = (small.observed() - small.expected()) / (double) small.spanMillis();
    double all = (declined.observed() - declined.expected()) / (double) declined.spanMillis();
    return more > all * (1 + ordinary) / 2;
  }

  private static boolean isMoreThanDeclined(
      String signal, Sighting last, SortedMap<String, Evidence> evidence) {
    if (!evidence.containsKey(signal)) {
      return false;
    }
    if (!evidence.containsKey(Signals.DECLINED)) {
      return true;
    }
    var episode = last.episode();
    var sample = episode.signal(signal).sample();
    return sample.partIn(episode.signal(Signals.DECLINED).sample()) < MOSTLY
        && excess(signal, last, evidence) > excess(Signals.DECLINED, last, evidence) / 4;
  }

  /** About how many more there are than were to be expected. */
  private static double excess(String signal, Sighting last, SortedMap<String, Evidence> evidence) {
    var it = evidence.get(signal);
    return it == null
        ? 0
        : last.episode().signal(signal).count() * (1 - it.expected() / it.observed());
  }

  /** Whether declined payments came on top of the ordinary ones, each on another card. */
  private static boolean areGuesses(Sighting last) {
    var episode = last.episode();
    var declined = episode.signal(Signals.DECLINED);
    double extra = episode.attempts() - last.expectedAttempts();
    return extra > declined.count() / 2.0 && declined.cards().size() > 0.85 * declined.count();
  }

  private static boolean mostlyDeclined(Sighting last) {
    var episode = last.episode();
    double extra = episode.attempts() - last.expectedAttempts();
    long declined = episode.signal(Signals.DECLINED).count();
    return declined > 0 && declined > extra * MOSTLY;
  }

  private static boolean approvalsFell(Sighting last, @Nullable Evidence declined) {
    double expected = expectedApprovals(last, declined);
    double approved = last.episode().approved();
    return approved < 0.7 * expected && expected - approved > 2.5 * StrictMath.sqrt(expected);
  }

  private static boolean approvalsRose(Sighting last, @Nullable Evidence declined) {
    double expected = expectedApprovals(last, declined);
    double approved = last.episode().approved();
    return approved > 1.4 * expected && approved - expected > 3 * StrictMath.sqrt(expected + 1);
  }

  private static double expectedApprovals(Sighting last, @Nullable Evidence declined) {
    double share = 0;
    if (declined != null && declined.attempts() > 0) {
      share = declined.expected() / declined.attempts();
    }
    return last.expectedAttempts() * (1 - share);
  }
}
