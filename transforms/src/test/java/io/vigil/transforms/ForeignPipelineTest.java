package io.vigil.transforms;

import static io.vigil.transforms.Payments.payment;
import static io.vigil.transforms.spikes.DetectionSettings.DEFAULTS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of the README, in a pipeline that knows nothing else of Vigil. */
@ExtendWith(TestPipelineExtension.class)
class ForeignPipelineTest {

  @Test
  void shouldScreenAndTotalUp(TestPipeline pipeline) {
    // The second is a copy, and the third is over every limit.
    var transactions =
        payments(
            pipeline,
            payment("12:00:00", "ann", "shop", 100),
            payment("12:00:00", "ann", "shop", 100),
            payment("12:30:00", "bob", "shop", 999_900));

    // README: begin
    var screened =
        transactions.apply(
            Screen.by(DetectionRules.defaults()).withAllowedLateness(Duration.standardMinutes(5)));
    var suspicious = screened.accepted().apply(Filter.by(it -> !it.findings().isEmpty()));
    var totals = screened.accepted().apply(TotalUp.screened().withFlags(screened.flags()));
    var incidents =
        screened
            .accepted()
            .apply(DetectSpikes.inScreened(DEFAULTS).withFlags(screened.flags()))
            .incidents();
    // README: end

    PAssert.that(
            suspicious.apply(
                "Ids",
                MapElements.into(TypeDescriptors.strings())
                    .via(it -> it.transaction().transactionId())))
        .containsInAnyOrder("bob@12:30:00");
    PAssert.that(
            totals
                .apply("OfWholeDay", Filter.by(ForeignPipelineTest::isOfWholeDay))
                .apply("Sums", MapElements.into(TypeDescriptors.longs()).via(Total::sum)))
        .containsInAnyOrder(1_000_000L);
    PAssert.that(incidents).empty();
    pipeline.run();
  }

  @Test
  void shouldStandInTheReadmeAsItIsHere() throws IOException {
    var test =
        Files.readString(Path.of("src/test/java/io/vigil/transforms/ForeignPipelineTest.java"));
    var example = test.substring(test.indexOf("begin\n") + 6, test.indexOf("    // README: end"));

    var readme = Files.readString(Path.of("../README.md"));
    var inReadme = readme.substring(readme.indexOf("```java\n") + 8);
    assertThat(
        withoutSpace(inReadme.substring(0, inReadme.indexOf("```"))), is(withoutSpace(example)));
  }

  private static boolean isOfWholeDay(Total total) {
    return total.grain() == Grain.DAY && total.dimension() == Dimension.ALL;
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }

  private static PCollection<Transaction> payments(
      TestPipeline pipeline, Transaction... transactions) {
    var timed =
        Arrays.stream(transactions)
            .map(it -> TimestampedValue.of(it, new Instant(it.eventTime())))
            .toList();
    return pipeline.apply(Create.timestamped(timed));
  }
}
