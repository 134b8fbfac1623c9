package io.vigil.pipelines.generate;

import static io.vigil.pipelines.generate.GeneratedData.generate;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The market as it stands in the files: what the truth says of each incident is worked out again
 * from the records, and the ordinary payments are looked at for what makes fraud hard to see.
 */
class MarketTest {

  private static final Set<String> FRAUDS =
      Set.of(
          "card_testing",
          "slow_card_testing",
          "enumeration",
          "cash_out",
          "refund_fraud",
          "drained_card",
          "cloned_card",
          "stolen_batch",
          "country_attack");
  private static final Set<String> SURGES =
      Set.of("decline_storm", "issuer_outage", "flash_sale", "batch_upload", "new_merchant");

  /** Units of a currency for a US dollar, as the page of the command has them. */
  private static final Map<String, Double> RATES =
      Map.of(
          "USD", 1.0, "GBP", 0.8, "EUR", 0.9, "JPY", 150.0, "INR", 84.0, "BRL", 5.5, "PLN", 4.0,
          "CHF", 0.9, "KWD", 0.3, "BHD", 0.4);

  private static GeneratedData data;
  private static List<Transaction> ordinary;
  private static Map<String, Transaction> byId;
  private static Map<String, String> incidentOf;

  @TempDir private Path folder;

  @BeforeAll
  static void generateOnce(@TempDir Path folder) throws IOException {
    data =
        generate(
            folder.resolve("out"),
            "--world=market",
            "--transactions=90000",
            "--days=3",
            "--incidents=56",
            "--merchants=600",
            "--cards=20000",
            "--duplicateRate=0",
            "--conflictRate=0",
            "--badRate=0",
            "--seed=4");
    byId = new HashMap<>();
    for (var record : data.records().values()) {
      var transaction = (Transaction) record;
      byId.put(transaction.transactionId(), transaction);
    }
    incidentOf = new HashMap<>();
    for (var told : data.truthOfRecords()) {
      if (!told.get("incident").isNull()) {
        incidentOf.put(told.get("transaction_id").asText(), told.get("incident").asText());
      }
    }
    ordinary =
        byId.values().stream()
            .filter(it -> !incidentOf.containsKey(it.transactionId()))
            .sorted(Comparator.comparingLong(Transaction::eventTime))
            .toList();
  }

  @Test
  void shouldPlantEachKindOnceInARoundAndHaveOneBusyDay() throws IOException {
    var kinds = new TreeMap<String, Integer>();
    data.truthOfIncidents().forEach(it -> kinds.merge(it.get("kind").asText(), 1, Integer::sum));

    var expected = new TreeMap<String, Integer>();
    FRAUDS.forEach(it -> expected.put(it, 4));
    SURGES.forEach(it -> expected.put(it, 4));
    expected.put("busy_day", 1);
    assertThat(kinds, is(expected));
  }

  @Test
  void shouldTellOfEachIncidentWhatIsInTheFiles() throws IOException {
    int members = 0;
    var subtleties = new HashSet<String>();
    for (var incident : data.truthOfIncidents()) {
      var kind = incident.get("kind").asText();
      boolean isFraud = FRAUDS.contains(kind);
      assertThat(kind, incident.get("fraud").asBoolean(), is(isFraud));
      assertThat(kind, incident.get("subtlety").isNull(), is(!isFraud));
      subtleties.add(incident.get("subtlety").asText());
      var transactions = transactions(incident);
      members += transactions.size();
      assertThat(incident.get("transactions").asInt(), is(transactions.size()));
      for (int i = 0; i < transactions.size(); i++) {
        var it = transactions.get(i);
        assertThat(incidentOf.get(it.transactionId()), is(incident.get("incident").asText()));
        assertThat(
            Instant.parse(incident.get("transaction_times").get(i).asText()).toEpochMilli(),
            is(it.eventTime()));
        double dollars = new BigDecimal(amount(it)).doubleValue() / RATES.get(it.currency());
        assertThat(incident.get("dollars").get(i).asDouble(), closeTo(dollars, 0.0051));
        assertThat(incident.get("declined").get(i).asBoolean(), is(it.isDeclined()));
      }
      if (!transactions.isEmpty()) {
        assertThat(kind, transactions.get(0).eventTime(), is(time(incident, "start")));
        assertThat(
            kind, transactions.get(transactions.size() - 1).eventTime(), is(time(incident, "end")));
      }
    }
    assertThat("nothing else is planted", incidentOf.size(), is(members));
    assertThat(subtleties, is(Set.of("blatant", "clear", "subtle", "faint", "null")));
  }

  @Test
  void shouldSumUpTimesAndKeys() throws IOException {
    var all = List.copyOf(byId.values());
    var summary = data.summary();

    var times = all.stream().mapToLong(Transaction::eventTime).summaryStatistics();
    assertThat(time(summary, "first"), is(times.getMin()));
    assertThat(time(summary, "last"), is(times.getMax()));
    assertThat(
        summary.at("/keys/merchant").asInt(), is(distinct(all, Transaction::merchantId).size()));
    assertThat(summary.at("/keys/country").asInt(), is(distinct(all, Transaction::country).size()));
    assertThat(
        summary.at("/keys/category").asInt(), is(distinct(all, Transaction::category).size()));
    assertThat(summary.at("/keys/issuer").asInt(), is(distinct(all, Transaction::issuer).size()));
  }

  @Test
  void shouldPlantWhatEachKindOfFraudIs() throws IOException {
    for (var incident : data.truthOfIncidents()) {
      var keys = texts(incident.get("keys"));
      var all = transactions(incident);
      double declined = share(all, Transaction::isDeclined);
      var merchants = distinct(all, Transaction::merchantId);
      var cards = distinct(all, Transaction::cardId);
      var length = Duration.ofMillis(time(incident, "end") - time(incident, "start"));
      var kind = incident.get("kind").asText();
      var what = kind + " " + incident.get("incident").asText();
      switch (kind) {
        case "card_testing", "slow_card_testing" -> {
          assertThat(what, merchants, is(Set.copyOf(keys)));
          assertThat(what, declined, greaterThan(0.5));
          assertThat(what, (double) cards.size(), greaterThan(0.7 * all.size()));
          boolean isSlow = kind.startsWith("slow");
          // The very last ones have less time.
          if (isSlow && time(incident, "start") < lastOrdinary() - Duration.ofHours(4).toMillis()) {
            assertThat(what, length, greaterThan(Duration.ofMinutes(80)));
          }
          assertThat(what, length, lessThan(Duration.ofMinutes(isSlow ? 604 : 64)));
          double small = share(all, it -> it.isDeclined() && dollars(it) <= 5.01);
          assertThat(what, small, greaterThan(0.5));
        }
        case "enumeration" -> {
          assertThat(what, merchants.size(), greaterThanOrEqualTo(3));
          assertThat(what, merchants.size(), lessThanOrEqualTo(12));
          assertThat(what, declined, greaterThan(0.8));
          var known = distinct(ordinary, Transaction::cardId);
          long unknown = cards.stream().filter(it -> !known.contains(it)).count();
          assertThat(what, (double) unknown, greaterThan(0.8 * cards.size()));
          assertThat(what, distinct(all, Transaction::issuer), is(Set.copyOf(keys)));
        }
        case "cash_out" -> {
          assertThat(what, merchants, is(Set.copyOf(keys)));
          assertThat(what, declined, lessThan(0.5));
          assertThat(what, (double) cards.size(), greaterThan(0.5 * all.size()));
        }
        case "refund_fraud" -> {
          assertThat(what, merchants, is(Set.copyOf(keys)));
          assertThat(
              what, all.stream().map(Transaction::status).toList(), everyItem(is("REVERSED")));
          assertThat(what, all.stream().map(Transaction::amount).toList(), everyItem(lessThan(0L)));
          assertThat(what, cards.size(), lessThanOrEqualTo(12));
        }
        case "drained_card" -> {
          assertThat(what, cards, is(Set.copyOf(keys)));
          assertThat(what, all.size(), greaterThanOrEqualTo(4));
        }
        case "cloned_card" -> {
          assertThat(what, cards, is(Set.copyOf(keys)));
          var abroad = distinct(all, Transaction::country);
          assertThat(what, abroad, hasSize(1));
          long atHome =
              ordinary.stream()
                  .filter(it -> it.cardId().equals(keys.get(0)))
                  .filter(it -> !abroad.contains(it.country()))
                  .filter(it -> it.eventTime() >= time(incident, "start") - 14_400_000)
                  .filter(it -> it.eventTime() <= time(incident, "end") + 14_400_000)
                  .count();
          assertThat(what + ": its owner pays elsewhere", atHome, greaterThanOrEqualTo(2L));
        }
        case "stolen_batch" -> {
          assertThat(what, List.copyOf(cards), everyItem(is(in(keys))));
          assertThat(what, keys.size(), greaterThanOrEqualTo(3));
          for (var other : incident.get("other_keys")) {
            var key = other.get("key").asText();
            assertThat(what, other.get("dimension").asText(), is(in(Set.of("issuer", "merchant"))));
            assertThat(
                share(all, it -> Set.of(it.merchantId(), it.issuer()).contains(key)),
                greaterThanOrEqualTo(0.6));
          }
        }
        case "country_attack" -> {
          assertThat(what, distinct(all, Transaction::country), is(Set.copyOf(keys)));
          assertThat(what, merchants.size(), greaterThan(10));
        }
        default -> assertThat(kind, is(not(in(FRAUDS))));
      }
    }
  }

  @Test
  void shouldLetHappenWhatIsNoFraud() throws IOException {
    var known = distinct(ordinary, Transaction::merchantId);
    for (var incident : data.truthOfIncidents()) {
      var keys = texts(incident.get("keys"));
      var all = transactions(incident);
      var what = incident.get("kind").asText() + " " + incident.get("incident").asText();
      switch (incident.get("kind").asText()) {
        case "issuer_outage", "decline_storm" -> {
          assertThat(what, all.stream().allMatch(Transaction::isDeclined), is(true));
          Function<Transaction, String> key =
              what.startsWith("issuer") ? Transaction::issuer : Transaction::country;
          assertThat(what, distinct(all, key), is(all.isEmpty() ? Set.of() : Set.copyOf(keys)));
          long others =
              ordinary.stream()
                  .filter(it -> keys.contains(key.apply(it)) && it.amount() > 0)
                  .filter(it -> it.eventTime() >= time(incident, "start"))
                  .filter(it -> it.eventTime() <= time(incident, "end"))
                  .count();
          assertThat(what + ": few get through", (double) others, lessThan(5 + 0.9 * all.size()));
        }
        case "flash_sale" -> {
          assertThat(what, distinct(all, Transaction::merchantId), is(Set.copyOf(keys)));
          assertThat(what, all.size(), greaterThanOrEqualTo(300));
          assertThat(what, share(all, Transaction::isDeclined), lessThan(0.6));
        }
        case "batch_upload" -> {
          assertThat(what, distinct(all, Transaction::eventTime), hasSize(1));
          assertThat(what, all.size(), greaterThanOrEqualTo(80));
        }
        case "new_merchant" -> {
          assertThat(what, distinct(all, Transaction::merchantId), is(Set.copyOf(keys)));
          assertThat(what, known.contains(keys.get(0)), is(false));
          long firstHour =
              all.stream()
                  .filter(it -> it.eventTime() < time(incident, "start") + 3_600_000)
                  .count();
          assertThat(what, firstHour, greaterThan(10L));
        }
        default -> assertThat(what.split(" ")[0], is(not(in(SURGES))));
      }
    }
  }

  @Test
  void shouldHaveOneDayWithDoubleTraffic() throws IOException {
    var days = new TreeMap<Long, Long>();
    ordinary.forEach(it -> days.merge(it.eventTime() / 86_400_000, 1L, Long::sum));
    var busy =
        data.truthOfIncidents().stream()
            .filter(it -> it.get("kind").asText().equals("busy_day"))
            .findFirst()
            .orElseThrow();
    long day = time(busy, "start") / 86_400_000;

    // Monday, Tuesday and Wednesday have 0.92, 0.92 and 0.95 of the week's traffic.
    long others = days.values().stream().mapToLong(it -> it).sum() - days.get(day);
    assertThat(days.keySet(), hasSize(3));
    assertThat(2.0 * days.get(day) / others, closeTo(2, 0.15));
    assertThat(time(busy, "end"), is((day + 1) * 86_400_000 - 1));
    assertThat(texts(busy.get("keys")), is(List.of("all")));
  }

  @Test
  void shouldHaveMerchantsThatDiffer() {
    var shares = new ArrayList<Double>();
    var refunds = new ArrayList<Double>();
    int small = 0;
    for (var payments : by(Transaction::merchantId).values()) {
      if (payments.size() >= 200) {
        shares.add(share(payments, Transaction::isDeclined));
        refunds.add(share(payments, it -> it.amount() < 0));
        small += share(payments, it -> Math.abs(dollars(it)) < 6) > 0.95 ? 1 : 0;
      }
    }
    assertThat(shares.size(), greaterThan(50));
    assertThat(shares.stream().filter(it -> it < 0.03).count(), greaterThan(3L));
    assertThat(shares.stream().filter(it -> it > 0.15).count(), greaterThan(3L));
    assertThat(refunds.stream().filter(it -> it > 0.06).count(), greaterThan(0L));
    assertThat("merchants where all is cheap", small, greaterThan(0));
  }

  @Test
  void shouldHaveCardsOfBanksOfCountries() {
    var perCard = by(Transaction::cardId);
    perCard.forEach(
        (card, payments) -> assertThat(card, distinct(payments, Transaction::issuer), hasSize(1)));
    var issuers = distinct(ordinary, Transaction::issuer);
    assertThat(List.copyOf(issuers), everyItem(matchesPattern("[45]\\d{5}(\\d\\d)?")));
    assertThat(issuers.size(), greaterThan(40));
    // Whose cards mostly pay in one country are at home there.
    for (var payments : by(Transaction::issuer).values()) {
      var places = new HashMap<String, Integer>();
      payments.forEach(it -> places.merge(it.country(), 1, Integer::sum));
      int most = places.values().stream().mapToInt(it -> it).max().orElseThrow();
      assertThat(payments.size() < 200 || most > 0.8 * payments.size(), is(true));
    }
  }

  @Test
  void shouldTryAgainWhatWasDeclined() {
    int declined = 0;
    int tried = 0;
    int inVain = 0;
    for (var payments : by(it -> it.cardId() + it.merchantId() + it.amount()).values()) {
      for (int i = 0; i < payments.size(); i++) {
        if (payments.get(i).isDeclined()) {
          declined++;
          if (i + 1 < payments.size()
              && payments.get(i + 1).eventTime() - payments.get(i).eventTime() < 93_001) {
            tried++;
            inVain += payments.get(i + 1).isDeclined() ? 1 : 0;
          }
        }
      }
    }
    // 4 in 10, but of subscriptions and of fifth attempts none.
    assertThat((double) tried / declined, closeTo(0.35, 0.1));
    assertThat((double) inVain / tried, closeTo(0.65, 0.05));
  }

  @Test
  void shouldHaveCardsThatPayAllDay() {
    var perCard = by(Transaction::cardId).values().stream().map(List::size).sorted().toList();
    int middle = perCard.get(perCard.size() / 2);
    // 11 of 20,000 cards make 2.5 of 100 payments and more: a hundred times as many as others.
    assertThat(perCard.get(perCard.size() - 8), greaterThan(20 * middle));
  }

  @Test
  void shouldChargeSubscribersAtTheHour() {
    long first = ordinary.stream().filter(it -> it.eventTime() % 3_600_000 < 60_000).count();
    long usual = ordinary.size() / 60;
    assertThat((double) first / usual, greaterThan(1.5));
  }

  @Test
  void shouldGiveFraudsScoresThatSaySomethingAndNeverAll() {
    var all = new HashMap<>(byId);
    var fraud = new ArrayList<Transaction>();
    try {
      for (var incident : data.truthOfIncidents()) {
        if (incident.get("fraud").asBoolean()) {
          fraud.addAll(transactions(incident));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    fraud.forEach(it -> all.remove(it.transactionId()));
    assertThat(share(fraud, it -> it.riskScore() >= 0.5), greaterThan(0.2));
    assertThat(share(fraud, it -> it.riskScore() < 0.3), greaterThan(0.1));
    assertThat(share(all.values(), it -> it.riskScore() >= 0.5), lessThan(0.1));
    assertThat(share(all.values(), it -> it.riskScore() >= 0.8), greaterThan(0.005));
  }

  @Test
  void shouldTellTheSameStoryWithoutScores() throws IOException {
    var flags = new String[] {"--world=market", "--transactions=3000", "--incidents=14"};
    var with = generate(folder.resolve("with"), flags);
    var without =
        generate(folder.resolve("without"), flags[0], flags[1], flags[2], "--withoutRiskScores");

    var expected = with.records().values().stream().filter(Transaction.class::isInstance).toList();
    var actual = without.records().values().stream().filter(Transaction.class::isInstance).toList();
    assertThat(actual.size(), is(expected.size()));
    for (int i = 0; i < actual.size(); i++) {
      var it = (Transaction) actual.get(i);
      assertThat(it.riskScore(), is(nullValue()));
      assertThat(it.transactionId(), is(((Transaction) expected.get(i)).transactionId()));
      assertThat(it.amount(), is(((Transaction) expected.get(i)).amount()));
    }
  }

  @Test
  void shouldPlantFraudsThatAreAsSubtleAsAskedFor() throws IOException {
    var blatant = generate(folder.resolve("blatant"), subtle("blatant"));
    var faint = generate(folder.resolve("faint"), subtle("faint"));

    assertThat(subtleties(blatant), is(Set.of("blatant")));
    assertThat(subtleties(faint), is(Set.of("faint")));
    for (var kind : FRAUDS) {
      assertThat(kind, sizes(faint, kind), lessThan(sizes(blatant, kind)));
    }
  }

  private static String[] subtle(String level) {
    return new String[] {
      "--world=market", "--transactions=3000", "--incidents=28", "--subtlety=" + level
    };
  }

  private static Set<String> subtleties(GeneratedData made) throws IOException {
    return made.truthOfIncidents().stream()
        .filter(it -> it.get("fraud").asBoolean())
        .map(it -> it.get("subtlety").asText())
        .collect(Collectors.toSet());
  }

  private static int sizes(GeneratedData made, String kind) throws IOException {
    return made.truthOfIncidents().stream()
        .filter(it -> it.get("kind").asText().equals(kind))
        .mapToInt(it -> it.get("transactions").asInt())
        .sum();
  }

  private static Map<String, List<Transaction>> by(Function<Transaction, String> key) {
    return ordinary.stream().collect(Collectors.groupingBy(key));
  }

  private static long lastOrdinary() {
    return ordinary.get(ordinary.size() - 1).eventTime();
  }

  private static List<Transaction> transactions(JsonNode incident) {
    return texts(incident.get("transaction_ids")).stream().map(byId::get).toList();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(it -> texts.add(it.asText()));
    return texts;
  }

  private static <T> Set<T> distinct(List<Transaction> all, Function<Transaction, T> value) {
    return all.stream().map(value).collect(Collectors.toSet());
  }

  private static double share(Collection<Transaction> all, Predicate<Transaction> what) {
    return (double) all.stream().filter(what).count() / all.size();
  }

  private static double dollars(Transaction it) {
    return Double.parseDouble(amount(it)) / RATES.get(it.currency());
  }

  private static String amount(Transaction it) {
    int decimals =
        switch (it.currency()) {
          case "JPY" -> 0;
          case "KWD", "BHD" -> 3;
          default -> 2;
        };
    return BigDecimal.valueOf(it.amount(), decimals).toPlainString();
  }

  private static long time(JsonNode incident, String field) {
    return Instant.parse(incident.get(field).asText()).toEpochMilli();
  }
}
