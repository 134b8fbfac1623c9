package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, there is a transaction or a reason, and no exception. */
class RandomRowsTest {

  private static final int ROUNDS = 20_000;
  private static final String HEADER = "id,at,card,quantity,price,flag";

  private static final Mapping MAPPING =
      Mappings.with(
          "transaction_id", "{expression: 'COALESCE(id, row_hash)'}",
          "event_time", "{column: at, zone: Europe/London}",
          "card_id", "{column: card, default: guest, values: {x: y, z: null}}",
          "amount", "{expression: 'DECIMAL(quantity) * DECIMAL(price) / 4'}",
          "category", "{expression: 'STR_LEFT(STR_UPPER(id) + card, 3)', default: none}",
          "status", "{expression: 'COALESCE(flag, TEXT(1 + price))', default: N}");

  private static final String[] TEXTS = {
    "",
    " ",
    "x",
    "z",
    "1",
    "-12",
    "1.65",
    "0.001",
    "1e3",
    "1e999999999",
    "-1e-999999999",
    "NaN",
    "2011-03-27 01:30:00",
    "2011-10-30 01:30:00",
    "2011-10-30T01:30:00Z",
    "9999-99-99 99:99:99",
    "\"",
    "\"\"",
    "\"a",
    "a\"b",
    "ü\uD83D\uDE00",
    "\u0000",
    "\r",
    "\n",
    ",",
    "{",
    "}",
    "[",
    "]",
    ":",
    "null",
    "true",
    "\\ud800",
    "\\u0000",
    "'",
    "9".repeat(2_000),
    "a".repeat(11_000),
  };

  private final TransactionParser parser = new TransactionParser(new MappedFields(MAPPING));
  private int good;

  @Test
  void takesAnyRowOfCsv() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var record = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        record.append(i == 0 ? "" : ",").append(text(random, i == 1));
      }
      check(seed, Mappings.csv(HEADER, mutated(random, record)));
    }
    assertThat("good rows", good, greaterThan(ROUNDS / 100));
  }

  @Test
  void takesAnyRowOfJson() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var record = new StringBuilder("{");
      for (var name : HEADER.split(",")) {
        var text = text(random, name.equals("at"));
        record.append(record.length() == 1 ? "" : ",").append('"').append(name).append("\":");
        record.append(random.nextBoolean() ? '"' + text + '"' : text.isBlank() ? "null" : text);
      }
      check(seed, Mappings.json(mutated(random, record.append('}'))));
    }
    assertThat("good rows", good, greaterThan(ROUNDS / 100));
  }

  @Test
  void takesAnyBytes() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      check(seed, RawRecord.csv(Mappings.HERE, HEADER, bytes));
      check(seed, RawRecord.json(Mappings.HERE, bytes));
      var header = new String(bytes, StandardCharsets.ISO_8859_1);
      check(seed, RawRecord.csv(Mappings.HERE, header, bytes));
    }
  }

  @Test
  void takesAnyAvroDatum() throws IOException {
    var mapping =
        Mappings.with(
            "transaction_id", "{column: id}",
            "event_time", "{column: at}",
            "card_id", "{column: payment.more}",
            "amount", "{expression: 'COLUMN(\"payment.amount\") * price * 1000'}",
            "category", "{column: kind}",
            "risk_score", "{column: share}");
    var avroParser = new TransactionParser(new MappedFields(mapping));
    var whole = AvroRowsTest.avro(AvroRowsTest.payment());
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var bytes = whole.bytes().clone();
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      check(seed, avroParser, RawRecord.avro(Mappings.HERE, whole.schema(), bytes));
    }
    assertThat("good rows", good, greaterThan(ROUNDS / 10));
  }

  private void check(int seed, RawRecord record) {
    check(seed, parser, record);
  }

  private void check(int seed, TransactionParser with, RawRecord record) {
    try {
      var parsed = with.parse(record);
      if (parsed instanceof Transaction) {
        good++;
      } else if (!(parsed instanceof ParseFailure failure) || failure.message().isEmpty()) {
        throw new AssertionError("a failure without a message");
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ", " + record, e);
    }
  }

  /** A text that fits its field in most cases. */
  private static String text(Random random, boolean isTime) {
    if (random.nextInt(5) == 0) {
      return TEXTS[random.nextInt(TEXTS.length)];
    }
    return isTime ? "2011-10-30 01:30:00" : String.valueOf(random.nextInt(100));
  }

  private static String mutated(Random random, StringBuilder record) {
    if (random.nextInt(4) == 0 && record.length() > 0) {
      record.setCharAt(random.nextInt(record.length()), (char) random.nextInt(200));
    }
    if (random.nextInt(8) == 0) {
      record.setLength(random.nextInt(record.length() + 1));
    }
    return record.toString();
  }
}
