package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an expression knows of a record beside its columns. */
class RecordVariablesTest {

  private static final SourcePosition IN_TOPIC = SourcePosition.inTopic("payments", 3, 17);
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.250Z");

  @Test
  void knowsKeyTimeAndHeadersOfARecordOfATopic() {
    var metadata = new TopicMetadata("card-7", TIME.toEpochMilli(), Map.of("Shop", "Café"));
    var mapping =
        Mappings.with(
            "transaction_id", "{expression: 'file_name + \"@\" + TEXT(record_number)'}",
            "card_id", "{expression: kafka_key}",
            "event_time", "{expression: kafka_timestamp, format: epoch_millis}",
            "merchant_id", "{expression: 'KAFKA_HEADER(\"Shop\")'}",
            "category", "{expression: 'kafka_header(\"shop\")'}");
    assertThat(mapping.readsTopicMetadata(), is(true));

    var payment = Mappings.good(mapping, record(IN_TOPIC).withMetadata(metadata));

    assertThat(payment.transactionId(), is("payments-3@17"));
    assertThat(payment.cardId(), is("card-7"));
    assertThat(payment.eventTime(), is(TIME.toEpochMilli()));
    assertThat(payment.merchantId(), is("Café"));
    assertThat(payment.category(), is(nullValue()));
  }

  @Test
  void knowsNoneOfThatOfAFile() {
    var mapping = Mappings.with("card_id", "{expression: 'COALESCE(kafka_key, \"none\")'}");
    assertThat(Mappings.good(mapping, record(Mappings.HERE)).cardId(), is("none"));
  }

  /** Otherwise a dead letter of a run that did not keep it would be mended as somebody else's. */
  @Test
  void doesNotTakeForNothingWhatWasNotKept() {
    for (var expression :
        new String[] {
          "COALESCE(kafka_key, \"none\")",
          "IF(kafka_timestamp = NULL, \"a\", \"b\")",
          "COALESCE(KAFKA_HEADER(\"x\"), \"none\")"
        }) {
      var mapping = Mappings.with("card_id", "{expression: '" + expression + "', default: none}");
      var failure = Mappings.bad(mapping, record(IN_TOPIC));
      assertThat(failure.reason(), is(Reason.EXPRESSION_FAILED));
      assertThat(
          failure.message(), is("card_id: what the topic kept beside this record is not here"));
    }
  }

  @Test
  void asksForWhatATopicKeepsOnlyIfAnExpressionDoes() {
    assertThat(Mappings.with("card_id", "{expression: row_hash}").readsTopicMetadata(), is(false));
    assertThat(Mappings.with("card_id", "{column: kafka_key}").readsTopicMetadata(), is(false));
    assertThat(
        Mappings.with("card_id", "{expression: 'IF(TRUE, a, STR_LOWER(kafka_key))'}")
            .readsTopicMetadata(),
        is(true));
  }

  @ParameterizedTest
  @CsvSource({
    "/data/day=2026-03-01/part.json, 2026-03-01",
    "/data/day=old/day=2026-03-01/x/part.json, 2026-03-01",
    "/data/day=a%3Ab+c/part.json, a:b+c",
    "/data/day=100%/part.json, 100%",
    "/data/day=/part.json, none",
    "/data/today=1/part.json, none",
    "/data/day=1, none",
    "day=1/part.json, none"
  })
  void knowsThePartitionsInThePathOfAFile(String path, String value) {
    var mapping = Mappings.with("category", "{expression: 'PARTITION(\"day\")', default: none}");
    assertThat(
        Mappings.good(mapping, record(SourcePosition.inFile(path, 1))).category(), is(value));
  }

  private static RawRecord record(SourcePosition position) {
    return RawRecord.json(position, "{}".getBytes(StandardCharsets.UTF_8));
  }
}
