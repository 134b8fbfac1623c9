package io.vigil.pipelines.monitor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaValues;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.StartOffsets;
import io.vigil.pipelines.kafka.TopicsSink;
import io.vigil.pipelines.kafka.WatermarkRules;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.transforms.screen.DetectionRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineVisitor;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** The stream and the batch are one graph. Only the source and the sinks differ. */
class SameGraphTest {

  private static final MonitorSettings SETTINGS =
      new MonitorSettings(
          null,
          DetectionRules.defaults(),
          Duration.standardMinutes(10),
          Duration.standardSeconds(1),
          0);
  private static final KafkaSettings KAFKA = KafkaSettings.of("localhost:9092");

  @Test
  void shouldTransformAStreamAsItDoesFiles() {
    var files = transforms(overFiles());
    var stream = transforms(overATopic());

    assertThat(between(stream), is(between(files)));
    assertThat(between(files).size(), is(greaterThan(50)));
    assertThat(between(files), hasItem("KeepLedger"));
    // What is left out differs, so the comparison can.
    assertThat(stream.equals(files), is(false));
  }

  /** The carriers of files are named after the order in which they take their input. */
  private static SortedSet<String> between(Set<String> transforms) {
    var between = new TreeSet<String>();
    transforms.forEach(it -> between.add(it.replace("Sorted", "")));
    between.removeIf(it -> it.matches("(Read|Write_[a-z_]+)/.*|Write_[a-z_]+"));
    return between;
  }

  private static Set<String> transforms(Pipeline pipeline) {
    var names = new TreeSet<String>();
    pipeline.traverseTopologically(
        new PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(Node node) {
            names.add(node.getFullName());
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(Node node) {
            names.add(node.getFullName());
          }
        });
    return names;
  }

  private static Pipeline overFiles() {
    var output = Path.of("out");
    var files =
        new BoundedFiles(
            List.of(new SourceFile("in.jsonl", FileFormat.JSON, 1)),
            new ReadLimits(1 << 20, CsvDialect.DEFAULT),
            output,
            OutputFormat.parquet,
            1);
    return new BoundedJob(
            files, CardProtection.NONE, SETTINGS, new Servers(null, null, null), flags(false))
        .pipeline(output);
  }

  private static Pipeline overATopic() {
    var stream =
        new StreamFlags.Stream(
            KAFKA,
            "payments",
            new StartFrom.Earliest(),
            "vigil",
            KafkaValues.json(null),
            CardProtection.NONE,
            WatermarkRules.defaults());
    return new StreamingJob(
            stream,
            new StartOffsets("payments", new TreeMap<>(Map.of(0, 0L))),
            SETTINGS,
            new Servers(new TopicsSink(KAFKA, "vigil"), null, null),
            flags(true))
        .pipeline();
  }

  private static RunnerFlags flags(boolean isStreaming) {
    return RunnerFlags.parse(Runner.FlinkRunner, isStreaming, List.of(), Set.of());
  }
}
