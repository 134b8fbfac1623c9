package io.vigil.pipelines.generate;

import io.vigil.schemas.fields.MinorUnits;
import java.util.Arrays;

/**
 * The countries of cards and merchants: their currency, about what a US dollar is worth in it, and
 * which share of the cards and merchants is at home there. Among their currencies are one without
 * decimals and two with three.
 */
enum Country {
  US("USD", 1, 26),
  GB("GBP", 0.8, 14),
  DE("EUR", 0.9, 12),
  FR("EUR", 0.9, 10),
  JP("JPY", 150, 9),
  IN("INR", 84, 7),
  IT("EUR", 0.9, 6),
  BR("BRL", 5.5, 5),
  PL("PLN", 4, 4),
  CH("CHF", 0.9, 3),
  KW("KWD", 0.3, 2),
  BH("BHD", 0.4, 2);

  private static final Country[] ALL = values();
  private static final Choice BY_SHARE =
      Choice.of(Arrays.stream(ALL).mapToDouble(it -> it.share).toArray());

  private final String currency;
  private final double minorUnitsPerDollar;
  private final int share;

  Country(String currency, double perDollar, int share) {
    this.currency = currency;
    this.minorUnitsPerDollar = perDollar * StrictMath.pow(10, MinorUnits.decimals(currency));
    this.share = share;
  }

  static Country any(Dice dice) {
    return ALL[BY_SHARE.next(dice)];
  }

  /** How many of a hundred cards and merchants are at home there. */
  int share() {
    return share;
  }

  String currency() {
    return currency;
  }

  /** The amount in minor units of the country's currency, at least one of them. */
  long minorUnits(double dollars) {
    return Math.max(1, Math.round(dollars * minorUnitsPerDollar));
  }

  /** About what an amount is worth in US dollars, by the rates of the generator. */
  static double dollars(String currency, long minorUnits) {
    for (var country : ALL) {
      if (country.currency.equals(currency)) {
        return minorUnits / country.minorUnitsPerDollar;
      }
    }
    throw new IllegalArgumentException("no country pays in " + currency);
  }
}
