package io.vigil.pipelines.generate;

import static io.vigil.pipelines.generate.GeneratedData.generate;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordinary traffic as it stands in the file. */
class TrafficTest {

  private static final int COUNT = 40_000;
  private static final Map<String, String> CURRENCIES =
      Map.ofEntries(
          Map.entry("US", "USD"),
          Map.entry("GB", "GBP"),
          Map.entry("DE", "EUR"),
          Map.entry("FR", "EUR"),
          Map.entry("IT", "EUR"),
          Map.entry("JP", "JPY"),
          Map.entry("IN", "INR"),
          Map.entry("BR", "BRL"),
          Map.entry("PL", "PLN"),
          Map.entry("CH", "CHF"),
          Map.entry("KW", "KWD"),
          Map.entry("BH", "BHD"));

  private static GeneratedData data;
  private static List<Transaction> transactions;

  @BeforeAll
  static void generateOnce(@TempDir Path folder) throws IOException {
    data =
        generate(
            folder.resolve("out"),
            "--transactions=" + COUNT,
            "--incidents=0",
            "--duplicateRate=0",
            "--conflictRate=0",
            "--badRate=0",
            "--merchants=500",
            "--seed=3");
    transactions = data.records().values().stream().map(Transaction.class::cast).toList();
  }

  @Test
  void shouldWriteAmountsThatTheirCurrencyAllows() throws IOException {
    var number = Pattern.compile("\"amount\":(-?)(\\d+)(\\.\\d+)?,\"currency\":\"(\\w+)\"");
    var seen = new HashSet<String>();
    for (var line : Files.readAllLines(data.files("transactions").get(0))) {
      var amount = number.matcher(line);
      assertThat(line, amount.find(), is(true));
      var fraction = amount.group(3);
      int decimals = fraction == null ? 0 : fraction.length() - 1;
      var currency = amount.group(4);
      assertThat(
          line,
          decimals,
          is(
              switch (currency) {
                case "JPY" -> 0;
                case "KWD", "BHD" -> 3;
                default -> 2;
              }));
      boolean isRefund = line.contains("\"REVERSED\"");
      assertThat(line, amount.group(1), is(isRefund ? "-" : ""));
      assertThat(
          line, new ObjectMapper().readTree(line).get("amount").decimalValue().signum() != 0);
      seen.add(currency);
    }
    assertThat(seen, hasItems("USD", "EUR", "JPY", "KWD", "BHD"));
  }

  @Test
  void shouldDeclineAndRefundAFew() {
    // 0.04 with a deviation of 0.001, and 0.02 with a deviation of 0.0007.
    assertThat(share("DECLINED"), closeTo(0.04, 0.004));
    assertThat(share("REVERSED"), closeTo(0.02, 0.003));
  }

  @Test
  void shouldPayMostlyAtHome() {
    long abroad =
        transactions.stream()
            .filter(it -> !CURRENCIES.get(it.country()).equals(it.currency()))
            .count();
    // 6 in 100 go anywhere, a part of them at home by chance or to another country of the euro.
    assertThat((double) abroad / COUNT, closeTo(0.05, 0.02));
  }

  @Test
  void shouldKeepWhatBelongsToACardAndToAMerchant() {
    var homes = new HashMap<String, Set<String>>();
    var goods = new HashMap<String, Set<String>>();
    for (var it : transactions) {
      homes.computeIfAbsent(it.cardId(), id -> new HashSet<>()).add(it.country());
      goods
          .computeIfAbsent(it.merchantId(), id -> new HashSet<>())
          .add(it.currency() + " " + it.category());
    }
    homes.forEach((card, countries) -> assertThat(card, countries.size(), is(1)));
    goods.forEach((merchant, known) -> assertThat(merchant, known.size(), is(1)));
  }

  @Test
  void shouldPayAFewMerchantsOften() {
    var counts = new TreeMap<String, Long>();
    transactions.forEach(it -> counts.merge(it.merchantId(), 1L, Long::sum));
    var sizes = counts.values().stream().sorted((a, b) -> Long.compare(b, a)).toList();
    long top = sizes.stream().limit(50).mapToLong(it -> it).sum();

    // By Zipf's law the first 50 of 500 have 4.50 of 6.79; at random they would have a tenth.
    assertThat((double) top / COUNT, greaterThan(0.5));
    assertThat(counts.size(), greaterThan(450));
  }

  private static double share(String status) {
    return (double) transactions.stream().filter(it -> status.equals(it.status())).count() / COUNT;
  }
}
