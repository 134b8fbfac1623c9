package io.vigil.pipelines.convergence;

import io.vigil.pipelines.monitor.Monitor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Sinks that keep all rows in this process, in the order in which they come. */
record Collected(String run) {

  private static final Map<String, List<Object>> ROWS = new ConcurrentHashMap<>();

  static Collected open() {
    var run = UUID.randomUUID().toString();
    ROWS.put(run, Collections.synchronizedList(new ArrayList<>()));
    return new Collected(run);
  }

  Monitor.Sinks sinks() {
    return new Monitor.Sinks(
        new Sink<>(run),
        new Sink<>(run),
        new Sink<>(run),
        new Sink<>(run),
        new Sink<>(run),
        new Sink<>(run),
        new Sink<>(run),
        new Sink<>(run));
  }

  /** The rows so far. */
  List<Object> rows() {
    var rows = ROWS.get(run);
    synchronized (rows) {
      return List.copyOf(rows);
    }
  }

  /** The rows, which are forgotten. */
  List<Object> close() {
    return List.copyOf(ROWS.remove(run));
  }

  private static final class Sink<T> extends PTransform<PCollection<T>, PDone> {
    private static final long serialVersionUID = 1;
    private final String run;

    Sink(String run) {
      this.run = run;
    }

    @Override
    public PDone expand(PCollection<T> rows) {
      rows.apply("Collect", ParDo.of(new CollectFn<>(run)));
      return PDone.in(rows.getPipeline());
    }
  }

  private static final class CollectFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1;
    private final String run;

    CollectFn(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element T row) {
      ROWS.get(run).add(row);
    }
  }
}
