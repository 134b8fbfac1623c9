package io.vigil.pipelines.convergence;

import io.vigil.schemas.RawRecord;
import io.vigil.transforms.coders.RawRecordCoder;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source that goes through scenes: it gives the records of a scene, moves the watermark, and then
 * idles, while checkpoints are completed, until the director has seen enough. After the last scene
 * it ends.
 */
final class ScriptedSource extends UnboundedSource<RawRecord, ScriptedSource.Mark> {

  private static final long serialVersionUID = 1;
  private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  /** Decides when a scene is over. */
  interface Director {
    /** Is asked after each checkpoint that began after the watermark of the scene had moved. */
    boolean hasSeenEnough(int scene, int checkpoints);
  }

  record Scene(List<Arrival.Good> records, long watermark) {}

  private static final class Script {
    private final List<Scene> scenes;
    private final Director director;
    private volatile int scene;
    private volatile boolean isWatermarkOut;
    private volatile int checkpoints;

    Script(List<Scene> scenes, Director director) {
      this.scenes = scenes;
      this.director = director;
    }

    boolean isOver() {
      return scene == scenes.size();
    }

    void completed(int ofScene) {
      if (ofScene == scene && !isOver() && director.hasSeenEnough(scene, ++checkpoints)) {
        isWatermarkOut = false;
        checkpoints = 0;
        scene++;
      }
    }
  }

  ScriptedSource(List<Scene> scenes, Director director) {
    SCRIPTS.put(name, new Script(scenes, director));
  }

  @Override
  public List<ScriptedSource> split(int desired, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<RawRecord> createReader(PipelineOptions options, @Nullable Mark mark) {
    return new Reader(this, SCRIPTS.get(name));
  }

  @Override
  public Coder<Mark> getCheckpointMarkCoder() {
    return SerializableCoder.of(Mark.class);
  }

  @Override
  public Coder<RawRecord> getOutputCoder() {
    return RawRecordCoder.of();
  }

  /** Tells which scene had gone through when the checkpoint began; none is -1. */
  record Mark(String name, int scene) implements UnboundedSource.CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {
      SCRIPTS.get(name).completed(scene);
    }
  }

  private static final class Reader extends UnboundedReader<RawRecord> {
    private final ScriptedSource source;
    private final Script script;
    private int scene;
    private int next;
    private Arrival.@Nullable Good current;

    Reader(ScriptedSource source, Script script) {
      this.source = source;
      this.script = script;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      if (script.isOver()) {
        return false;
      }
      if (scene != script.scene) {
        scene = script.scene;
        next = 0;
      }
      var records = script.scenes.get(scene).records();
      if (next == records.size()) {
        return false;
      }
      current = records.get(next++);
      return true;
    }

    @Override
    public Instant getWatermark() {
      if (script.isOver()) {
        return BoundedWindow.TIMESTAMP_MAX_VALUE;
      }
      int now = script.scene;
      if (now == scene && next == script.scenes.get(now).records().size()) {
        script.isWatermarkOut = true;
        return new Instant(script.scenes.get(now).watermark());
      }
      return now == 0
          ? BoundedWindow.TIMESTAMP_MIN_VALUE
          : new Instant(script.scenes.get(now - 1).watermark());
    }

    @Override
    public Mark getCheckpointMark() {
      return new Mark(source.name, script.isWatermarkOut ? script.scene : -1);
    }

    @Override
    public RawRecord getCurrent() {
      return now().raw();
    }

    @Override
    public Instant getCurrentTimestamp() {
      return new Instant(now().payment().time());
    }

    private Arrival.Good now() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public ScriptedSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() throws IOException {}
  }
}
