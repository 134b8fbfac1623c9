package io.vigil.pipelines.generate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The merchants: how often each is paid, where it is at home, and what it sells. */
final class Merchants {

  /**
   * One merchant.
   *
   * @param home gives its currency
   */
  record Merchant(String id, Country home, Category category) {}

  private record Place(List<Merchant> merchants, Choice use) {}

  private final List<Merchant> all = new ArrayList<>();
  private final double[] shares;
  private final Choice use;
  private final Map<Country, Place> places = new EnumMap<>(Country.class);

  Merchants(int size, double exponent, Dice dice) {
    var weights = Choice.zipf(size, exponent);
    use = Choice.of(weights);
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    shares = new double[size];
    for (int i = 0; i < size; i++) {
      shares[i] = weights[i] / total;
    }
    for (int i = 0; i < size; i++) {
      all.add(new Merchant(Names.numbered("merchant-", i), Country.any(dice), Category.any(dice)));
    }
    for (var country : Country.values()) {
      var there = new ArrayList<Merchant>();
      var weightsThere = new ArrayList<Double>();
      for (int i = 0; i < size; i++) {
        if (all.get(i).home() == country) {
          there.add(all.get(i));
          weightsThere.add(weights[i]);
        }
      }
      if (!there.isEmpty()) {
        var choice = Choice.of(weightsThere.stream().mapToDouble(it -> it).toArray());
        places.put(country, new Place(there, choice));
      }
    }
  }

  /** The merchant that is paid next: a few are paid often, most of them seldom. */
  Merchant next(Dice dice) {
    return all.get(use.next(dice));
  }

  /** The same in one country; anywhere, if that country has no merchant. */
  Merchant next(Country country, Dice dice) {
    var place = places.get(country);
    return place == null ? next(dice) : place.merchants().get(place.use().next(dice));
  }

  /** Any merchant, however seldom it is paid. */
  Merchant any(Dice dice) {
    return all.get(dice.below(all.size()));
  }

  int size() {
    return all.size();
  }

  Merchant get(int number) {
    return all.get(number);
  }

  /** Which part of all payments goes to the merchant of that number. */
  double share(int number) {
    return shares[number];
  }
}
