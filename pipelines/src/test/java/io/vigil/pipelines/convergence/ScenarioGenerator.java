package io.vigil.pipelines.convergence;

import io.vigil.pipelines.convergence.Arrival.Bad;
import io.vigil.pipelines.convergence.Arrival.Good;
import io.vigil.pipelines.convergence.Arrival.Pause;
import io.vigil.pipelines.convergence.Arrival.Watermark;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes courses of events by chance: payments of a few cards around a midnight, some of them copies
 * or corrections of others, bad records between them, and all of it out of order by seconds, and
 * sometimes by more than is allowed.
 */
final class ScenarioGenerator {

  private static final long MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000;
  private static final List<String> CURRENCIES = List.of("GBP", "GBP", "JPY", "EUR");
  private static final String NO_CARD =
      """
      {"transaction_id":"x","event_time":"2026-03-01T12:00:00Z","merchant_id":"shop","amount":1,"currency":"GBP"}\
      """;

  private final Random random;
  private final long seed;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<Payment> payments = new ArrayList<>();

  /** The second partition soon comes to another block of the ledger. */
  private final long[] offsets = {0, Scenario.FIRST_OF_SECOND};

  private long watermark = Long.MIN_VALUE;

  private ScenarioGenerator(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  static Scenario of(long seed) {
    return new ScenarioGenerator(seed).scenario();
  }

  private Scenario scenario() {
    var book = book();
    long lateness = pick(List.of(0L, 7_000L, 30_000L, 120_000L));
    return new Scenario(seed, book, lateness, arrivals(lateness));
  }

  private RuleBook book() {
    return new RuleBook(
        1 + random.nextInt(4),
        pick(List.of(5, 20, 60)),
        2 + random.nextInt(2),
        pick(List.of(10, 60)),
        pick(List.of(30, 900)),
        1 + random.nextInt(3),
        pick(List.of(30, 120)),
        pick(List.of(20, 120)),
        1 + random.nextInt(4),
        pick(List.of(0.1, 0.05, 0.001)),
        pick(List.of(10, 60, 300)),
        historyStart());
  }

  private @Nullable LocalDate historyStart() {
    return switch (random.nextInt(4)) {
      case 0 -> LocalDate.parse("2026-03-01");
      case 1 -> LocalDate.parse("2026-02-01");
      default -> null;
    };
  }

  /** Sometimes the day before matters, which has made something normal by then. */
  private List<Arrival> arrivals(long lateness) {
    long span = pick(List.of(30_000L, 120_000L, 600_000L));
    long start = MIDNIGHT - random.nextLong(span + 60_000);
    if (random.nextBoolean()) {
      add(10 + random.nextInt(40), start - DAY, span, lateness);
    }
    add(10 + random.nextInt(50), start, span, lateness);
    return arrivals;
  }

  private void add(int records, long start, long span, long lateness) {
    long clock = start;
    for (int number = 0; number < records; number++) {
      clock += random.nextLong(2 * span / records);
      int partition = random.nextInt(2);
      var position = SourcePosition.inTopic("payments", partition, offsets[partition]++);
      if (random.nextInt(12) == 0) {
        arrivals.add(bad(position));
        continue;
      }
      var payment = payment(clock - lag(lateness));
      payments.add(payment);
      arrivals.add(new Good(payment, position));
      if (random.nextInt(4) == 0) {
        watermark = Math.max(watermark, clock - random.nextLong(15_000));
        arrivals.add(new Watermark(watermark));
      }
      if (random.nextInt(8) == 0) {
        arrivals.add(new Pause(1_500));
      }
    }
  }

  /** How long the payment has been on its way. */
  private long lag(long lateness) {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextLong(lateness + 40_000);
      case 1, 2, 3 -> random.nextLong(20_000);
      default -> random.nextLong(500);
    };
  }

  private Payment payment(long time) {
    if (!payments.isEmpty() && random.nextInt(10) == 0) {
      return pick(payments);
    }
    boolean isCorrection = !payments.isEmpty() && random.nextInt(12) == 0;
    var id = isCorrection ? pick(payments).id() : "id-" + payments.size();
    // Whole seconds make ties.
    long when = random.nextBoolean() ? time - time % 1_000 : time;
    return new Payment(
        id,
        when,
        "card-" + random.nextInt(3),
        "merchant-" + random.nextInt(3),
        units(),
        pick(CURRENCIES),
        random.nextInt(5) == 0 ? null : random.nextInt(4) == 0 ? "DE" : "GB",
        switch (random.nextInt(6)) {
          case 0, 1 -> "DECLINED";
          case 2 -> "REVERSED";
          case 3 -> null;
          default -> "APPROVED";
        },
        random.nextInt(4) == 0 ? null : "category-" + random.nextInt(2),
        random.nextInt(3) == 0 ? null : random.nextInt(101) / 100.0,
        random.nextInt(3) == 0 ? null : "40000" + random.nextInt(3));
  }

  /** At the limits of the rules, and beside them. */
  private long units() {
    return switch (random.nextInt(8)) {
      case 0 -> RuleBook.LIMIT + random.nextInt(3) - 1;
      case 1 -> RuleBook.LARGE + random.nextInt(3) - 1;
      case 2 -> RuleBook.SMALL + random.nextInt(3) - 1;
      case 3 -> 0;
      case 4 -> -random.nextInt(10_000);
      default -> random.nextInt(10_000);
    };
  }

  private Bad bad(SourcePosition position) {
    return random.nextBoolean()
        ? new Bad("no payment", Reason.MALFORMED_JSON, position)
        : new Bad(NO_CARD, Reason.MISSING_FIELD, position);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
