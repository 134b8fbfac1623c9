package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Merchants.Merchant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The merchants of the market with their habits. */
final class Shops {

  /** Which part of all payments are charges to subscribers. */
  private static final double SUBSCRIBERS = 0.04;

  private final Merchants merchants;
  private final Map<Merchant, Shop> shops = new HashMap<>();
  private final List<Shop> charging = new ArrayList<>();

  /**
   * @param perDay how many payments are made in a day
   */
  Shops(Merchants merchants, double perDay, Dice dice) {
    this.merchants = merchants;
    // One merchant in forty charges subscribers: they share them by their size.
    double perShare = SUBSCRIBERS * 40 * perDay;
    for (int i = 0; i < merchants.size(); i++) {
      var merchant = merchants.get(i);
      var shop = Shop.of(merchant, perShare * merchants.share(i), dice);
      shops.put(merchant, shop);
      if (shop.charges() != null) {
        charging.add(shop);
      }
    }
  }

  /** The merchant that is paid next: a few are paid often, most of them seldom. */
  Shop next(Dice dice) {
    return of(merchants.next(dice));
  }

  /** The same in one country; anywhere, if that country has no merchant. */
  Shop next(Country country, Dice dice) {
    return of(merchants.next(country, dice));
  }

  /** Any merchant, however seldom it is paid. */
  Shop any(Dice dice) {
    return of(merchants.any(dice));
  }

  /** Those that charge subscribers. */
  List<Shop> charging() {
    return charging;
  }

  private Shop of(Merchant merchant) {
    var shop = shops.get(merchant);
    if (shop == null) {
      throw new IllegalArgumentException("no shop of " + merchant);
    }
    return shop;
  }
}
