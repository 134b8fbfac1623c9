package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.hamcrest.Matcher;

/** A pipeline that runs until the test has seen enough. What it gives out is gathered as text. */
final class Running implements AutoCloseable {

  private static final Map<String, Queue<String>> GATHERED = new ConcurrentHashMap<>();
  private static final long PATIENCE = 120_000_000_000L;

  private final String id;
  private final PipelineResult result;

  private Running(String id, PipelineResult result) {
    this.id = id;
    this.result = result;
  }

  static Running start(Runner runner, Function<Pipeline, PCollection<String>> build) {
    var flags =
        switch (runner) {
          case DirectRunner -> List.of("--blockOnRun=false");
          case FlinkRunner ->
              List.of(
                  "--streaming=true",
                  "--attachedMode=false",
                  "--parallelism=2",
                  "--checkpointingInterval=500");
        };
    var id = UUID.randomUUID().toString();
    GATHERED.put(id, new ConcurrentLinkedQueue<>());
    var pipeline = Pipeline.create(RunnerFlags.parse(runner, false, flags, Set.of()).toOptions());
    build.apply(pipeline).apply("Gather", ParDo.of(new GatherFn(id)));
    return new Running(id, pipeline.run());
  }

  List<String> gathered() {
    return new ArrayList<>(GATHERED.get(id));
  }

  /** Waits for what must come, until nothing has come for two minutes. */
  List<String> until(Matcher<? super List<String>> isThere) {
    var seen = gathered();
    long lastNews = System.nanoTime();
    while (!isThere.matches(seen) && System.nanoTime() - lastNews < PATIENCE) {
      LockSupport.parkNanos(20_000_000);
      int before = seen.size();
      seen = gathered();
      if (seen.size() > before) {
        lastNews = System.nanoTime();
      }
    }
    var state = "job " + result.getState() + ", last news %d s ago";
    assertThat(state.formatted((System.nanoTime() - lastNews) / 1_000_000_000), seen, isThere);
    return seen;
  }

  @Override
  public void close() throws IOException {
    result.cancel();
    GATHERED.remove(id);
  }

  private static final class GatherFn extends DoFn<String, Void> {
    private static final long serialVersionUID = 1;
    private final String id;

    GatherFn(String id) {
      this.id = id;
    }

    @ProcessElement
    public void process(@Element String text) {
      var gathered = GATHERED.get(id);
      if (gathered != null) {
        gathered.add(text);
      }
    }
  }
}
