package io.vigil.transforms;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.transforms.coders.FindingCoder;
import io.vigil.transforms.screen.Verdict.Finding;
import io.vigil.transforms.spikes.SpikeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tells of one shop that was quiet until then, so that its threshold is the floor: 5 flagged in ten
 * seconds. A bucket closes a minute after its end; spikes within 30 s are one incident.
 */
@ExtendWith(TestPipelineExtension.class)
class DetectSpikesTest {

  private static final DetectSpikes DETECT =
      DetectSpikes.by(SpikeSettings.DEFAULTS.withCoolDown(Duration.ofSeconds(30)))
          .withAllowedLateness(org.joda.time.Duration.standardMinutes(1));

  @Test
  void shouldFindEachSpikeOnceInABoundedInput(TestPipeline pipeline) {
    var flags = new ArrayList<>(flags("12:00:40", 5));
    flags.addAll(flags("12:00:03", 7));
    flags.addAll(flags("12:00:20", 4));
    flags.addAll(flags("12:01:30", 6));
    var result =
        pipeline.apply(Create.timestamped(flags).withCoder(FindingCoder.of())).apply(DETECT);

    PAssert.that(spikes(result))
        .containsInAnyOrder(
            "12:00:00 7 CONFIRMED final",
            "12:00:40 5 CONFIRMED final",
            "12:01:30 6 CONFIRMED final");
    PAssert.that(incidents(result))
        .containsInAnyOrder(
            // The second begins 30 s after the end of the first, the third 40 s after the second.
            "12:00:00-12:00:50 12 CONFIRMED final", "12:01:30-12:01:40 6 CONFIRMED final");
    pipeline.run();
  }

  @Test
  void shouldAnnounceASpikeAtOnceAndConfirmItWhenItsBucketCloses(TestPipeline pipeline) {
    var result =
        pipeline
            .apply(
                stream()
                    .addElements(flag("12:00:01", "a"), more("12:00:02", 3))
                    .addElements(flag("12:00:03", "b"))
                    .addElements(flag("12:00:04", "c"))
                    .advanceWatermarkTo(at("12:01:11"))
                    .advanceWatermarkToInfinity())
            .apply(DETECT);

    PAssert.that(spikes(result))
        .containsInAnyOrder(
            "12:00:00 5 PROVISIONAL", "12:00:00 6 PROVISIONAL", "12:00:00 6 CONFIRMED final");
    PAssert.that(incidents(result))
        .containsInAnyOrder(
            "12:00:00-12:00:10 5 PROVISIONAL",
            "12:00:00-12:00:10 6 PROVISIONAL",
            "12:00:00-12:00:10 6 CONFIRMED",
            "12:00:00-12:00:10 6 CONFIRMED final");
    pipeline.run();
  }

  @Test
  void shouldAnnounceThatAConfirmedIncidentGoesOn(TestPipeline pipeline) {
    var result =
        pipeline
            .apply(
                stream()
                    .addElements(flag("12:00:01", "a"), more("12:00:02", 4))
                    // The bucket closes; its incident may still be joined.
                    .advanceWatermarkTo(at("12:01:11"))
                    .addElements(flag("12:00:31", "b"), more("12:00:32", 4))
                    .advanceWatermarkToInfinity())
            .apply(DETECT);

    PAssert.that(incidents(result))
        .containsInAnyOrder(
            "12:00:00-12:00:10 5 PROVISIONAL",
            "12:00:00-12:00:10 5 CONFIRMED",
            "12:00:00-12:00:40 10 PROVISIONAL",
            "12:00:00-12:00:40 10 CONFIRMED final");
    pipeline.run();
  }

  @Test
  void shouldGiveSpikesToAnEarlierIncidentThatIsFoundAfterwards(TestPipeline pipeline) {
    var result =
        pipeline
            .apply(
                stream()
                    .addElements(flag("12:00:31", "a"), more("12:00:32", 4))
                    // Late by half a minute, and still within the minute that is allowed.
                    .advanceWatermarkTo(at("12:00:40"))
                    .addElements(flag("12:00:02", "b"), more("12:00:03", 4))
                    .advanceWatermarkToInfinity())
            .apply(DETECT);

    PAssert.that(incidents(result))
        .containsInAnyOrder(
            "12:00:30-12:00:40 5 PROVISIONAL",
            "12:00:30-12:00:40 5 RETRACTED",
            "12:00:00-12:00:40 10 PROVISIONAL",
            "12:00:00-12:00:40 10 CONFIRMED final");
    pipeline.run();
  }

  @Test
  void shouldCountATransactionOnceHoweverManyFlagsItHas(TestPipeline pipeline) {
    var flags = new ArrayList<>(flags("12:00:03", 4));
    flags.add(TimestampedValue.of(new Finding(flagOf("12:00:03", "x"), false), at("12:00:03")));
    var result =
        pipeline.apply(Create.timestamped(flags).withCoder(FindingCoder.of())).apply(DETECT);

    PAssert.that(result.spikes()).empty();
    PAssert.that(result.incidents()).empty();
    pipeline.run();
  }

  @Test
  void shouldGiveNoVerdictInTheWarmUpNorCountWhatLiesBeforeTheHistory(TestPipeline pipeline) {
    var flags = new ArrayList<>(flags("12:00:03", 9));
    var nextDay = java.time.Duration.ofDays(1).toMillis();
    for (var flag : flags("13:00:00", 8)) {
      var finding = flag.getValue();
      var time = flag.getTimestamp().plus(nextDay);
      flags.add(TimestampedValue.of(new Finding(at(finding.flag(), time), true), time));
    }
    var flagsOfDays = pipeline.apply(Create.timestamped(flags).withCoder(FindingCoder.of()));
    var firstDay = java.time.Instant.parse("2026-03-01T00:00:00Z");
    var warmingUp = flagsOfDays.apply("WarmUp", DETECT.withHistoryStart(firstDay));
    var later =
        flagsOfDays.apply("Later", DETECT.withHistoryStart(firstDay.plusMillis(2 * nextDay)));

    PAssert.that(spikes(warmingUp)).containsInAnyOrder("13:00:00 8 CONFIRMED final");
    PAssert.that(later.spikes()).empty();
    pipeline.run();
  }

  private static TestStream.Builder<Finding> stream() {
    return TestStream.create(FindingCoder.of()).advanceWatermarkTo(at("12:00:00"));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
  private static TimestampedValue<Finding>[] more(String time, int count) {
    return flags(time, count).toArray(new TimestampedValue[0]);
  }

  private static List<TimestampedValue<Finding>> flags(String time, int count) {
    return Stream.iterate(0, it -> it + 1)
        .limit(count)
        .map(it -> flag(time, "flagged-" + it))
        .toList();
  }

  private static TimestampedValue<Finding> flag(String time, String id) {
    return TimestampedValue.of(new Finding(flagOf(time, id), true), at(time));
  }

  private static Flag flagOf(String time, String id) {
    return new Flag("r", "e", id, "0", at(time).getMillis(), "shop", "GBP", null, null, null, null);
  }

  private static Flag at(Flag flag, Instant time) {
    return new Flag(
        flag.rule(),
        flag.evidence(),
        flag.transactionId(),
        flag.content(),
        time.getMillis(),
        flag.merchantId(),
        flag.currency(),
        flag.country(),
        flag.category(),
        flag.issuer(),
        flag.cardId());
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private static PCollection<String> spikes(DetectSpikes.Result result) {
    return result
        .spikes()
        .apply("SpikesOfShop", Filter.by(it -> it.dimension() == Dimension.MERCHANT))
        .apply("SpikeWords", MapElements.via(new SpikeInWordsFn()));
  }

  private static PCollection<String> incidents(DetectSpikes.Result result) {
    return result
        .incidents()
        .apply("IncidentsOfShop", Filter.by(it -> it.dimension() == Dimension.MERCHANT))
        .apply("IncidentWords", MapElements.via(new IncidentInWordsFn()));
  }

  private static String time(long millis) {
    return new Instant(millis).toString().substring(11, 19);
  }

  private static final class SpikeInWordsFn extends SimpleFunction<Spike, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String apply(Spike spike) {
      var words = time(spike.bucketStart()) + " " + spike.flagged() + " " + spike.state();
      return spike.isFinal() ? words + " final" : words;
    }
  }

  private static final class IncidentInWordsFn extends SimpleFunction<Incident, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String apply(Incident it) {
      var span = time(it.incidentStart()) + "-" + time(it.incidentEnd());
      var words = span + " " + it.flagged() + " " + it.state();
      return it.isFinal() ? words + " final" : words;
    }
  }
}
