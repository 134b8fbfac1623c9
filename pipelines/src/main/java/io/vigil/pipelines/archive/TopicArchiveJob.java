package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaTopics;
import io.vigil.pipelines.kafka.KafkaValues;
import io.vigil.pipelines.kafka.ReadKafka;
import io.vigil.pipelines.kafka.StartOffsets;
import io.vigil.pipelines.kafka.TopicRun;
import io.vigil.pipelines.kafka.WatermarkRules;
import io.vigil.schemas.protect.CardProtection;
import java.io.PrintWriter;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Archives a topic, until somebody stops it.
 *
 * @param topic what is read
 * @param start where it begins, if there is no savepoint
 * @param runnerFlags for Beam and its runner
 */
record TopicArchiveJob(
    Topic topic,
    StartOffsets start,
    Archive archive,
    ArchivePipeline.Settings settings,
    RunnerFlags runnerFlags)
    implements Job {

  /**
   * No time lies too far ahead for the archive: what it makes of a record depends on the record
   * alone, so it is the same whenever the record is read again.
   */
  private static final Duration ANY_SKEW = Duration.ofDays(365 * 200);

  /**
   * What a run reads.
   *
   * @param kafka the cluster
   * @param values how they are understood
   * @param protection what becomes of card data in them
   */
  record Topic(
      KafkaSettings kafka,
      String name,
      ArchiveStart startFrom,
      String consumerGroup,
      KafkaValues values,
      CardProtection protection) {}

  /**
   * Asks the cluster and looks at the archive, and changes nothing.
   *
   * @throws Refusal if something is not there
   */
  static TopicArchiveJob check(
      Topic topic, Archive archive, ArchivePipeline.Settings settings, RunnerFlags runnerFlags) {
    archive.check();
    KafkaTopics.connect(topic.kafka()).close();
    runnerFlags.checkCluster();
    var start =
        topic
            .startFrom()
            .resolve(topic.kafka(), topic.consumerGroup(), topic.name(), archive.manifestIfAny());
    return new TopicArchiveJob(topic, start, archive, settings, runnerFlags);
  }

  @Override
  public Plan plan(CommandSpec command) {
    return Plan.of(command, runnerFlags, pipeline())
        .withInput("topic " + topic.name() + " from " + start.byPartition());
  }

  @Override
  public int run(PrintWriter out, PrintWriter progress) {
    archive.prepare();
    return new TopicRun(topic.kafka(), start, runnerFlags).run(this::pipeline, out, progress);
  }

  Pipeline pipeline() {
    var pipeline = Pipeline.create(runnerFlags.toOptions());
    var usual = WatermarkRules.defaults();
    ArchivePipeline.build(
        pipeline,
        ReadKafka.from(topic.kafka(), start, topic.values())
            .withWatermark(
                new WatermarkRules(usual.maxOutOfOrderness(), usual.idleAfter(), ANY_SKEW))
            .withConsumerGroup(topic.consumerGroup())
            .protecting(topic.protection()),
        settings);
    return pipeline;
  }
}
