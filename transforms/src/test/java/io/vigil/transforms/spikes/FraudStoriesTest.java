package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Incident.Kind;
import io.vigil.schemas.Spike;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An attack that any person would see is found, once, under the name that a person would give. */
class FraudStoriesTest {

  private static final long NINE = Town.at("09:00");

  private final Town town = Town.ordinary();

  /** Sixty declines of a euro on sixty cards in five minutes, at a shop that has three an hour. */
  @Test
  void sixtyCardsAreTriedOutAtAShop() {
    for (int i = 0; i < 60; i++) {
      town.pay(NINE + 5_000L * i, "stolen-" + i, "shop-3", 100).declined().add();
    }
    var found = theOne(Kind.CARD_TESTING, Dimension.MERCHANT, "shop-3");
    assertThat(found.incidentStart(), is(lessThanOrEqualTo(NINE)));
    assertThat(found.declined(), is(greaterThanOrEqualTo(60L)));
    assertInTime(found, 5_000);
  }

  /** A hundred and twenty cards of an issuer in ten minutes, six at each shop. */
  @Test
  void cardsOfAnIssuerAreGuessedOverAllShops() {
    for (int i = 0; i < 120; i++) {
      var country = Town.COUNTRIES.get(i % 4);
      town.pay(NINE + 5_000L * i, "guess-" + i, "shop-" + i % 20, 100 + i)
          .by("433333")
          .in(country)
          .declined()
          .add();
    }
    var found = theOne(Kind.ENUMERATION, Dimension.ISSUER, "433333");
    assertInTime(found, 5_000);
  }

  /** Forty purchases of 900 euros, all risky, all on other cards, in ten minutes. */
  @Test
  void stolenCardsBuyLargeThingsAtAShop() {
    for (int i = 0; i < 40; i++) {
      town.pay(NINE + 15_000L * i, "stolen-" + i, "shop-5", 90_000).risk(0.95).add();
    }
    var found = theOne(Kind.CASH_OUT, Dimension.MERCHANT, "shop-5");
    assertThat(found.approvedMoney().startsWith("EUR 3"), is(true));
    assertInTime(found, 15_000);
  }

  /** Forty refunds to eight cards in ten minutes, at a shop that has one in two hours. */
  @Test
  void aShopPaysOutRefunds() {
    for (int i = 0; i < 40; i++) {
      town.pay(NINE + 15_000L * i, "friend-" + i % 8, "shop-2", 8_000).refund().add();
    }
    var found = theOne(Kind.REFUND_FRAUD, Dimension.MERCHANT, "shop-2");
    assertInTime(found, 15_000);
  }

  /** One card pays 300 euros every twenty seconds, at eight shops. */
  @Test
  void aCardIsEmptied() {
    for (int i = 0; i < 30; i++) {
      town.pay(NINE + 20_000L * i, "card-of-ann", "shop-" + i % 8, 30_000).add();
    }
    theOne(Kind.DRAINED_CARD, Dimension.CARD, "card-of-ann");
  }

  /** One card pays in Germany and, ten minutes later, in Brazil, and so on for three hours. */
  @Test
  void aCardIsInTwoCountriesAtOnce() {
    for (int i = 0; i < 18; i++) {
      town.pay(Town.at("08:00") + 600_000L * i, "card-of-bob", "shop-" + i % 2, 4_000)
          .in(i % 2 == 0 ? "DE" : "BR")
          .add();
    }
    theOne(Kind.CLONED_CARD, Dimension.CARD, "card-of-bob");
  }

  /** Fifty stolen cards, of all countries and issuers, pay four times each within ten minutes. */
  @Test
  void aBatchOfStolenCardsIsUsedEverywhere() {
    for (int i = 0; i < 200; i++) {
      int card = i % 50;
      town.pay(NINE + 3_000L * i, "stolen-" + card, "shop-" + i * 7 % 20, 15_000)
          .in(Town.COUNTRIES.get(card % 4))
          .by(Town.ISSUERS.get(card % 5))
          .risk(0.9)
          .add();
    }
    var found = theOnly();
    assertThat(found.kind(), is(Kind.STOLEN_CARDS));
    assertThat(found.isFraud(), is(true));
    assertThat(found.key(), is(anyOf(startsWith("stolen-"), is(Dimension.ALL_KEY))));
  }

  /** A hundred cards of one country, of all issuers, are used with risk at all shops. */
  @Test
  void aCountryIsAttacked() {
    for (int i = 0; i < 200; i++) {
      town.pay(NINE + 3_000L * i, "abroad-" + i % 100, "shop-" + i * 7 % 20, 15_000)
          .in("BR")
          .by(Town.ISSUERS.get(i % 5))
          .risk(0.95)
          .add();
    }
    var found = theOne(Kind.COUNTRY_ATTACK, Dimension.COUNTRY, "BR");
    assertInTime(found, 3_000);
  }

  /** Five refunds where there never were any: fewer than five are never a spike. */
  @Test
  void theFifthOfWhatNeverHappenedIsTheAlarm() {
    var quiet = Town.empty();
    for (int i = 0; i < 10_000; i++) {
      quiet.pay(Town.at("00:00") + 3_600L * i, "card-" + i % 500, "shop-" + i % 7, 2_000).add();
    }
    for (int i = 0; i < 9; i++) {
      quiet.pay(NINE + 1_000L * i, "friend-" + i, "shop-2", 8_000).refund().add();
    }
    var incidents = Detection.of(quiet.payments).incidents;
    assertThat(incidents, hasSize(1));
    assertThat(incidents.get(0).kind(), is(Kind.REFUND_FRAUD));
    assertThat(incidents.get(0).alarmedAt(), is(NINE + 4_000));
    assertThat(incidents.get(0).flagged(), is(9L));
    assertThat(incidents.get(0).lastSeen() - NINE, is(lessThanOrEqualTo(3_600_000L)));
  }

  private Incident theOne(Kind kind, Dimension dimension, String key) {
    var found = theOnly();
    assertThat(found.kind(), is(kind));
    assertThat(found.dimension(), is(dimension));
    assertThat(found.key(), is(key));
    assertThat(found.isFraud(), is(true));
    assertThat(found.state(), is(Spike.State.CONFIRMED));
    assertThat(found.isFinal(), is(true));
    return found;
  }

  /** One cause, one incident: of all keys there is no other one. */
  private Incident theOnly() {
    var incidents = Detection.of(town.payments).incidents;
    assertThat(incidents.stream().map(FraudStoriesTest::inWords).toList(), hasSize(1));
    return incidents.get(0);
  }

  /**
   * The alarm is a transaction of the attack, of which there is one in each pause: not before the
   * fifth, and within a minute and a half or twelve transactions.
   */
  private static void assertInTime(Incident it, long pause) {
    long since = it.alarmedAt() - NINE;
    assertThat("of the attack", since % pause, is(0L));
    assertThat(since, is(greaterThanOrEqualTo(4 * pause)));
    assertThat(since, is(lessThanOrEqualTo(Math.max(90_000, 11 * pause))));
  }

  static String inWords(Incident it) {
    return "%s at %s %s from %s to %s: %s"
        .formatted(
            it.kind(),
            it.dimension(),
            it.key(),
            Duration.ofMillis(it.incidentStart() - Town.at("00:00")),
            Duration.ofMillis(it.incidentEnd() - Town.at("00:00")),
            it.evidence());
  }
}
