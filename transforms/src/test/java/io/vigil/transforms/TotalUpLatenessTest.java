package io.vigil.transforms;

import static io.vigil.transforms.Payments.payment;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.coders.TransactionCoder;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One test for each kind of lateness. The window is the minute from 12:00 to 12:01, two minutes of
 * lateness are allowed, and rows come early after a second.
 */
@ExtendWith(TestPipelineExtension.class)
class TotalUpLatenessTest {

  @Test
  void shouldCloseAMinuteWithWhatCameOnTime(TestPipeline pipeline) {
    var stream =
        stream()
            .addElements(event("12:00:10", 100), event("12:00:50", 20))
            // The minute ends …
            .advanceWatermarkTo(at("12:01:00"))
            // … and its lateness is over.
            .advanceWatermarkTo(at("12:03:00"))
            .advanceWatermarkToInfinity();

    thatMinute(pipeline, stream, "count 2, sum 120", "count 2, sum 120, final");
  }

  @Test
  void shouldShowASpeculativeRowAfterASecond(TestPipeline pipeline) {
    var stream =
        stream()
            .addElements(event("12:00:10", 100))
            // Somebody looks before the minute has ended.
            .advanceProcessingTime(Duration.standardSeconds(2))
            .addElements(event("12:00:20", 20))
            .advanceProcessingTime(Duration.standardSeconds(2))
            .advanceWatermarkToInfinity();

    thatMinute(pipeline, stream, "count 1, sum 100", "count 2, sum 120", "count 2, sum 120, final");
  }

  @Test
  void shouldTakeWhatComesBehindTheWatermarkButBeforeTheMinuteEndsAsOnTime(TestPipeline pipeline) {
    var stream =
        stream()
            .addElements(event("12:00:40", 100))
            // The watermark is past the next one, but the minute is open: nobody can tell.
            .advanceWatermarkTo(at("12:00:45"))
            .addElements(event("12:00:10", 20))
            .advanceWatermarkTo(at("12:01:00"))
            .advanceWatermarkToInfinity();

    thatMinute(pipeline, stream, "count 2, sum 120", "count 2, sum 120, final");
  }

  @Test
  void shouldReviseAMinuteByWhatComesWithinItsLateness(TestPipeline pipeline) {
    var stream =
        stream()
            .addElements(event("12:00:40", 100))
            .advanceWatermarkTo(at("12:01:00"))
            // The minute has been shown, and is shown again.
            .addElements(event("12:00:10", 20))
            .advanceProcessingTime(Duration.standardSeconds(2))
            .advanceWatermarkTo(at("12:03:00"))
            .advanceWatermarkToInfinity();

    thatMinute(pipeline, stream, "count 1, sum 100", "count 2, sum 120", "count 2, sum 120, final");
  }

  @Test
  void shouldCloseAMinuteOnceWhenTheWatermarkJumpsPastItsLateness(TestPipeline pipeline) {
    var stream = stream().addElements(event("12:00:10", 100)).advanceWatermarkTo(at("13:00:00"));

    thatMinute(pipeline, stream.advanceWatermarkToInfinity(), "count 1, sum 100, final");
  }

  private static TestStream.Builder<Transaction> stream() {
    return TestStream.create(TransactionCoder.of()).advanceWatermarkTo(at("12:00:00"));
  }

  private static TimestampedValue<Transaction> event(String time, long pence) {
    return TimestampedValue.of(payment(time, "ann", "shop", pence), at(time));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private static void thatMinute(
      TestPipeline pipeline, TestStream<Transaction> stream, String... expected) {
    var totals =
        pipeline
            .apply(stream)
            .apply(TotalUp.transactions().withAllowedLateness(Duration.standardMinutes(2)));
    PAssert.that(totals)
        .satisfies(
            rows -> {
              var actual =
                  StreamSupport.stream(rows.spliterator(), false)
                      .filter(it -> it.grain() == Grain.MINUTE && it.dimension() == Dimension.ALL)
                      .map(TotalUpLatenessTest::inWords)
                      .toList();
              assertThat(actual, containsInAnyOrder(expected));
              return null;
            });
    pipeline.run();
  }

  private static String inWords(Total row) {
    return "count %d, sum %d%s".formatted(row.count(), row.sum(), row.isFinal() ? ", final" : "");
  }
}
