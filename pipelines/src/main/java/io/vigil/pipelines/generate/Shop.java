package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Merchants.Merchant;
import org.jspecify.annotations.Nullable;

/**
 * A merchant of the market, with the habits of its customers.
 *
 * @param median of its amounts, in US dollars
 * @param deviation of the logarithm of its amounts
 * @param declined the share of its payments that are declined
 * @param refunded the share of its payments that are refunds
 * @param caution how low its ordinary risk scores are: the exponent of a random number
 * @param charges when it charges its subscribers; null if it has none
 */
record Shop(
    Merchant merchant,
    double median,
    double deviation,
    double declined,
    double refunded,
    int caution,
    @Nullable Charges charges) {

  /**
   * Subscriptions, charged within minutes after the hour.
   *
   * @param hour of the day (UTC); {@link #EVERY_HOUR} for all
   * @param size how many are charged each time
   */
  record Charges(int hour, double size) {

    static final int EVERY_HOUR = -1;

    boolean isDue(int hourOfDay) {
      return hour == EVERY_HOUR || hour == hourOfDay;
    }
  }

  /** So far from the median a payment may lie, in deviations. */
  private static final double FARTHEST = 4;

  /**
   * A merchant's habits, by chance: what it costs there, and how often it is declined, differs
   * widely.
   *
   * @param subscribers how many it would charge in a day if it were that kind of merchant
   */
  static Shop of(Merchant merchant, double subscribers, Dice dice) {
    var category = merchant.category();
    boolean isSmall =
        switch (category) {
          case TRANSPORT, DIGITAL, RESTAURANTS -> dice.happens(0.25);
          default -> false;
        };
    double median =
        isSmall ? 1 + 2 * dice.fraction() : category.median() * StrictMath.exp(0.5 * dice.normal());
    double declined = 0.035 * StrictMath.exp(0.7 * dice.normal());
    // A few live on customers whose accounts are often empty.
    if (dice.happens(0.04)) {
      declined = 0.12 + 0.18 * dice.fraction();
    }
    double refunded = 0.012 * StrictMath.exp(0.6 * dice.normal());
    if (category == Category.CLOTHING && dice.happens(0.3)) {
      refunded = 0.08 + 0.14 * dice.fraction();
    }
    boolean isCharging = category == Category.DIGITAL && dice.happens(0.3);
    boolean isHourly = dice.happens(0.2);
    var charges =
        !isCharging
            ? null
            : isHourly
                ? new Charges(Charges.EVERY_HOUR, subscribers / 24)
                : new Charges(dice.below(24), subscribers);
    return new Shop(
        merchant,
        median,
        isSmall ? 0.35 : 0.6 + 0.3 * dice.fraction(),
        Math.min(0.4, Math.max(0.004, declined)),
        Math.min(0.3, refunded),
        dice.happens(0.05) ? 4 : 12,
        charges);
  }

  /** What one payment comes to, in US dollars. */
  double dollars(Dice dice) {
    double z = Math.max(-FARTHEST, Math.min(FARTHEST, dice.normal()));
    return median * StrictMath.exp(deviation * z);
  }
}
