package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cards.ProtectionFlags;
import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.JobCommand;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.pipelines.kafka.TopicsSink;
import io.vigil.pipelines.postgres.PostgresFlags;
import io.vigil.pipelines.webhook.WebhookFlags;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil monitor}: runs {@link Monitor} over files or over a topic. */
@Command(
    name = "monitor",
    description =
        "Reads transactions, sets bad records aside, totals up the good ones by minute, hour and"
            + " day, finds fraud spikes, and accounts for every record in a ledger. Over files"
            + " (--input) it ends with them; over a topic (--topic) it goes on.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "Flags of the runner are Beam's own, for example --parallelism=4 or"
          + " --flinkMaster=HOST:PORT. By default Flink runs inside this process.",
      "",
      "Over files the incidents follow, a line each, and then the result:",
      "read=… accepted=… duplicates=… dead_letters=… late=… balanced=…",
      "Exit codes: 0 done and balanced; 1 not done or not balanced; 2 wrong command line;",
      "3 done and balanced, but a whole file, or all that was read, was set aside."
    })
public final class MonitorCommand extends JobCommand {

  @ArgGroup(exclusive = false, heading = "%nFiles in and out:%n")
  private FileFlags files = new FileFlags();

  @ArgGroup(exclusive = false, heading = "%nA topic in, topics out:%n")
  private StreamFlags stream = new StreamFlags();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Mixin private WebhookFlags webhook = new WebhookFlags();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How to find the fields in other people's data (YAML).")
  private @Nullable Path mappingFile;

  @Mixin private ProtectionFlags protection = new ProtectionFlags();

  @Option(
      names = "--detection",
      paramLabel = "FILE",
      description = "What is suspicious, and how much of it is a spike (YAML); rules built in.")
  private @Nullable Path detectionFile;

  @Option(
      names = "--allowedLateness",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationFlag.class,
      description = "How long after its end a bucket or window of a stream stays open.")
  private Duration allowedLateness = Duration.ofMinutes(10);

  @Option(
      names = "--earlyFirings",
      paramLabel = "DURATION",
      defaultValue = "1s",
      converter = DurationFlag.class,
      description = "How long a total of an open window waits for more before it is shown.")
  private Duration earlyFirings = Duration.ofSeconds(1);

  @Option(
      names = "--generation",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Rows replace those of lower generations. 0 is what is live.")
  private long generation;

  @Override
  protected Job resolve() throws IOException {
    if (files.areGiven() == stream.areGiven()) {
      throw new IllegalArgumentException(
          files.areGiven()
              ? "--input and --topic exclude each other"
              : "Missing required option: '--input=GLOB' or '--topic=TOPIC'");
    }
    if (generation < 0) {
      throw new IllegalArgumentException("--generation must not be negative");
    }
    return files.areGiven() ? boundedJob() : streamingJob();
  }

  private Job boundedJob() throws IOException {
    var runnerFlags = runnerFlags(false);
    checkShared(runnerFlags, "--input and --output");
    var settings = settings();
    if (kafka.isGiven() && stream.outputTopics() == null) {
      throw new IllegalArgumentException("--bootstrapServers needs --topic or --outputTopics");
    }
    return new BoundedJob(
        files.resolve(settings.mapping()),
        protection(settings.mapping()),
        settings,
        servers(),
        runnerFlags);
  }

  private Job streamingJob() throws IOException {
    var given = spec().commandLine().getParseResult();
    for (var flag : FileFlags.NAMES) {
      if (given.hasMatchedOption(flag)) {
        throw new IllegalArgumentException(
            flag + " has no meaning for a stream; its tables go to --jdbcUrl and --outputTopics");
      }
    }
    var settings = settings();
    return StreamingJob.check(
        stream.resolve(kafka.settings(), settings.mapping(), protection(settings.mapping())),
        settings,
        servers(),
        runnerFlags(true),
        stream.allowUnsafe(),
        spec().commandLine().getErr());
  }

  private CardProtection protection(@Nullable Mapping mapping) throws IOException {
    return protection.protection(mapping, spec().commandLine().getErr());
  }

  private Servers servers() {
    return new Servers(topics(), postgres.config(), webhook.webhook());
  }

  private @Nullable TopicsSink topics() {
    var prefix = stream.outputTopics();
    return prefix == null ? null : new TopicsSink(kafka.settings(), prefix);
  }

  private MonitorSettings settings() throws IOException {
    return new MonitorSettings(
        mappingFile == null ? null : Mapping.read(mappingFile),
        detectionFile == null ? DetectionRules.defaults() : DetectionRules.read(detectionFile),
        org.joda.time.Duration.millis(allowedLateness.toMillis()),
        org.joda.time.Duration.millis(earlyFirings.toMillis()),
        generation);
  }
}
