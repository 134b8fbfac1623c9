package io.vigil.transforms;

import static io.vigil.transforms.Payments.declined;
import static io.vigil.transforms.Payments.from;
import static io.vigil.transforms.Payments.in;
import static io.vigil.transforms.Payments.payment;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.coders.TransactionCoder;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class TotalUpTest {

  @Test
  void shouldTotalAMinuteByMerchantAndCurrency(TestPipeline pipeline) {
    // Two payments at the shop in one minute, one of them a refund; one in yen; one a minute later.
    var totals =
        totalUp(
            pipeline,
            payment("12:00:00", "ann", "shop", 1000),
            payment("12:00:59.999", "bob", "shop", -400),
            in("JPY", payment("12:00:30", "ann", "shop", 7)),
            declined(payment("12:01:00", "ann", "shop", 50)));

    thatRows(
        totals,
        Grain.MINUTE,
        Dimension.MERCHANT,
        "shop GBP 12:00 to 12:01: count 2, declined 0, sum 600, largest 1000, cards 2",
        "shop JPY 12:00 to 12:01: count 1, declined 0, sum 7, largest 7, cards 1",
        "shop GBP 12:01 to 12:02: count 1, declined 1, sum 50, largest 50, cards 1");
    pipeline.run();
  }

  @Test
  void shouldCloseAnHourAtItsFullHour(TestPipeline pipeline) {
    var totals =
        totalUp(
            pipeline,
            payment("12:00:00", "ann", "shop", 1),
            payment("12:59:59.999", "ann", "shop", 2),
            payment("13:00:00", "ann", "shop", 4));

    thatRows(
        totals,
        Grain.HOUR,
        Dimension.ALL,
        "all GBP 12:00 to 13:00: count 2, declined 0, sum 3, largest 2, cards 1",
        "all GBP 13:00 to 14:00: count 1, declined 0, sum 4, largest 4, cards 1");
    pipeline.run();
  }

  @Test
  void shouldCountTransactionsWithoutCountryAsUnknown(TestPipeline pipeline) {
    var totals =
        totalUp(
            pipeline,
            from("GB", payment("12:00:00", "ann", "shop", 1)),
            payment("12:00:00", "bob", "shop", 2));

    thatRows(
        totals,
        Grain.DAY,
        Dimension.COUNTRY,
        "GB GBP 00:00 to 00:00: count 1, declined 0, sum 1, largest 1, cards 1",
        "unknown GBP 00:00 to 00:00: count 1, declined 0, sum 2, largest 2, cards 1");
    pipeline.run();
  }

  @Test
  void shouldMarkTotalsWithTheGenerationAndTheNumberOfFacts(TestPipeline pipeline) {
    var totals =
        at(pipeline, payment("12:00:00", "ann", "shop", 1), payment("12:00:01", "bob", "shop", 2))
            .apply(TotalUp.transactions().withGeneration(7));

    PAssert.that(totals)
        .satisfies(
            rows -> {
              for (var row : rows) {
                assertThat(row.generation(), is(7L));
                assertThat(row.facts(), is(2L));
                assertThat(row.isFinal(), is(true));
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void shouldSayWhatAPlainModelSays(TestPipeline pipeline) {
    var random = new Random(20260301);
    var transactions = new ArrayList<Transaction>();
    for (int i = 0; i < 600; i++) {
      transactions.add(Payments.random(random, i));
    }
    var expected = new HashSet<String>();
    model(transactions).forEach(row -> expected.add(row.toString()));

    PAssert.that(totalUp(pipeline, transactions.toArray(Transaction[]::new)))
        .satisfies(
            rows -> {
              var actual = new HashSet<String>();
              rows.forEach(
                  row -> assertThat("twice: " + row, actual.add(row.toString()), is(true)));
              assertThat(actual, is(expected));
              return null;
            });
    pipeline.run();
  }

  /** Totals by nested loops over sets. */
  private static Set<Total> model(List<Transaction> transactions) {
    record Group(Grain grain, Dimension dimension, String key, String currency, long start) {}
    var groups = new HashMap<Group, List<Transaction>>();
    for (var it : transactions) {
      for (var grain : Grain.values()) {
        for (var dimension : Dimension.ofTotals()) {
          var key =
              switch (dimension) {
                case ALL -> "all";
                case MERCHANT -> it.merchantId();
                case COUNTRY -> it.country() == null ? "unknown" : it.country();
                case CATEGORY -> it.category() == null ? "unknown" : it.category();
                case ISSUER -> it.issuer() == null ? "unknown" : it.issuer();
                case CARD -> it.cardId();
              };
          long start = Math.floorDiv(it.eventTime(), lengthOf(grain)) * lengthOf(grain);
          groups
              .computeIfAbsent(
                  new Group(grain, dimension, key, it.currency(), start), any -> new ArrayList<>())
              .add(it);
        }
      }
    }
    var totals = new HashSet<Total>();
    groups.forEach(
        (group, members) -> {
          var sum =
              members.stream()
                  .map(it -> BigInteger.valueOf(it.amount()))
                  .reduce(BigInteger.ZERO, BigInteger::add);
          totals.add(
              new Total(
                  group.grain(),
                  group.dimension(),
                  group.key(),
                  group.currency(),
                  group.start(),
                  group.start() + lengthOf(group.grain()),
                  members.size(),
                  members.stream().filter(it -> "DECLINED".equals(it.status())).count(),
                  0,
                  clamp(sum),
                  members.stream().mapToLong(Transaction::amount).max().orElseThrow(),
                  members.stream().map(Transaction::cardId).distinct().count(),
                  0,
                  members.size(),
                  true));
        });
    return totals;
  }

  private static long lengthOf(Grain grain) {
    return switch (grain) {
      case MINUTE -> 60_000;
      case HOUR -> 3_600_000;
      case DAY -> 86_400_000;
    };
  }

  private static long clamp(BigInteger sum) {
    return sum.bitLength() < 64
        ? sum.longValue()
        : sum.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static PCollection<Transaction> at(TestPipeline pipeline, Transaction... transactions) {
    var timed =
        List.of(transactions).stream()
            .map(it -> TimestampedValue.of(it, new org.joda.time.Instant(it.eventTime())))
            .toList();
    return pipeline.apply(Create.timestamped(timed).withCoder(TransactionCoder.of()));
  }

  private static PCollection<Total> totalUp(TestPipeline pipeline, Transaction... transactions) {
    return at(pipeline, transactions).apply(TotalUp.transactions());
  }

  private static void thatRows(
      PCollection<Total> totals, Grain grain, Dimension dimension, String... expected) {
    PAssert.that(totals)
        .satisfies(
            rows -> {
              var actual =
                  StreamSupport.stream(rows.spliterator(), false)
                      .filter(row -> row.grain() == grain && row.dimension() == dimension)
                      .map(TotalUpTest::inWords)
                      .toList();
              assertThat(actual, containsInAnyOrder(expected));
              return null;
            });
  }

  private static String inWords(Total row) {
    return "%s %s %s to %s: count %d, declined %d, sum %d, largest %d, cards %d"
        .formatted(
            row.key(),
            row.currency(),
            clock(row.windowStart()),
            clock(row.windowEnd()),
            row.count(),
            row.declined(),
            row.sum(),
            row.largest(),
            row.cards());
  }

  private static String clock(long millis) {
    return Instant.ofEpochMilli(millis).toString().substring(11, 16);
  }
}
