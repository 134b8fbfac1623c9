package io.vigil.pipelines.generate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The banks that issue cards: in each country a few, of which the first have most of the cards. */
final class Issuers {

  /**
   * One bank.
   *
   * @param bin the first six or eight digits of its cards
   * @param strictness how often it declines, compared with others
   */
  record Issuer(String bin, Country home, double strictness) {}

  private record Banks(List<Issuer> banks, Choice share) {}

  private final Map<Country, Banks> byCountry = new EnumMap<>(Country.class);

  Issuers(Dice dice) {
    var bins = new HashSet<String>();
    for (var country : Country.values()) {
      var banks = new ArrayList<Issuer>();
      for (int i = 0; i < 2 + country.share() / 2; i++) {
        banks.add(new Issuer(bin(bins, dice), country, StrictMath.exp(0.3 * dice.normal())));
      }
      byCountry.put(country, new Banks(banks, Choice.of(Choice.zipf(banks.size(), 0.8))));
    }
  }

  /** A bank of that country, by the number of cards that it issues. */
  Issuer any(Country country, Dice dice) {
    var there = byCountry.get(country);
    if (there == null) {
      throw new IllegalArgumentException("no banks in " + country);
    }
    return there.banks.get(there.share.next(dice));
  }

  /** Digits that no other bank has, and with which those of none begin. */
  private static String bin(HashSet<String> taken, Dice dice) {
    String six;
    do {
      six = String.valueOf(dice.between(400_000, 559_999));
    } while (!taken.add(six));
    return dice.happens(0.4) ? six + dice.between(10, 99) : six;
  }
}
