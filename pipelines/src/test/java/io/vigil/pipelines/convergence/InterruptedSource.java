package io.vigil.pipelines.convergence;

import io.vigil.pipelines.convergence.Arrival.Good;
import io.vigil.pipelines.convergence.Arrival.Watermark;
import io.vigil.schemas.Parsed;
import io.vigil.transforms.coders.ParsedCoder;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source that fails in the middle of its play. What comes in its first act is in a checkpoint
 * before the second begins. The second comes, until the test has seen what the crash must undo, and
 * is in no checkpoint: then the source fails. After the restore the other acts come instead of the
 * second, one after the other, and then the source ends.
 */
final class InterruptedSource extends UnboundedSource<Parsed, InterruptedSource.Mark> {

  private static final long serialVersionUID = 1;
  private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  /** What comes, in order, until the test has seen what it wants to see. */
  record Act(List<Arrival> arrivals, BooleanSupplier isOver) {}

  private static final class Run {
    private final List<Act> acts;
    private volatile boolean isFirstCertain;
    private volatile boolean hasCrashed;
    private volatile boolean isOver;

    Run(List<Act> acts) {
      this.acts = acts;
    }
  }

  /**
   * @param first comes before the checkpoint from which the job is restored
   * @param second comes between that checkpoint and the crash
   * @param others come after the restore
   */
  InterruptedSource(List<Arrival> first, Act second, List<Act> others) {
    var acts = new ArrayList<>(List.of(new Act(first, () -> false), second));
    acts.addAll(others);
    RUNS.put(name, new Run(acts));
  }

  @Override
  public List<InterruptedSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Parsed> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this, RUNS.get(name), mark);
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<Parsed> getOutputCoder() {
    return ParsedCoder.of();
  }

  /** Where the reader stood. */
  record Mark(String name, int act, int next, long watermark)
      implements UnboundedSource.CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {
      var run = RUNS.get(name);
      if (act == 0 && next == run.acts.get(0).arrivals().size()) {
        run.isFirstCertain = true;
      }
    }
  }

  private static final class Reader extends UnboundedReader<Parsed> {
    private final InterruptedSource source;
    private final Run run;
    private int act;
    private int next;
    private long watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    private @Nullable Good current;

    Reader(InterruptedSource source, Run run, @Nullable Mark mark) {
      this.source = source;
      this.run = run;
      if (mark != null) {
        act = mark.act();
        next = mark.next();
        watermark = mark.watermark();
      }
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      if (act == 0 && run.isFirstCertain) {
        act = run.hasCrashed ? 2 : 1;
        next = 0;
      }
      var now = run.acts.get(act);
      if (next < now.arrivals().size()) {
        // Nothing comes past a watermark that is not out yet.
        if (now.arrivals().get(next) instanceof Good good) {
          current = good;
          next++;
          return true;
        }
        return false;
      }
      if (act > 0 && now.isOver().getAsBoolean()) {
        if (act == 1) {
          run.hasCrashed = true;
          throw new IOException("the crash of the test");
        }
        if (act == run.acts.size() - 1) {
          run.isOver = true;
        } else {
          act++;
          next = 0;
        }
      }
      return false;
    }

    @Override
    public Instant getWatermark() {
      if (run.isOver) {
        return BoundedWindow.TIMESTAMP_MAX_VALUE;
      }
      var arrivals = run.acts.get(act).arrivals();
      if (next < arrivals.size() && arrivals.get(next) instanceof Watermark moved) {
        watermark = moved.time();
        next++;
      }
      return new Instant(watermark);
    }

    @Override
    public Mark getCheckpointMark() {
      if (act == 1) {
        // The second act then comes once more: the machine was too slow for it.
        throw new IllegalStateException("no checkpoint of what must be lost");
      }
      return new Mark(source.name, act, next, watermark);
    }

    @Override
    public Parsed getCurrent() {
      return now().parsed();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return new Instant(now().payment().time());
    }

    private Good now() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public InterruptedSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
