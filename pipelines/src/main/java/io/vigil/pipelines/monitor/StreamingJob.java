package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.kafka.KafkaTopics;
import io.vigil.pipelines.kafka.ReadKafka;
import io.vigil.pipelines.kafka.StartOffsets;
import io.vigil.pipelines.kafka.TopicRun;
import io.vigil.pipelines.tables.AfterCheckpoint;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.pipelines.webhook.TellIncidents;
import java.io.PrintWriter;
import org.apache.beam.sdk.Pipeline;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The main job over a topic. It has no end of its own. Whoever has detached from it watches the
 * partitions of the topic elsewhere.
 *
 * @param stream what is read
 * @param start where it begins, if there is no savepoint
 * @param settings what is made of the records
 * @param servers where the tables go
 * @param runnerFlags for Beam and its runner
 */
record StreamingJob(
    StreamFlags.Stream stream,
    StartOffsets start,
    MonitorSettings settings,
    Servers servers,
    RunnerFlags runnerFlags)
    implements Job {

  /**
   * Asks the cluster and the database, and changes nothing.
   *
   * @param allowsUnsafe whether what may lose something is only said
   * @throws Refusal if something is not there, or not safe
   */
  static StreamingJob check(
      StreamFlags.Stream stream,
      MonitorSettings settings,
      Servers servers,
      RunnerFlags runnerFlags,
      boolean allowsUnsafe,
      PrintWriter warnings) {
    if (servers.areNone()) {
      throw new Refusal("a stream needs a place for its tables: --jdbcUrl or --outputTopics");
    }
    int partitions;
    try (var cluster = KafkaTopics.connect(stream.kafka())) {
      partitions = cluster.partitions(stream.topic());
    }
    var start =
        StartOffsets.resolve(
            stream.kafka(), stream.consumerGroup(), stream.topic(), stream.startFrom());
    servers.check();
    runnerFlags.checkCluster();
    var dangers = StreamingSafety.dangers(runnerFlags, settings, partitions);
    dangers.addAll(servers.dangers(partitions));
    for (var danger : dangers) {
      if (!allowsUnsafe) {
        throw new Refusal(danger + " (--allowUnsafe runs all the same)");
      }
      warnings.println("unsafe: " + danger);
    }
    return new StreamingJob(stream, start, settings, servers, runnerFlags);
  }

  @Override
  public Plan plan(CommandSpec command) {
    return Plan.of(command, runnerFlags, pipeline())
        .withInput("topic " + stream.topic() + " from " + start.byPartition());
  }

  @Override
  public int run(PrintWriter out, PrintWriter progress) {
    servers.prepare(start.byPartition().size());
    return new TopicRun(stream.kafka(), start, runnerFlags).run(this::pipeline, out, progress);
  }

  Pipeline pipeline() {
    var pipeline = Pipeline.create(runnerFlags.toOptions());
    var incidents =
        Monitor.build(
            pipeline,
            ReadKafka.from(stream.kafka(), start, stream.values())
                .withWatermark(stream.watermark())
                .withConsumerGroup(stream.consumerGroup())
                .protecting(stream.protection()),
            servers.sinks().stream().<TableSink>map(AfterCheckpoint::of).toList(),
            settings);
    if (servers.webhook() != null) {
      incidents.apply("Tell", new TellIncidents(servers.webhook()));
    }
    return pipeline;
  }
}
