package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.mapping.Mapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class DeserializersTest {

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

  @Test
  void shouldParseJson() {
    var text = TestTopic.json("id", Instant.parse("2026-03-01T12:00:00Z")).getBytes(UTF_8);
    var arrival = arrival(KafkaValues.json(null), text);

    assertThat(((Transaction) arrival.parsed()).transactionId(), is("id"));
    assertThat(arrival.bytes(), is(text));
  }

  @Test
  void shouldParseAvroWithTheSchemaOfItsWriter() {
    var schema = RecordTypes.TRANSACTION.schema().toString();
    var values = KafkaValues.avro(schema, null);
    values.check();

    var arrival = arrival(values, RecordTypes.TRANSACTION.encode(PAYMENT));

    assertThat(arrival.parsed(), is(PAYMENT));
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

      assertThat(arrival(values, plain(row)).parsed(), is(PAYMENT));
      assertThat(arrival(values, plain(olderRow)).parsed(), is(olderPayment));
      assertThat(arrival(values, withHeader(row)).parsed(), is(PAYMENT));
      assertThat(arrival(values, withHeader(olderRow)).parsed(), is(olderPayment));
      assertThat(arrival(values, withHeader(row)).bytes(), is(withHeader(row)));
      assertThat(arrival(values, new byte[] {9}).parsed(), is(instanceOf(ParseFailure.class)));
    }
  }

  /** A field that is missing in one version, and one that only another has. */
  @Test
  void shouldParseTwoVersionsOfJsonTogether() {
    var at = Instant.parse("2026-03-01T12:00:00Z");
    var old = TestTopic.json("old", at);
    var recent = old.replace("\"old\"", "\"new\",\"country\":\"GB\",\"loyalty\":{\"points\":[1]}");

    var values = KafkaValues.json(null);

    assertThat(
        ((Transaction) arrival(values, old.getBytes(UTF_8)).parsed()).country(), is(nullValue()));
    assertThat(
        ((Transaction) arrival(values, recent.getBytes(UTF_8)).parsed()).country(), is("GB"));
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

    var parsed = arrival(KafkaValues.json(mapping), text).parsed();

    assertThat(((Transaction) parsed).amount(), is(150L));
  }

  @Test
  void shouldTakeATombstoneForAFailureWithoutBytes() {
    var failure = (ParseFailure) arrival(KafkaValues.json(null), null).parsed();

    assertThat(failure.reason(), is(Reason.TOMBSTONE));
    assertThat(failure.record().bytes().length, is(0));
  }

  @Test
  void shouldSurviveASchemaThatDoesNotFitTheBytes() {
    var values = KafkaValues.avro(RecordTypes.TRANSACTION.schema().toString(), null);

    var failure = (ParseFailure) arrival(values, new byte[] {1, 2, 3}).parsed();

    assertThat(failure.reason(), is(Reason.MALFORMED_AVRO));
    assertThat(failure.record().encoding(), is(Encoding.AVRO));
  }

  @Test
  void shouldRefuseASchemaThatHasNoTransactions() {
    var refusal = assertThrows(Refusal.class, () -> KafkaValues.avro("\"int\"", null).check());
    assertThat(refusal.getMessage(), containsString("the schema of the values: "));
  }

  @Test
  void shouldGiveBackArrivals() throws Exception {
    for (var arrival :
        new Arrival[] {
          new Arrival(PAYMENT, new byte[] {1, 2}, 1L << 41), arrival(KafkaValues.json(null), null)
        }) {
      var copy = CoderUtils.clone(ArrivalCoder.of(), arrival);
      assertThat(copy.parsed(), is(arrival.parsed()));
      assertThat(copy.bytes(), is(arrival.bytes()));
      assertThat(copy.readAt(), is(arrival.readAt()));
    }
  }

  private static Arrival arrival(KafkaValues values, byte[] bytes) {
    return new Deserializers.ValueDeserializer(values).deserialize("t", bytes);
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
