package io.vigil.transforms.spikes;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a town's payments. On an ordinary day each of its twenty shops has about sixty an hour,
 * of 5 to 95 euros; one in twenty is declined, one in a hundred is a refund, and risk scores are
 * low but for one in two hundred. Its cards are of four countries and five issuers.
 */
final class Town {

  static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "BR");
  static final List<String> ISSUERS = List.of("411111", "422222", "433333", "444444", "455555");
  static final int SHOPS = 20;

  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

  final List<Transaction> payments = new ArrayList<>();
  private final Random random;

  private Town(long seed) {
    random = new Random(seed);
  }

  static Town empty() {
    return new Town(5);
  }

  /** Eleven ordinary hours, from midnight on. */
  static Town ordinary() {
    return empty().ordinary("00:00", Duration.ofHours(11), 3_000);
  }

  /** Ordinary payments at all shops, so many milliseconds apart on average. */
  Town ordinary(String from, Duration how, int pause) {
    long end = at(from) + how.toMillis();
    for (long time = at(from) + pause(pause); time < end; time += pause(pause)) {
      ordinary(time, "shop-" + random.nextInt(SHOPS), 0.05);
    }
    return this;
  }

  /** Ordinary payments at one shop. */
  Town at(String shop, String from, Duration how, int count, double declined) {
    for (int i = 0; i < count; i++) {
      ordinary(at(from) + random.nextInt((int) how.toMillis()), shop, declined);
    }
    return this;
  }

  private void ordinary(long time, String shop, double declined) {
    int card = random.nextInt(4_000);
    var it =
        pay(time, "card-" + card, shop, 500 + random.nextInt(9_000))
            .in(COUNTRIES.get(card % COUNTRIES.size()))
            .by(ISSUERS.get(card % ISSUERS.size()))
            .risk(random.nextInt(200) == 0 ? 0.95 : random.nextDouble() / 2);
    if (random.nextInt(100) == 0) {
      it.refund();
    } else if (random.nextDouble() < declined) {
      it.declined();
    }
    it.add();
  }

  /** Somebody who pays; {@link Payment#add} puts it among the others. */
  Payment pay(long time, String card, String shop, long cents) {
    return new Payment(time, card, shop, cents);
  }

  /** A time of the day. */
  static long at(String time) {
    return MIDNIGHT.toEpochMilli()
        + Duration.between(java.time.LocalTime.MIDNIGHT, java.time.LocalTime.parse(time))
            .toMillis();
  }

  private int pause(int mean) {
    return 1 + random.nextInt(2 * mean);
  }

  /** A payment that is being told. */
  final class Payment {
    private final long time;
    private final String card;
    private final String shop;
    private long cents;
    private String country = COUNTRIES.get(0);
    private String issuer = ISSUERS.get(0);
    private String status = "APPROVED";
    private @Nullable Double risk;

    private Payment(long time, String card, String shop, long cents) {
      this.time = time;
      this.card = card;
      this.shop = shop;
      this.cents = cents;
    }

    Payment in(String newCountry) {
      country = newCountry;
      return this;
    }

    Payment by(String newIssuer) {
      issuer = newIssuer;
      return this;
    }

    Payment risk(double score) {
      risk = score;
      return this;
    }

    Payment declined() {
      status = Transaction.DECLINED;
      return this;
    }

    Payment refund() {
      cents = -cents;
      return this;
    }

    void add() {
      payments.add(made());
    }

    Transaction made() {
      return new Transaction(
          "t-" + payments.size(),
          time,
          card,
          shop,
          cents,
          "EUR",
          country,
          status,
          "category-" + Math.floorMod(shop.hashCode(), 4),
          risk,
          issuer,
          SourcePosition.inFile("town", payments.size()));
    }
  }
}
