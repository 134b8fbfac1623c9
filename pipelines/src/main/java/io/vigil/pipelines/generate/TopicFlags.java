package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.GenerateConfig.Form;
import io.vigil.pipelines.generate.GenerateConfig.World;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.schemas.files.FileFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that send the records to a topic instead of files. */
final class TopicFlags {

  /** They mean nothing to files. */
  static final Set<String> OF_SENDING = Set.of("--partitions", "--rate", "--live");

  private static final List<String> OF_FILES =
      List.of("--format", "--gzip", "--order", "--recordsPerFile");

  private static final long MOST_PARTITIONS = 10_000;
  private static final long HIGHEST_RATE = 10_000_000;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description =
          "Sends the records to a Kafka topic, instead of --output: JSON, with the card as key, in"
              + " order of arrival.")
  private @Nullable String topic;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description = "Makes the topic with so many partitions if it is not there.")
  private int partitions;

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Option(
      names = "--truthOutput",
      paramLabel = "DIR",
      description = "Where the truth about a topic's records appears, when all are sent.")
  private @Nullable Path truthOutput;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Records sent in a second; 0 is as many as possible, or as they happen live.")
  private long rate;

  @Option(
      names = "--live",
      description =
          "What is generated happens from now on, and is sent when it has arrived; with --rate so"
              + " many transactions happen in a second, at all hours.")
  private boolean live;

  /** The topic; null if none is given. */
  @Nullable TopicTarget target(FlagChecks checks) {
    if (topic == null) {
      checks.refuse(kafka.isGiven(), "--topic=NAME is missing");
      checks.refuse(truthOutput != null, "--truthOutput is for --topic; --output has the truth");
      checks.refuse(
          live || checks.isGiven("--rate") || checks.isGiven("--partitions"),
          "--live, --rate and --partitions are for --topic");
      return null;
    }
    for (var flag : OF_FILES) {
      checks.refuse(checks.isGiven(flag), flag + " is for files, and --topic is given");
    }
    checks.refuse(
        checks.isGiven("--truth") && truthOutput == null, "--truth needs --truthOutput=DIR");
    checks.refuse(
        checks.isGiven("--overwrite") && truthOutput == null,
        "--overwrite is for folders: nothing in a topic is replaced");
    checks.inRange("--partitions", partitions, 0, MOST_PARTITIONS);
    checks.inRange("--rate", rate, 0, HIGHEST_RATE);
    try {
      return new TopicTarget(kafka.settings(), topic, partitions, rate, live);
    } catch (IllegalArgumentException e) {
      checks.refuse(true, String.valueOf(e.getMessage()));
      return null;
    }
  }

  @Nullable Path truthOutput() {
    return truthOutput;
  }

  World world(WorldFlags flags, FlagChecks checks) {
    if (!live) {
      return flags.world(checks);
    }
    checks.refuse(checks.isGiven("--start"), "--start and --live contradict: live starts now");
    if (rate == 0) {
      return flags.fromNow(checks);
    }
    checks.refuse(
        checks.isGiven("--days"), "--days and --rate contradict: --transactions say how long");
    return flags.fromNow(checks, rate);
  }

  Form form(TruthLevel truth, FlagChecks checks) {
    var level = truthOutput == null ? TruthLevel.none : truth;
    checks.refuse(
        truthOutput != null && level == TruthLevel.none,
        "--truth=none and --truthOutput contradict");
    return new Form(FileFormat.JSON, false, RecordOrder.arrival, Integer.MAX_VALUE, level);
  }
}
