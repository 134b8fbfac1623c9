package io.vigil.pipelines.generate;

import java.util.Arrays;
import java.util.Locale;

/**
 * What merchants sell, how many merchants sell it, and what it costs: the amounts of a category are
 * distributed log-normally, with this median in US dollars and this deviation of the logarithm.
 */
enum Category {
  GROCERIES(28, 0.8, 24),
  RESTAURANTS(22, 0.7, 20),
  TRANSPORT(9, 0.9, 10),
  FUEL(42, 0.4, 8),
  CLOTHING(48, 0.8, 12),
  HEALTH(30, 0.8, 8),
  DIGITAL(8, 0.7, 8),
  ELECTRONICS(120, 1.0, 6),
  TRAVEL(260, 1.0, 4);

  /** So far from the median a payment may lie: one in 30,000 would lie beyond. */
  private static final double FARTHEST = 4;

  private static final Category[] ALL = values();
  private static final Choice BY_SHARE =
      Choice.of(Arrays.stream(ALL).mapToDouble(it -> it.share).toArray());

  private final double median;
  private final double deviation;
  private final int share;
  private final String key = name().toLowerCase(Locale.ROOT);

  Category(double median, double deviation, int share) {
    this.median = median;
    this.deviation = deviation;
    this.share = share;
  }

  static Category any(Dice dice) {
    return ALL[BY_SHARE.next(dice)];
  }

  /** As it stands in transactions. */
  String key() {
    return key;
  }

  double median() {
    return median;
  }

  /** What one payment comes to, in US dollars. */
  double dollars(Dice dice) {
    double z = Math.max(-FARTHEST, Math.min(FARTHEST, dice.normal()));
    return median * StrictMath.exp(deviation * z);
  }
}
