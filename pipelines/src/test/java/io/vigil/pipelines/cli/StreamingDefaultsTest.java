package io.vigil.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.Until;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class StreamingDefaultsTest {

  private static final int NUMBERS = 30;
  private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();

  /**
   * A checkpoint ends the bundles that are open. What they give out at their end must not come
   * behind the watermark that they have held back.
   */
  @Test
  void shouldLoseNothingOfTheBundlesThatACheckpointEnds() throws Exception {
    var flags =
        List.of(
            "--attachedMode=false",
            "--parallelism=1",
            "--checkpointingInterval=250",
            "--minPauseBetweenCheckpoints=10",
            "--externalizedCheckpointsEnabled=false",
            "--retainExternalizedCheckpointsOnCancellation=false");
    var pipeline =
        Pipeline.create(RunnerFlags.parse(Runner.FlinkRunner, true, flags, Set.of()).toOptions());
    pipeline
        .apply(
            GenerateSequence.from(0)
                .withRate(1, org.joda.time.Duration.millis(300))
                .withTimestampFn(number -> minute(number)))
        .apply(ParDo.of(new AtTheEndOfTheBundleFn()))
        .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
        .apply(Combine.globally(Sum.ofLongs()).withoutDefaults())
        .apply(ParDo.of(new GatherFn()));

    var job = pipeline.run();
    try {
      Until.isTrue("all minutes", Duration.ofMinutes(2), () -> last() >= NUMBERS, SEEN::size);
    } finally {
      job.cancel();
    }

    var expected = LongStream.rangeClosed(0, NUMBERS).boxed().toList();
    assertThat(SEEN.stream().filter(it -> it <= NUMBERS).sorted().toList(), is(expected));
  }

  private static Instant minute(long number) {
    return new Instant(number * 60_000);
  }

  private static long last() {
    return SEEN.stream().mapToLong(it -> it).max().orElse(-1);
  }

  private static final class AtTheEndOfTheBundleFn extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1;
    private transient List<Long> kept;

    @StartBundle
    public void startBundle() {
      kept = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element Long number) {
      kept.add(number);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      for (var number : kept) {
        context.output(number, minute(number).minus(1), GlobalWindow.INSTANCE);
      }
    }

    @Override
    @Deprecated
    public org.joda.time.Duration getAllowedTimestampSkew() {
      return org.joda.time.Duration.millis(Long.MAX_VALUE);
    }
  }

  private static final class GatherFn extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Long number) {
      SEEN.add(number);
    }
  }
}
