package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.lessThan;

import io.vigil.pipelines.convergence.Arrival.Good;
import io.vigil.pipelines.convergence.ScriptedSource.Scene;
import io.vigil.pipelines.monitor.Monitor;
import io.vigil.pipelines.monitor.MonitorSettings;
import io.vigil.schemas.SourcePosition;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flink keeps of the whole job, by its checkpoints, while event time goes on. */
class MonitorStateTest {

  private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  /**
   * How many steps keep something: cards, totals, baselines and the ledger; then baselines and the
   * ledger; then the ledger.
   */
  private static final List<Integer> KEPT = List.of(4, 2, 1);

  /** The watermark needs some to go through all steps. */
  private static final int MOST_CHECKPOINTS = 200;

  @TempDir private Path folder;

  @Test
  void shouldForgetEverythingWhenItsTimeIsOver() throws IOException {
    var records = records();
    var kept = new ArrayList<Map<String, Long>>();
    var source =
        new ScriptedSource(
            List.of(
                new Scene(records, START + Duration.ofMinutes(5).toMillis()),
                // The horizon of the cards and all windows are over; baselines are remembered.
                new Scene(List.of(), START + Duration.ofDays(2).toMillis()),
                new Scene(List.of(), START + Duration.ofDays(402).toMillis())),
            (scene, checkpoints) -> {
              var now = keyedBytes();
              boolean isOver = now.size() == KEPT.get(scene) || checkpoints == MOST_CHECKPOINTS;
              if (isOver) {
                kept.add(now);
              }
              return isOver;
            });
    var settings =
        new MonitorSettings(
            null,
            DetectionRules.defaults(),
            org.joda.time.Duration.standardMinutes(1),
            org.joda.time.Duration.standardSeconds(1),
            0);
    var pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(flags()).create());
    var collected = Collected.open();
    Monitor.build(pipeline, Read.from(source), collected.sinks(), settings);
    pipeline.run().waitUntilFinish();
    collected.close();

    assertThat(kept, contains(aMapWithSize(4), aMapWithSize(2), aMapWithSize(1)));
    // One partition's page of the ledger, which is open as long as the source is.
    assertThat(kept.get(2).values(), everyItem(lessThan(200L)));
  }

  /** Some cards that pay so often that they are flagged, and make spikes. */
  private static List<Good> records() {
    var records = new ArrayList<Good>();
    for (int number = 0; number < 500; number++) {
      var payment =
          new Payment(
              "id-" + number,
              START + number * 100,
              "card-" + number % 50,
              "shop-" + number % 7,
              number,
              "GBP",
              "GB",
              "APPROVED",
              null,
              null);
      records.add(new Good(payment, SourcePosition.inTopic("payments", 0, number)));
    }
    return records;
  }

  private Map<String, Long> keyedBytes() {
    try {
      return CheckpointFile.keyedBytes(CheckpointFile.newest(folder.resolve("checkpoints")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String[] flags() throws IOException {
    var configuration = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        configuration.resolve("config.yaml"),
        """
        state.checkpoints.dir: %s
        state.checkpoints.num-retained: 1000
        restart-strategy.type: disable
        state.storage.fs.memory-threshold: 1mb
        """
            .formatted(folder.resolve("checkpoints").toUri()));
    return new String[] {
      "--runner=FlinkRunner",
      "--flinkMaster=[local]",
      "--flinkConfDir=" + configuration,
      "--streaming=true",
      "--parallelism=1",
      "--checkpointingInterval=100",
      "--autoWatermarkInterval=20",
      "--maxBundleSize=100"
    };
  }
}
