package io.vigil.transforms.signals;

import io.vigil.schemas.fields.MinorUnits;
import java.util.Map;

/**
 * What amounts are worth, to the order of magnitude: enough to say what is small and what is large
 * in any currency, and never to add up money. The table is part of what decides on spikes, so it
 * does not follow the markets. A currency that is not in it counts as if it were a euro.
 */
final class ReferenceUnits {

  /** About how many units of the currency are worth a euro. */
  private static final Map<String, Integer> PER_EURO =
      Map.ofEntries(
          Map.entry("AED", 4),
          Map.entry("ARS", 1000),
          Map.entry("BDT", 120),
          Map.entry("BRL", 6),
          Map.entry("CLP", 1000),
          Map.entry("CNY", 8),
          Map.entry("COP", 4500),
          Map.entry("CZK", 25),
          Map.entry("DKK", 7),
          Map.entry("EGP", 50),
          Map.entry("HKD", 8),
          Map.entry("HUF", 400),
          Map.entry("IDR", 17000),
          Map.entry("ILS", 4),
          Map.entry("INR", 90),
          Map.entry("IRR", 45000),
          Map.entry("ISK", 150),
          Map.entry("JPY", 160),
          Map.entry("KES", 140),
          Map.entry("KRW", 1500),
          Map.entry("KZT", 500),
          Map.entry("LBP", 90000),
          Map.entry("LKR", 320),
          Map.entry("MAD", 11),
          Map.entry("MXN", 20),
          Map.entry("MYR", 5),
          Map.entry("NGN", 1600),
          Map.entry("NOK", 11),
          Map.entry("PEN", 4),
          Map.entry("PHP", 60),
          Map.entry("PKR", 300),
          Map.entry("PLN", 4),
          Map.entry("PYG", 8000),
          Map.entry("QAR", 4),
          Map.entry("RON", 5),
          Map.entry("RSD", 117),
          Map.entry("RUB", 100),
          Map.entry("SAR", 4),
          Map.entry("SEK", 11),
          Map.entry("THB", 38),
          Map.entry("TRY", 35),
          Map.entry("TWD", 35),
          Map.entry("TZS", 2800),
          Map.entry("UAH", 45),
          Map.entry("UGX", 4000),
          Map.entry("UYU", 43),
          Map.entry("UZS", 13000),
          Map.entry("VND", 27000),
          Map.entry("XAF", 656),
          Map.entry("XOF", 656),
          Map.entry("ZAR", 20));

  private ReferenceUnits() {}

  /** The amount in about a hundredth of a euro. */
  static double hundredths(long minorUnits, String currency) {
    double units = minorUnits / StrictMath.pow(10, MinorUnits.decimals(currency));
    return units * 100 / PER_EURO.getOrDefault(currency, 1);
  }
}
