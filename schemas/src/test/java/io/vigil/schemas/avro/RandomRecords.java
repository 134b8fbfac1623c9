package io.vigil.schemas.avro;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes records with values from all corners of their types; the same from the same seed. */
public final class RandomRecords {

  private static final long END_OF_TIME = Instant.parse("2099-12-31T23:59:59.999Z").toEpochMilli();

  /** With 0, 2, 3 and 4 decimals. */
  private static final List<String> CURRENCIES = List.of("JPY", "EUR", "BHD", "CLF");

  private static final List<Long> EXTREMES =
      List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L, 1L << 53, -(1L << 31));

  private static final List<String> ALPHABET =
      List.of("a", "Z", "0", "_", "\"", "\\", ",", "\n", "é", "ß", "日", "本", "🦊", "\u202e");

  private final Random random;

  public RandomRecords(long seed) {
    random = new Random(seed);
  }

  public Stream<Transaction> transactions() {
    return Stream.generate(this::transaction);
  }

  public Transaction transaction() {
    return new Transaction(
        text(),
        random.nextLong(END_OF_TIME + 1),
        text(),
        text(),
        number(),
        oneOf(CURRENCIES),
        random.nextBoolean() ? null : oneOf(List.of("DE", "GB", "JP")),
        random.nextBoolean() ? null : oneOf(List.of("APPROVED", "DECLINED", "REVERSED")),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : random.nextGaussian() * Math.pow(10, random.nextInt(300)),
        random.nextBoolean() ? null : oneOf(List.of("457173", "45717360", "1822direkt")),
        position());
  }

  LateTransaction late() {
    return new LateTransaction(transaction(), number(), number());
  }

  DeadLetter deadLetter() {
    var reason = oneOf(List.of(Reason.values()));
    var bytes = new byte[random.nextInt(50)];
    random.nextBytes(bytes);
    var schema = random.nextBoolean() ? null : text();
    return new DeadLetter(
        reason.stage(),
        reason,
        text(),
        position(),
        oneOf(List.of(Encoding.values())),
        schema,
        schema == null ? null : text(),
        bytes,
        nullableNumber(),
        nullableNumber(),
        random.nextInt(),
        text(),
        random.nextBoolean() ? null : new TopicMetadata(text(), number(), Map.of(text(), text())));
  }

  Total total() {
    return new Total(
        oneOf(List.of(Grain.values())),
        oneOf(List.of(Dimension.values())),
        text(),
        oneOf(CURRENCIES),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        random.nextBoolean(),
        number(),
        number(),
        number(),
        number(),
        random.nextBoolean());
  }

  Spike spike() {
    return new Spike(
        text(),
        text(),
        oneOf(List.of(Dimension.values())),
        text(),
        number(),
        number(),
        number(),
        random.nextDouble() * Double.MAX_VALUE,
        random.nextDouble() * Double.MIN_NORMAL,
        number(),
        text(),
        number(),
        oneOf(List.of(Spike.State.values())),
        number(),
        number(),
        random.nextBoolean());
  }

  LedgerEntry ledgerEntry() {
    return new LedgerEntry(
        text(),
        random.nextInt(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number());
  }

  Incident incident() {
    return new Incident(
        text(),
        oneOf(List.of(Dimension.values())),
        text(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        oneOf(List.of(Incident.Kind.values())),
        random.nextBoolean(),
        number(),
        number(),
        text(),
        number(),
        number(),
        random.nextDouble(),
        random.nextDouble(),
        number(),
        number(),
        number(),
        text(),
        number(),
        text(),
        text(),
        text(),
        text(),
        text(),
        oneOf(List.of(Spike.State.values())),
        number(),
        number(),
        random.nextBoolean());
  }

  Conflict conflict() {
    return new Conflict(text(), number(), position());
  }

  Flag flag() {
    return new Flag(
        text(),
        text(),
        text(),
        text(),
        number(),
        text(),
        oneOf(CURRENCIES),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : text());
  }

  private SourcePosition position() {
    return random.nextBoolean()
        ? SourcePosition.inFile(text(), number())
        : SourcePosition.inTopic(text(), random.nextInt(100), number());
  }

  private long number() {
    return random.nextInt(4) == 0 ? oneOf(EXTREMES) : random.nextLong() >> random.nextInt(64);
  }

  private @Nullable Long nullableNumber() {
    return random.nextBoolean() ? null : Long.valueOf(number());
  }

  private String text() {
    var text = new StringBuilder("x");
    for (int length = random.nextInt(20); length > 0; length--) {
      text.append(oneOf(ALPHABET));
    }
    return text.toString().strip();
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
