package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Incident.Kind;
import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only looks like an attack raises no fraud. */
class BenignStoriesTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void anOrdinaryDayRaisesNothing() {
    assertThat(inWords(Town.ordinary()), is(empty()));
  }

  /** An issuer declines all that its cards pay for half an hour, and its cards pay on as usual. */
  @Test
  void anIssuersOutageIsOneIncidentAndNoFraud() {
    var town = Town.ordinary();
    town.payments.replaceAll(
        it ->
            "433333".equals(it.issuer())
                    && it.eventTime() >= Town.at("09:00")
                    && it.eventTime() < Town.at("09:30")
                ? declined(it)
                : it);
    var incidents = Detection.of(town.payments).incidents;
    assertThat(incidents.stream().map(FraudStoriesTest::inWords).toList(), hasSize(1));
    assertThat(incidents.get(0).kind(), is(Kind.OUTAGE));
    assertThat(incidents.get(0).isFraud(), is(false));
    assertThat(incidents.get(0).dimension(), is(Dimension.ISSUER));
    assertThat(incidents.get(0).key(), is("433333"));
  }

  /** Twelve hundred payments in an hour at a shop that has sixty. */
  @Test
  void aFlashSaleIsNoFraud() {
    var town = Town.ordinary().at("shop-7", "09:00", HOUR, 1_200, 0.05);
    assertThat(frauds(town), is(empty()));
  }

  /** A hundred payments of an hour that were handed in together, at one millisecond. */
  @Test
  void aBatchOfPaymentsWithOneTimeIsNoFraud() {
    var town = Town.ordinary().at("shop-7", "09:00", Duration.ofMillis(1), 100, 0.05);
    assertThat(frauds(town), is(empty()));
  }

  @Test
  void aNewShopThatIsBusyFromTheFirstHourIsNoFraud() {
    var town = Town.ordinary().at("new-shop", "08:00", HOUR.multipliedBy(3), 1_800, 0.05);
    assertThat(frauds(town), is(empty()));
  }

  /** Two in five are declined there, from its first payment to its last. */
  @Test
  void aShopWithAHighShareOfDeclinesIsNoFraud() {
    var town = Town.ordinary().at("fussy-shop", "00:00", HOUR.multipliedBy(11), 660, 0.4);
    assertThat(frauds(town), is(empty()));
  }

  @Test
  void twiceTheTrafficIsNoFraud() {
    var town = Town.ordinary().ordinary("08:00", HOUR.multipliedBy(3), 3_000);
    assertThat(frauds(town), is(empty()));
  }

  /** The first payments of a history are compared with nothing, whatever they are. */
  @Test
  void theFirstThreeHoursAreSilent() {
    var town = Town.ordinary();
    for (int i = 0; i < 60; i++) {
      town.pay(Town.at("01:30") + 5_000L * i, "stolen-" + i, "shop-3", 100).declined().add();
    }
    assertThat(inWords(town), is(empty()));
  }

  private static List<String> inWords(Town town) {
    return Detection.of(town.payments).incidents.stream().map(FraudStoriesTest::inWords).toList();
  }

  private static List<String> frauds(Town town) {
    return Detection.of(town.payments).incidents.stream()
        .filter(Incident::isFraud)
        .map(FraudStoriesTest::inWords)
        .toList();
  }

  private static Transaction declined(Transaction it) {
    return new Transaction(
        it.transactionId(),
        it.eventTime(),
        it.cardId(),
        it.merchantId(),
        it.amount(),
        it.currency(),
        it.country(),
        Transaction.DECLINED,
        it.category(),
        it.riskScore(),
        it.issuer(),
        it.source());
  }
}
