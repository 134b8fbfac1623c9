package io.vigil.transforms;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Stage;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.VigilVersion;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.transforms.coders.RawRecordCoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class ParseTest {

  private static final String GOOD =
      """
      {"transaction_id":"t1","event_time":"2026-03-01T13:00:00+01:00","card_id":"ann",\
      "merchant_id":"shop","amount":12.50,"currency":"GBP"}""";

  private static final Transaction PARSED =
      new Transaction(
          "t1",
          Instant.parse("2026-03-01T12:00:00Z").toEpochMilli(),
          "ann",
          "shop",
          1250,
          "GBP",
          null,
          null,
          null,
          null,
          at(1));

  @Test
  void shouldPartTransactionsFromDeadLetters(TestPipeline pipeline) {
    var bad = GOOD.replace("GBP", "XXX");
    var parsed = records(pipeline, json(1, GOOD), json(2, bad)).apply(Parse.transactions());

    PAssert.that(parsed.transactions()).containsInAnyOrder(PARSED);
    PAssert.that(parsed.deadLetters())
        .containsInAnyOrder(
            new DeadLetter(
                Stage.PARSE,
                Reason.UNKNOWN_CURRENCY,
                "currency: 'XXX' is no currency of ISO 4217 that has minor units",
                at(2),
                Encoding.JSON,
                null,
                bad.getBytes(StandardCharsets.UTF_8),
                PARSED.eventTime(),
                1,
                VigilVersion.CURRENT));
    pipeline.run();
  }

  @Test
  void shouldLetTransactionsLeaveAtTheirEventTime(TestPipeline pipeline) {
    var parsed = records(pipeline, json(1, GOOD)).apply(Parse.transactions());

    PAssert.that(parsed.transactions().apply(ParDo.of(new TimestampFn())))
        .containsInAnyOrder("2026-03-01T12:00:00.000Z");
    pipeline.run();
  }

  @Test
  void shouldFindFieldsByAMapping(TestPipeline pipeline) {
    var mapping =
        Mapping.parse(
            "mapping.yaml",
            """
            version: 1
            fields:
              transaction_id: {column: id}
              event_time: {column: when}
              card_id: {column: who}
              merchant_id: {constant: shop}
              amount: {expression: DECIMAL(price) * DECIMAL(quantity)}
              currency: {constant: GBP}
            """);
    var record =
        RawRecord.csv(
            at(1),
            "id,when,who,price,quantity",
            "t1,2026-03-01T12:00:00Z,ann,2.50,5".getBytes(StandardCharsets.UTF_8));

    var parsed = records(pipeline, record).apply(Parse.transactions().withMapping(mapping));

    PAssert.that(parsed.transactions()).containsInAnyOrder(PARSED);
    PAssert.that(parsed.deadLetters()).empty();
    pipeline.run();
  }

  @Test
  void shouldSayWhichRecordsAMappingDoesNotMean(TestPipeline pipeline) {
    var mapping =
        Mapping.parse(
            "mapping.yaml",
            """
            version: 1
            only_if: amount != 0
            fields:
              transaction_id: {column: transaction_id}
              event_time: {column: event_time}
              card_id: {column: card_id}
              merchant_id: {column: merchant_id}
              amount: {column: amount}
              currency: {column: currency}
            """);
    var zero = GOOD.replace("12.50", "0");
    var bad = GOOD.replace("GBP", "XXX");

    var parsed =
        records(pipeline, json(1, GOOD), json(2, zero), json(3, bad), json(4, zero))
            .apply(Parse.transactions().withMapping(mapping));

    PAssert.that(parsed.transactions()).containsInAnyOrder(PARSED);
    PAssert.that(parsed.skipped()).containsInAnyOrder(at(2), at(4));
    PAssert.that(
            parsed
                .deadLetters()
                .apply(MapElements.into(strings()).via(it -> it.source() + " " + it.reason())))
        .containsInAnyOrder("payments:3 UNKNOWN_CURRENCY");
    pipeline.run();
  }

  @Test
  void shouldSetADamagedRecordAsideAsItsReaderFoundIt(TestPipeline pipeline) {
    var damaged = json(7, "{\"trans").damaged(Reason.DAMAGED_FILE, "unexpected end");

    var parsed = records(pipeline, damaged).apply(Parse.transactions());

    PAssert.that(parsed.transactions()).empty();
    PAssert.that(parsed.deadLetters())
        .containsInAnyOrder(
            new DeadLetter(
                Stage.READ,
                Reason.DAMAGED_FILE,
                "unexpected end",
                at(7),
                Encoding.JSON,
                null,
                "{\"trans".getBytes(StandardCharsets.UTF_8),
                null,
                1,
                VigilVersion.CURRENT));
    pipeline.run();
  }

  private static PCollection<RawRecord> records(TestPipeline pipeline, RawRecord... records) {
    return pipeline.apply(Create.of(List.of(records)).withCoder(RawRecordCoder.of()));
  }

  private static RawRecord json(long record, String text) {
    return RawRecord.json(at(record), text.getBytes(StandardCharsets.UTF_8));
  }

  private static SourcePosition at(long record) {
    return SourcePosition.inFile("payments", record);
  }

  private static final class TimestampFn extends DoFn<Transaction, String> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Timestamp org.joda.time.Instant timestamp, OutputReceiver<String> out) {
      out.output(timestamp.toString());
    }
  }
}
