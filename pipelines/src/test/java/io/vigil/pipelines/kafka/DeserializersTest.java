package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.mapping.Mapping;
import java.time.Instant;
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
}
