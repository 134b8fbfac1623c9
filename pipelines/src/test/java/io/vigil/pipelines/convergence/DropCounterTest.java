package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the other tests would notice if Beam dropped something. */
class DropCounterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--runner=DirectRunner",
        "--runner=FlinkRunner --streaming=true --maxBundleSize=1 --parallelism=1"
      })
  void shouldCountWhatBeamDrops(String flags) {
    var pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(flags.split(" ")).create());
    pipeline
        .apply(
            TestStream.create(StringUtf8Coder.of())
                .advanceWatermarkTo(new Instant(60_000))
                .addElements(TimestampedValue.of("late", new Instant(1_000)))
                .advanceWatermarkToInfinity())
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(10))))
        .apply(Count.perElement());
    var result = pipeline.run();
    result.waitUntilFinish();

    assertThat(Way.dropped(result), is(1L));
  }
}
