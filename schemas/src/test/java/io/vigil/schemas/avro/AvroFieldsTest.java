package io.vigil.schemas.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFieldsTest {

  private static final SourcePosition HERE = SourcePosition.inFile("payments.avro", 7);
  private static final long NOON = 1_772_366_400_000L;

  private static final String TIME = "{'type': 'long', 'logicalType': 'timestamp-millis'}";
  private static final String DECIMAL =
      "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 30, 'scale': 2}";

  private final TransactionParser parser = new TransactionParser(new AvroFields());

  @Test
  void readsAFullRecordInTheOrderOfItsSchema() {
    var datum =
        new Written()
            .with("currency", "'string'", "EUR")
            .with("risk_score", "['null', 'double']", 0.25)
            .with("amount", DECIMAL, decimal("-1234"))
            .with("country", "['string', 'null']", "de")
            .with("card_id", "'string'", "card 1")
            .with("status", "'string'", "declined")
            .with("transaction_id", "'string'", "t1")
            .with("category", "'string'", "Bücher 🦊")
            .with("event_time", TIME, NOON + 789)
            .with("merchant_id", "'string'", "shop");
    assertThat(
        parse(datum),
        is(
            new Transaction(
                "t1",
                NOON + 789,
                "card 1",
                "shop",
                -1234,
                "EUR",
                "DE",
                "DECLINED",
                "Bücher 🦊",
                0.25,
                HERE)));
  }

  @Test
  void whatIsNullOrAbsentIsMissing() {
    var datum =
        purchase().with("status", "['null', 'string']", null).with("country", "'null'", null);
    assertThat(transaction(datum).status(), is(nullValue()));
    assertThat(transaction(datum).country(), is(nullValue()));
    assertThat(transaction(datum).category(), is(nullValue()));
    assertThat(transaction(datum).riskScore(), is(nullValue()));
  }

  @Test
  void aRequiredFieldThatIsNullIsMissing() {
    assertFails(
        purchase().with("card_id", "['null', 'string']", null),
        Reason.MISSING_FIELD,
        "card_id: is required");
  }

  @Test
  void anEnumIsAText() {
    var type = "{'type': 'enum', 'name': 'S', 'symbols': ['APPROVED', 'DECLINED']}";
    assertThat(transaction(purchase().with("status", type, "DECLINED")).status(), is("DECLINED"));
    var nullable = "['null', " + type + "]";
    assertThat(
        transaction(purchase().with("status", nullable, "APPROVED")).status(), is("APPROVED"));
  }

  @Test
  void anotherTypeThanTextIsNoText() {
    assertFails(
        purchase().with("card_id", "'long'", 4L),
        Reason.WRONG_TYPE,
        "card_id: long is no text; give a mapping");
  }

  @Test
  void microsecondsAreCutToMilliseconds() {
    var type = "{'type': 'long', 'logicalType': 'timestamp-micros'}";
    var datum = purchase().with("event_time", type, NOON * 1000 + 999);
    assertThat(transaction(datum).eventTime(), is(NOON));
    // A microsecond before 1970 is no time in it.
    assertFails(
        purchase().with("event_time", type, -1L),
        Reason.TIME_OUT_OF_RANGE,
        "event_time: must lie between 1970 and 2099");
  }

  @Test
  void aTimeMayBeAnIsoText() {
    var datum = purchase().with("event_time", "'string'", "2026-03-01T13:00:00+01:00");
    assertThat(transaction(datum).eventTime(), is(NOON));
    assertFails(
        purchase().with("event_time", "'string'", "2026-03-01T13:00:00"),
        Reason.TIME_WITHOUT_ZONE,
        "event_time: '2026-03-01T13:00:00' has neither zone nor offset");
    assertFails(
        purchase().with("event_time", "'string'", " "),
        Reason.MISSING_FIELD,
        "event_time: is required");
  }

  @ParameterizedTest
  @CsvSource({
    "local-timestamp-millis, TIME_WITHOUT_ZONE, 'local-timestamp-millis has no zone'",
    "local-timestamp-micros, TIME_WITHOUT_ZONE, 'local-timestamp-micros has no zone'",
    "timestamp-nanos, WRONG_TYPE, 'long (timestamp-nanos) is no time'",
    "time-micros, WRONG_TYPE, 'time-micros is no time'"
  })
  void otherTimesAreRefused(String logicalType, Reason reason, String problem) {
    var type = "{'type': 'long', 'logicalType': '" + logicalType + "'}";
    assertFails(
        purchase().with("event_time", type, NOON),
        reason,
        "event_time: " + problem + "; give a mapping");
  }

  @Test
  void aLongThatIsNotSaidToBeATimeIsNone() {
    assertFails(
        purchase().with("event_time", "'long'", NOON),
        Reason.WRONG_TYPE,
        "event_time: long is no time; give a mapping");
  }

  @Test
  void decimalsAreExactInAnyWidth() {
    assertThat(amountOf(DECIMAL, decimal("-1")), is(-1L));
    assertThat(amountOf(DECIMAL, decimal("9223372036854775807")), is(Long.MAX_VALUE));
    assertThat(amountOf(DECIMAL, decimal("-9223372036854775808")), is(Long.MIN_VALUE));
    var padded = ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0});
    assertThat(amountOf(DECIMAL, padded), is(256L));
    var wide = "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 30, 'scale': 4}";
    assertThat(amountOf(wide, decimal("922337203685477580700")), is(Long.MAX_VALUE));
    var fixed =
        "{'type': 'fixed', 'name': 'F', 'size': 4, 'logicalType': 'decimal', 'precision': 9, 'scale': 2}";
    var value =
        new GenericData.Fixed(
            new Schema.Parser().parse(quoted(fixed)), new byte[] {-1, -1, -1, -2});
    assertThat(amountOf(fixed, value), is(-2L));
  }

  @Test
  void amountsMayBeTextsOrWholeNumbers() {
    assertThat(amountOf("'string'", "-12.3"), is(-1230L));
    assertThat(amountOf("'int'", 12), is(1200L));
    assertThat(amountOf("'long'", -92_233_720_368_547_758L), is(-9_223_372_036_854_775_800L));
    assertFails(
        purchase().with("amount", "'string'", "twelve"),
        Reason.NOT_A_NUMBER,
        "amount: 'twelve' is no number");
  }

  @Test
  void amountsBeyondSixtyFourBitsAreRefused() {
    assertReason(purchase().with("amount", "'long'", Long.MAX_VALUE), Reason.AMOUNT_OUT_OF_RANGE);
    var huge = ByteBuffer.wrap(new byte[1_000_000]).put(0, (byte) 1);
    assertReason(purchase().with("amount", DECIMAL, huge), Reason.AMOUNT_OUT_OF_RANGE);
  }

  @Test
  void decimalsWithoutDigitsAreNoNumber() {
    assertReason(purchase().with("amount", DECIMAL, ByteBuffer.allocate(0)), Reason.NOT_A_NUMBER);
  }

  @Test
  void floatingPointIsNoAmount() {
    assertFails(
        purchase().with("amount", "'double'", 0.1),
        Reason.WRONG_TYPE,
        "amount: double is not exact; give a mapping");
    assertFails(
        purchase().with("amount", "'float'", 0.5f),
        Reason.WRONG_TYPE,
        "amount: float is not exact; give a mapping");
    assertFails(
        purchase().with("amount", TIME, NOON),
        Reason.WRONG_TYPE,
        "amount: timestamp-millis is no amount; give a mapping");
    assertFails(
        purchase().with("amount", "'bytes'", decimal("1")),
        Reason.WRONG_TYPE,
        "amount: bytes is no amount; give a mapping");
  }

  @Test
  void theScoreIsAnyNumber() {
    assertThat(transaction(purchase().with("risk_score", "'int'", 3)).riskScore(), is(3.0));
    assertThat(transaction(purchase().with("risk_score", "'long'", -3L)).riskScore(), is(-3.0));
    assertThat(transaction(purchase().with("risk_score", "'float'", 0.5f)).riskScore(), is(0.5));
    assertThat(
        transaction(purchase().with("risk_score", DECIMAL, decimal("-25"))).riskScore(), is(-0.25));
    assertReason(purchase().with("risk_score", "'double'", Double.NaN), Reason.NOT_A_NUMBER);
    assertReason(purchase().with("risk_score", "'string'", "0.5"), Reason.WRONG_TYPE);
  }

  @Test
  void theTypeOfAUnionIsThatOfEachValue() {
    var type = "['double', 'string', 'null']";
    assertThat(amountOf(type, "1.25"), is(125L));
    assertReason(purchase().with("amount", type, 1.25), Reason.WRONG_TYPE);
  }

  @Test
  void otherFieldsAreIgnoredWhateverTheyAre() {
    var inner = "{'type': 'record', 'name': 'I', 'fields': [{'name': 'amount', 'type': 'float'}]}";
    var innerSchema = new Schema.Parser().parse(quoted(inner));
    var innerRow = new GenericData.Record(innerSchema);
    innerRow.put("amount", 1f);
    var fixed = "{'type': 'fixed', 'name': 'F', 'size': 3}";
    var symbols = "{'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']}";
    var datum =
        new Written()
            .with("before", "{'type': 'array', 'items': 'string'}", List.of("a", "", "ccc"))
            .with("tags", "{'type': 'map', 'values': ['null', 'long']}", Map.of("a", 1L, "b", 2L))
            .with("inner", inner, innerRow)
            .with("nulls", "{'type': 'array', 'items': 'null'}", Arrays.asList(null, null))
            .with("fixed", fixed, fixed(fixed))
            .with("letter", symbols, "B")
            .with("yes", "'boolean'", true)
            .with("double", "'double'", 1.0)
            .with("int", "'int'", Integer.MIN_VALUE)
            .with("long", "'long'", Long.MIN_VALUE)
            .with("blob", "'bytes'", ByteBuffer.wrap(new byte[200]))
            .and(purchase())
            .with("nothing", "'null'", null);
    assertThat(transaction(datum).amount(), is(1234L));
  }

  @Test
  void blocksThatSayHowLongTheyAreAreSkippedToo() throws IOException {
    var schema =
        new Written()
            .with("tags", "{'type': 'array', 'items': 'string'}", List.of())
            .and(purchase());
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    // Two items in 4 bytes, then one in 2 bytes, then the end.
    encoder.writeLong(-2);
    encoder.writeLong(4);
    encoder.writeString("a");
    encoder.writeString("b");
    encoder.writeLong(1);
    encoder.writeString("c");
    encoder.writeLong(0);
    out.write(purchase().bytes());
    var parsed = parser.parse(RawRecord.avro(HERE, schema.schema(), out.toByteArray()));
    assertThat(parsed, is(instanceOf(Transaction.class)));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    var bytes = purchase().with("card_id", "'string'", "ab").bytes();
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("ab");
    bytes[at] = (byte) 0xc3;
    var schema = purchase().with("card_id", "'string'", "ab").schema();
    assertReason(RawRecord.avro(HERE, schema, bytes), Reason.INVALID_UTF8);
  }

  @Test
  void aReplacementCharacterOfTheTextItselfIsGood() {
    assertThat(
        transaction(purchase().with("card_id", "'string'", "\uFFFD")).cardId(), is("\uFFFD"));
  }

  @Test
  void everyBeginningOfADatumIsMalformed() {
    var datum = purchase().with("country", "['null', 'string']", "DE");
    var bytes = datum.bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertReason(
          RawRecord.avro(HERE, datum.schema(), Arrays.copyOf(bytes, length)),
          Reason.MALFORMED_AVRO);
    }
  }

  @Test
  void bytesBehindTheDatumAreMalformed() {
    var bytes = purchase().bytes();
    var longer = RawRecord.avro(HERE, purchase().schema(), Arrays.copyOf(bytes, bytes.length + 3));
    var failure = assertReason(longer, Reason.MALFORMED_AVRO);
    assertThat(failure.message(), is("3 bytes are left behind the record"));
    assertThat(failure.eventTime(), is(NOON));
  }

  @Test
  void anAbsurdLengthTakesNoMemory() throws IOException {
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeLong(Integer.MAX_VALUE);
    var bytes = out.toByteArray();
    for (var type :
        List.of("'string'", "'bytes'", "{'type': 'fixed', 'name': 'F', 'size': 2000000000}")) {
      var schema = new Written().with("x", type, null).and(purchase()).schema();
      assertReason(RawRecord.avro(HERE, schema, bytes), Reason.MALFORMED_AVRO);
      var card = new Written().with("card_id", type, null).schema();
      var reason = type.equals("'string'") ? Reason.MALFORMED_AVRO : Reason.WRONG_TYPE;
      assertReason(RawRecord.avro(HERE, card, bytes), reason);
    }
    var fixed =
        "{'type': 'fixed', 'name': 'F', 'size': 200000000, 'logicalType': 'decimal', 'precision': 9}";
    assertReason(
        RawRecord.avro(HERE, new Written().with("amount", fixed, null).schema(), bytes),
        Reason.MALFORMED_AVRO);
  }

  @Test
  void anAbsurdNumberOfValuesWithoutBytesTakesNoTime() throws IOException {
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeLong(Long.MAX_VALUE);
    encoder.writeLong(0);
    out.write(purchase().bytes());
    var datum = new Written().with("x", "{'type': 'array', 'items': 'null'}", null).and(purchase());
    assertThat(
        parser.parse(RawRecord.avro(HERE, datum.schema(), out.toByteArray())),
        is(instanceOf(Transaction.class)));
  }

  @Test
  void valuesWithinEachOtherWithoutEndAreMalformed() {
    var endless = "{'type': 'record', 'name': 'L', 'fields': [{'name': 'next', 'type': 'L'}]}";
    var list = "{'type': 'record', 'name': 'L', 'fields': [{'name': 'n', 'type': ['L', 'null']}]}";
    for (var type : List.of(endless, list)) {
      var schema = new Written().with("x", type, null).schema();
      assertReason(RawRecord.avro(HERE, schema, new byte[100_000]), Reason.MALFORMED_AVRO);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "null", "[]", "'no such type'", "{'type': 'record'}", "'string'"})
  void whatIsNoRecordSchemaMakesTheRecordMalformed(String schema) {
    var record = RawRecord.avro(HERE, quoted(schema), new byte[] {0});
    assertReason(record, Reason.MALFORMED_AVRO);
    assertThat(parser.problems(Encoding.AVRO, quoted(schema)).size(), is(1));
  }

  @Test
  void bytesAtRandomAreNeverAnException() {
    long seed = 41;
    var random = new Random(seed);
    var datum =
        new Written()
            .with("tags", "{'type': 'map', 'values': {'type': 'array', 'items': 'string'}}", null)
            .and(purchase());
    var schema = datum.schema();
    for (int i = 0; i < 100_000; i++) {
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      assertThat(
          "seed " + seed + ", " + i,
          parser.parse(RawRecord.avro(HERE, schema, bytes)),
          is(instanceOf(ParseFailure.class)));
    }
  }

  @Test
  void changedBytesAreNeverAnException() {
    long seed = 42;
    var random = new Random(seed);
    var datum = purchase().with("country", "['null', 'string']", "DE");
    var schema = datum.schema();
    var original = datum.bytes();
    for (int i = 0; i < 100_000; i++) {
      var bytes = original.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      assertDoesNotThrow(
          () -> parser.parse(RawRecord.avro(HERE, schema, bytes)), "seed " + seed + ", " + i);
    }
  }

  @Test
  void theSchemasOfManyWritersDoNotMix() {
    for (int i = 0; i < 1_000; i++) {
      var datum = new Written().with("x" + i, "'int'", i).and(purchase());
      assertThat(parse(datum), is(parse(purchase())));
    }
  }

  @Test
  void ourOwnSchemaHasNoProblems() {
    assertThat(
        parser.problems(Encoding.AVRO, RecordTypes.TRANSACTION.schema().toString()), is(empty()));
  }

  @Test
  void everyColumnThatCannotBecomeItsFieldIsNamed() {
    var datum =
        new Written()
            .with("transaction_id", "['null', 'long']", null)
            .with("event_time", "{'type': 'long', 'logicalType': 'local-timestamp-millis'}", null)
            .with("amount", "['null', 'double']", null)
            .with("currency", "'null'", null)
            .with("country", "'null'", null)
            .with("status", "['string', 'int']", null)
            .with("risk_score", "'boolean'", null);
    assertThat(
        parser.problems(Encoding.AVRO, datum.schema()),
        contains(
            "transaction_id: long is no text; give a mapping",
            "event_time: local-timestamp-millis has no zone; give a mapping",
            "amount: double is not exact; give a mapping",
            "currency: is always null",
            "risk_score: boolean is no number; give a mapping",
            "card_id: is required",
            "merchant_id: is required"));
  }

  private long amountOf(String type, Object value) {
    return transaction(purchase().with("amount", type, value)).amount();
  }

  private Transaction transaction(Written datum) {
    var parsed = parse(datum);
    assertThat(
        parsed instanceof ParseFailure f ? f.message() : "",
        parsed,
        is(instanceOf(Transaction.class)));
    return (Transaction) parsed;
  }

  private Parsed parse(Written datum) {
    return parser.parse(RawRecord.avro(HERE, datum.schema(), datum.bytes()));
  }

  private void assertFails(Written datum, Reason reason, String message) {
    assertThat(assertReason(datum, reason).message(), is(message));
  }

  private ParseFailure assertReason(Written datum, Reason reason) {
    return assertReason(RawRecord.avro(HERE, datum.schema(), datum.bytes()), reason);
  }

  private ParseFailure assertReason(RawRecord record, Reason reason) {
    var parsed = parser.parse(record);
    assertThat(parsed, is(instanceOf(ParseFailure.class)));
    assertThat(((ParseFailure) parsed).reason(), is(reason));
    return (ParseFailure) parsed;
  }

  private static Written purchase() {
    return new Written()
        .with("transaction_id", "'string'", "t1")
        .with("event_time", TIME, NOON)
        .with("card_id", "'string'", "card 1")
        .with("merchant_id", "'string'", "shop")
        .with("amount", DECIMAL, decimal("1234"))
        .with("currency", "'string'", "EUR");
  }

  private static ByteBuffer decimal(String unscaled) {
    return ByteBuffer.wrap(new BigInteger(unscaled).toByteArray());
  }

  private static GenericData.Fixed fixed(String type) {
    return new GenericData.Fixed(new Schema.Parser().parse(quoted(type)), new byte[3]);
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  /** A record and its schema, told column by column; the library encodes it. */
  private record Written(List<String> names, List<String> types, List<Object> values) {

    Written() {
      this(List.of(), List.of(), List.of());
    }

    /** The row with this column, in its old place if it had it. */
    Written with(String name, String type, Object value) {
      var copy =
          new Written(new ArrayList<>(names), new ArrayList<>(types), new ArrayList<>(values));
      int at = names.indexOf(name);
      if (at < 0) {
        copy.names.add(name);
        copy.types.add(type);
        copy.values.add(value);
      } else {
        copy.types.set(at, type);
        copy.values.set(at, value);
      }
      return copy;
    }

    Written and(Written more) {
      var both = this;
      for (int i = 0; i < more.names.size(); i++) {
        both = both.with(more.names.get(i), more.types.get(i), more.values.get(i));
      }
      return both;
    }

    String schema() {
      var fields = new ArrayList<String>();
      for (int i = 0; i < names.size(); i++) {
        fields.add("{'name': '" + names.get(i) + "', 'type': " + types.get(i) + "}");
      }
      return quoted(
          "{'type': 'record', 'name': 'R', 'fields': [" + String.join(", ", fields) + "]}");
    }

    byte[] bytes() {
      var parsed = new Schema.Parser().parse(schema());
      var row = new GenericData.Record(parsed);
      for (int i = 0; i < names.size(); i++) {
        var type = parsed.getField(names.get(i)).schema();
        var symbols = type.isUnion() ? type.getTypes() : List.of(type);
        var symbol = symbols.stream().filter(it -> it.getType() == Schema.Type.ENUM).findFirst();
        var value = values.get(i);
        row.put(i, symbol.isPresent() ? new GenericData.EnumSymbol(symbol.get(), value) : value);
      }
      var out = new ByteArrayOutputStream();
      try {
        new GenericDatumWriter<>(parsed)
            .write(row, EncoderFactory.get().directBinaryEncoder(out, null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  }
}
