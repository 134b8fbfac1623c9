package io.vigil.schemas.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Stage;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class JsonRowTest {

  private static final long NOON = 1_772_366_400_000L;

  @Test
  void aTransactionReadsAsPeopleWriteIt() {
    var transaction =
        new Transaction(
            "t1",
            NOON + 5,
            "card",
            "Bäcker \"Ölmühle\"",
            -123450,
            "EUR",
            "DE",
            null,
            "food",
            0.5,
            SourcePosition.inTopic("payments", 3, 99));
    assertThat(
        JsonRow.of(RecordTypes.TRANSACTION.toAvro(transaction)),
        is(
            "{\"transaction_id\":\"t1\",\"event_time\":\"2026-03-01T12:00:00.005Z\","
                + "\"card_id\":\"card\",\"merchant_id\":\"Bäcker \\\"Ölmühle\\\"\","
                + "\"amount\":-1234.5,\"currency\":\"EUR\",\"country\":\"DE\",\"status\":null,"
                + "\"category\":\"food\",\"risk_score\":0.5,\"issuer\":null,\"source\":\"payments\","
                + "\"partition\":3,\"offset\":99}"));
  }

  @Test
  void largeAmountsAreWrittenOutWithoutExponent() {
    var transaction =
        new Transaction(
            "t1",
            NOON,
            "card",
            "shop",
            9_000_000_000_000_000_000L,
            "JPY",
            null,
            null,
            null,
            null,
            SourcePosition.inFile("f", 1));
    assertThat(
        JsonRow.of(RecordTypes.TRANSACTION.toAvro(transaction)),
        containsString("\"amount\":9000000000000000000,"));
  }

  @Test
  void aTotalReadsAsPeopleWriteIt() {
    var total =
        new Total(
            Grain.HOUR, Dimension.ALL, "all", "EUR", NOON, NOON, 2, 3, 4, 5, 6, 7, 8, 9, false);
    assertThat(
        JsonRow.of(RecordTypes.TOTAL.toAvro(total)),
        is(
            "{\"grain\":\"hour\",\"dimension\":\"all\",\"key\":\"all\",\"currency\":\"EUR\","
                + "\"window_start\":\"2026-03-01T12:00:00Z\","
                + "\"window_end\":\"2026-03-01T12:00:00Z\",\"count\":2,\"declined\":3,"
                + "\"flagged\":4,\"sum\":5,\"largest\":6,\"cards\":7,\"generation\":8,"
                + "\"facts\":9,\"final\":false}"));
  }

  @Test
  void bytesThatAreTextReadAsText() {
    var line = line("{\"card\": \"ü\"".getBytes(StandardCharsets.UTF_8));
    assertThat(line, containsString("\"bytes\":\"{\\\"card\\\": \\\"ü\\\"\""));
    assertThat(line, not(containsString("base64")));
  }

  @Test
  void otherBytesAreInBase64UnderTheirOwnName() {
    var line = line(new byte[] {(byte) 0xff, 0, 1});
    assertThat(line, containsString("\"bytes_base64\":\"/wAB\""));
    assertThat(line, not(containsString("\"bytes\":")));
  }

  @Test
  void aLineBreakInAValueDoesNotBreakTheLine() {
    assertThat(line("a\nb".getBytes(StandardCharsets.UTF_8)).lines().count(), is(1L));
  }

  @Test
  void timesInNullableColumnsReadAsTimesToo() {
    assertThat(line(new byte[0]), containsString("\"event_time\":\"2026-03-01T12:00:00Z\""));
  }

  @Test
  void anyTimeOfSixtyFourBitsCanBeShown() {
    var spike =
        new Spike(
            "s",
            "i",
            Dimension.MERCHANT,
            "k",
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            1,
            0.5,
            1e-9,
            2,
            "declined",
            60,
            Spike.State.CONFIRMED,
            0,
            3,
            true);
    assertThat(
        JsonRow.of(RecordTypes.SPIKE.toAvro(spike)),
        containsString("\"bucket_end\":\"+292278994-08-17T07:12:55.807Z\""));
  }

  @Test
  void aNestedColumnIsRefused() {
    var schema =
        SchemaBuilder.record("R").fields().name("a").type().array().items().intType().noDefault();
    var row = new GenericRecordBuilder(schema.endRecord()).set("a", List.of(1)).build();
    assertThrows(IllegalArgumentException.class, () -> JsonRow.of(row));
  }

  private static String line(byte[] bytes) {
    var letter =
        new DeadLetter(
            Stage.PARSE,
            Reason.TRUNCATED_JSON,
            "ends early",
            SourcePosition.inFile("f", 1),
            Encoding.JSON,
            null,
            bytes,
            NOON,
            1,
            "0");
    return JsonRow.of(RecordTypes.DEAD_LETTER.toAvro(letter));
  }
}
