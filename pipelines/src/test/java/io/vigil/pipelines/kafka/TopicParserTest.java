package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Skipped;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.mapping.Mapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TopicParserTest {

  private static final Transaction PAYMENT =
      new Transaction(
          "id",
          1_772_000_000_000L,
          "card",
          "shop",
          12_50,
          "GBP",
          "GB",
          null,
          null,
          0.5,
          SourcePosition.inTopic("t", 0, 0));

  private static final ClockSkew SKEW = new ClockSkew(Duration.ofMinutes(5));
  private static final long STAMP = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  @Test
  void shouldParseJson() {
    var text = TestTopic.json("id", Instant.parse("2026-03-01T12:00:00Z")).getBytes(UTF_8);
    var parsed = (Transaction) parsed(KafkaValues.json(null), text);

    assertThat(parsed.transactionId(), is("id"));
  }

  @Test
  void shouldParseAvroWithTheSchemaOfItsWriter() {
    var schema = RecordTypes.TRANSACTION.schema().toString();
    var values = KafkaValues.avro(schema, null);
    values.check();

    assertThat(parsed(values, RecordTypes.TRANSACTION.encode(PAYMENT)), is(PAYMENT));
  }

  /** A topic in which the producers change to a newer schema. */
  @Test
  void shouldParseTwoVersionsOfAvroTogether() {
    var newer = RecordTypes.TRANSACTION.schema();
    var older = SchemaBuilder.record("Transaction").fields();
    for (var field : newer.getFields()) {
      if (!field.hasDefaultValue()) {
        older.name(field.name()).type(field.schema()).noDefault();
      }
    }
    var olderSchema = older.endRecord();
    var row = RecordTypes.TRANSACTION.toAvro(PAYMENT);
    var olderRow = new GenericData.Record(olderSchema);
    olderSchema.getFields().forEach(it -> olderRow.put(it.name(), row.get(it.name())));
    var olderPayment =
        new Transaction(
            "id",
            PAYMENT.eventTime(),
            "card",
            "shop",
            12_50,
            "GBP",
            null,
            null,
            null,
            null,
            PAYMENT.source());

    for (var schemas : List.of(List.of(newer, olderSchema), List.of(olderSchema, newer))) {
      var values = KafkaValues.avro(schemas.stream().map(Object::toString).toList(), null);
      values.check();

      assertThat(parsed(values, plain(row)), is(PAYMENT));
      assertThat(parsed(values, plain(olderRow)), is(olderPayment));
      assertThat(parsed(values, withHeader(row)), is(PAYMENT));
      assertThat(parsed(values, withHeader(olderRow)), is(olderPayment));
      assertThat(parsed(values, new byte[] {9}), is(instanceOf(ParseFailure.class)));
    }
  }

  /** A field that is missing in one version, and one that only another has. */
  @Test
  void shouldParseTwoVersionsOfJsonTogether() {
    var at = Instant.parse("2026-03-01T12:00:00Z");
    var old = TestTopic.json("old", at);
    var recent = old.replace("\"old\"", "\"new\",\"country\":\"GB\",\"loyalty\":{\"points\":[1]}");

    var values = KafkaValues.json(null);

    assertThat(((Transaction) parsed(values, old.getBytes(UTF_8))).country(), is(nullValue()));
    assertThat(((Transaction) parsed(values, recent.getBytes(UTF_8))).country(), is("GB"));
  }

  @Test
  void shouldFindTheFieldsByAMapping() {
    var mapping =
        Mapping.parse(
            "m.yaml",
            """
            version: 1
            fields:
              transaction_id: {column: id}
              event_time: {column: at}
              card_id: {constant: c}
              merchant_id: {constant: m}
              amount: {column: sum}
              currency: {constant: GBP}
            """);
    var text = "{\"id\":\"x\",\"at\":\"2026-03-01T12:00:00Z\",\"sum\":1.5}".getBytes(UTF_8);

    var parsed = parsed(KafkaValues.json(mapping), text);

    assertThat(((Transaction) parsed).amount(), is(150L));
  }

  @Test
  void shouldTakeATombstoneForAFailureWithoutBytes() {
    var failure = (ParseFailure) parsed(KafkaValues.json(null), null);

    assertThat(failure.reason(), is(Reason.TOMBSTONE));
    assertThat(failure.record().bytes().length, is(0));
  }

  @Test
  void shouldSurviveASchemaThatDoesNotFitTheBytes() {
    var values = KafkaValues.avro(RecordTypes.TRANSACTION.schema().toString(), null);

    var failure = (ParseFailure) parsed(values, new byte[] {1, 2, 3});

    assertThat(failure.reason(), is(Reason.MALFORMED_AVRO));
    assertThat(failure.record().encoding(), is(Encoding.AVRO));
  }

  @Test
  void shouldRefuseASchemaThatHasNoTransactions() {
    var refusal = assertThrows(Refusal.class, () -> KafkaValues.avro("\"int\"", null).check());
    assertThat(refusal.getMessage(), containsString("the schema of the values: "));
  }

  @Test
  void shouldKnowWhatStandsBesideAValueIfAMappingAsksForIt() {
    var mapping =
        Mapping.parse(
            "m.yaml",
            """
            version: 1
            only_if: KAFKA_HEADER("type") == "payment"
            fields:
              transaction_id: {expression: 'file_name + "@" + TEXT(record_number)'}
              event_time: {expression: kafka_timestamp, format: epoch_millis}
              card_id: {expression: kafka_key}
              merchant_id: {constant: m}
              amount: {column: sum}
              currency: {constant: GBP}
            """);
    var value = "{\"sum\":1.5}".getBytes(UTF_8);
    var parser = new TopicParser(KafkaValues.json(mapping), SKEW);

    var payment = (Transaction) parser.parse(record(17, "card".getBytes(UTF_8), value, "payment"));
    assertThat(payment.transactionId(), is("t-3@17"));
    assertThat(payment.cardId(), is("card"));
    assertThat(payment.eventTime(), is(STAMP));
    assertThat(payment.source(), is(SourcePosition.inTopic("t", 3, 17)));

    var skipped = parser.parse(record(18, null, value, "refund"));
    assertThat(skipped, is(new Skipped(SourcePosition.inTopic("t", 3, 18))));

    // A key that is no text is none.
    var failure = (ParseFailure) parser.parse(record(19, new byte[] {-1}, value, "payment"));
    assertThat(failure.reason(), is(Reason.MISSING_FIELD));
    assertThat(
        failure.record().metadata(), is(new TopicMetadata(null, STAMP, Map.of("type", "payment"))));
    assertThat(DeadLetter.of(failure).toRecord(), is(failure.record()));
  }

  @Test
  void shouldKeepNothingBesideAValueIfNobodyAsksForIt() {
    var parser = new TopicParser(KafkaValues.json(null), SKEW);
    var failure =
        (ParseFailure) parser.parse(record(1, "card".getBytes(UTF_8), new byte[] {'{'}, "x"));
    assertThat(failure.record().metadata(), is(nullValue()));
  }

  @Test
  void shouldGiveBackArrivals() throws Exception {
    var arrival = Arrival.of(PAYMENT, 1L << 41);
    var copy = CoderUtils.clone(ArrivalCoder.of(), arrival);
    assertThat(copy.parsed(), is(PAYMENT));
    assertThat(copy.readAt(), is(1L << 41));
  }

  private static Parsed parsed(KafkaValues values, byte[] value) {
    return new TopicParser(values, SKEW).parse(new ConsumerRecord<>("t", 0, 0, null, value));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, byte[] key, byte[] value, String type) {
    var headers = new RecordHeaders().add("type", type.getBytes(UTF_8));
    return new ConsumerRecord<>(
        "t",
        3,
        offset,
        STAMP,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static byte[] plain(GenericRecord row) {
    try {
      var bytes = new ByteArrayOutputStream();
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(row.getSchema(), new GenericData()).write(row, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The single-object encoding, as the library writes it. */
  private static byte[] withHeader(GenericRecord row) {
    try {
      var encoded = new BinaryMessageEncoder<>(new GenericData(), row.getSchema()).encode(row);
      var bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
