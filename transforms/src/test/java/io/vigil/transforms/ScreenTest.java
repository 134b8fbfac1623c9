package io.vigil.transforms;

import static io.vigil.transforms.Payments.payment;

import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.coders.TransactionCoder;
import io.vigil.transforms.screen.DetectionRules;
import io.vigil.transforms.screen.Screened;
import io.vigil.transforms.screen.Verdict.Finding;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two minutes of lateness are allowed, and three payments of a card within a minute are a flag. */
@ExtendWith(TestPipelineExtension.class)
class ScreenTest {

  private static final DetectionRules RULES =
      DetectionRules.parse(
          "rules.yaml",
          """
          version: 1
          rules:
            - name: burst
              kind: velocity
              count: 2
              within: 60s
          """);

  @Test
  void shouldAcceptATransactionOnceAndSetItsCopiesAside(TestPipeline pipeline) {
    var result =
        screen(
            pipeline,
            stream()
                .addElements(event("12:00:10", 100), event("12:00:10", 100))
                .advanceWatermarkTo(at("12:00:30"))
                .addElements(event("12:00:10", 100)));

    PAssert.that(accepted(result)).containsInAnyOrder("ann@12:00:10 100");
    PAssert.that(ids(result.duplicates()))
        .containsInAnyOrder("ann@12:00:10 100", "ann@12:00:10 100");
    PAssert.that(result.conflicts()).empty();
    PAssert.that(result.late()).empty();
    pipeline.run();
  }

  @Test
  void shouldAcceptBothContentsOfAnIdAndReportIt(TestPipeline pipeline) {
    var result =
        screen(pipeline, stream().addElements(event("12:00:10", 100), event("12:00:10", 999)));

    PAssert.that(accepted(result)).containsInAnyOrder("ann@12:00:10 100", "ann@12:00:10 999");
    PAssert.that(
            result
                .conflicts()
                .apply(
                    "Ids",
                    MapElements.into(TypeDescriptors.strings())
                        .via(it -> it.transactionId() + " has " + it.contents())))
        .containsInAnyOrder("ann@12:00:10 has 2");
    pipeline.run();
  }

  @Test
  void shouldCallATransactionLateFromTheMomentWhenItsBucketCloses(TestPipeline pipeline) {
    // The bucket of 12:00:05 ends at 12:00:10 and closes two minutes later.
    var result =
        screen(
            pipeline,
            stream()
                .advanceWatermarkTo(at("12:02:09.999"))
                .addElements(event("12:00:05", 100))
                .advanceWatermarkTo(at("12:02:10"))
                .addElements(event("12:00:06", 100), event("12:00:10", 100)));

    PAssert.that(accepted(result)).containsInAnyOrder("ann@12:00:05 100", "ann@12:00:10 100");
    PAssert.that(result.late())
        .containsInAnyOrder(
            new LateTransaction(
                payment("12:00:06", "ann", "shop", 100),
                at("12:00:10").getMillis(),
                at("12:02:10").getMillis()));
    pipeline.run();
  }

  @Test
  void shouldFlagTheThirdPaymentWithinAMinute(TestPipeline pipeline) {
    var result =
        screen(
            pipeline,
            stream()
                .addElements(event("12:00:00", 100), event("12:00:30", 100))
                .advanceWatermarkTo(at("12:00:45"))
                .addElements(event("12:01:00", 100), event("12:01:30.001", 100)));

    PAssert.that(accepted(result))
        .containsInAnyOrder(
            "ann@12:00:00 100",
            "ann@12:00:30 100",
            "ann@12:01:00 100 burst",
            "ann@12:01:30.001 100");
    PAssert.that(result.flags().apply("Words", MapElements.via(new FindingInWordsFn())))
        .containsInAnyOrder("burst on ann@12:01:00");
    pipeline.run();
  }

  @Test
  void shouldFlagANeighbourThatWasLetThroughBefore(TestPipeline pipeline) {
    // What comes behind makes three of the two that were there.
    var result =
        screen(
            pipeline,
            stream()
                .addElements(event("12:00:00", 100), event("12:00:40", 100))
                .advanceWatermarkTo(at("12:01:30"))
                .addElements(event("12:00:20", 100)));

    PAssert.that(accepted(result))
        .containsInAnyOrder("ann@12:00:00 100", "ann@12:00:20 100", "ann@12:00:40 100");
    PAssert.that(result.flags().apply("Words", MapElements.via(new FindingInWordsFn())))
        .containsInAnyOrder("burst on ann@12:00:40");
    pipeline.run();
  }

  @Test
  void shouldForgetACardWhenItsHorizonHasPassed(TestPipeline pipeline) {
    // A day later the card is new, and what it does then is judged by itself.
    var result =
        screen(
            pipeline,
            stream()
                .addElements(event("12:00:00", 100), event("12:00:30", 100))
                .advanceWatermarkTo(at("23:00:00"))
                .addElements(event("23:00:00", 100), event("23:00:01", 100))
                .addElements(event("23:00:02", 100)));

    PAssert.that(accepted(result))
        .containsInAnyOrder(
            "ann@12:00:00 100",
            "ann@12:00:30 100",
            "ann@23:00:00 100",
            "ann@23:00:01 100",
            "ann@23:00:02 100 burst");
    pipeline.run();
  }

  private static Screen.Result screen(
      TestPipeline pipeline, TestStream.Builder<Transaction> stream) {
    return pipeline
        .apply(stream.advanceWatermarkToInfinity())
        .apply(Screen.by(RULES).withAllowedLateness(Duration.standardMinutes(2)));
  }

  private static TestStream.Builder<Transaction> stream() {
    return TestStream.create(TransactionCoder.of());
  }

  private static TimestampedValue<Transaction> event(String time, long pence) {
    return TimestampedValue.of(payment(time, "ann", "shop", pence), at(time));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private static PCollection<String> accepted(Screen.Result result) {
    return result.accepted().apply("AcceptedInWords", MapElements.via(new ScreenedInWordsFn()));
  }

  private static PCollection<String> ids(PCollection<Transaction> transactions) {
    return transactions.apply("InWords", MapElements.via(new InWordsFn()));
  }

  private static String inWords(Transaction it) {
    return it.transactionId() + " " + it.amount();
  }

  private static final class InWordsFn extends SimpleFunction<Transaction, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String apply(Transaction it) {
      return inWords(it);
    }
  }

  private static final class ScreenedInWordsFn extends SimpleFunction<Screened, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String apply(Screened it) {
      var words = new StringBuilder(inWords(it.transaction()));
      it.findings().forEach(finding -> words.append(' ').append(finding.flag().rule()));
      return words.toString();
    }
  }

  private static final class FindingInWordsFn extends SimpleFunction<Finding, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String apply(Finding it) {
      return it.flag().rule() + " on " + it.flag().transactionId();
    }
  }
}
