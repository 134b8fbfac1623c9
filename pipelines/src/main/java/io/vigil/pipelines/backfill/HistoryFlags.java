package io.vigil.pipelines.backfill;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.backfill.ArchivedHistory.Look;
import io.vigil.pipelines.cards.CardKeyFlag;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.StartFromFlag;
import io.vigil.pipelines.kafka.TopicFlags;
import io.vigil.pipelines.kafka.TopicRange;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say what a recomputation reads: an archive, or a part of a topic. */
final class HistoryFlags {

  @Option(names = "--archive", paramLabel = "DIR", description = "The archive to read.")
  private @Nullable Path archive;

  @Option(
      names = "--history",
      paramLabel = "DAYS",
      description =
          "Read so many days before --from, instead of all that the archive has. Baselines of spikes"
              + " then begin there.")
  private @Nullable Integer historyDays;

  @Option(
      names = "--allowMissingDays",
      description = "Go on although the archive has nothing for some of the days.")
  private boolean allowMissingDays;

  @Option(
      names = "--skipDamaged",
      description =
          "Leave out damaged files of the archive, and name them. All are read twice for that.")
  private boolean skipDamaged;

  @Mixin private TopicFlags topic = new TopicFlags();

  @Option(
      names = "--startFrom",
      paramLabel = "START",
      converter = StartFromFlag.class,
      description =
          "Where in the topic: earliest, a time, or offsets such as 0:17,1:99; earliest if not"
              + " given.")
  private @Nullable StartFrom startFrom;

  @Option(
      names = "--endAt",
      paramLabel = "END",
      converter = StartFromFlag.class,
      description =
          "Where it ends: latest, a time, or offsets, which are not read any more; latest if not"
              + " given.")
  private @Nullable StartFrom endAt;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How to find the fields in the topic's values, if they are other people's.")
  private @Nullable Path mappingFile;

  @Mixin private CardKeyFlag cardKey = new CardKeyFlag();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  /** Whether files are read. */
  boolean isArchive() {
    return archive != null;
  }

  /** Whether less than all of the days may be there. */
  boolean allowsFewer() {
    return allowMissingDays || skipDamaged;
  }

  /**
   * Checks them against each other, and touches nothing.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  void check() {
    if ((archive != null) == topic.areGiven()) {
      throw new IllegalArgumentException(
          archive == null
              ? "Missing required option: '--archive=DIR' or '--topic=TOPIC'"
              : "--archive and --topic exclude each other");
    }
    if (startFrom instanceof StartFrom.Committed || endAt instanceof StartFrom.Committed) {
      throw new IllegalArgumentException(
          "committed means nothing: a backfill has no consumer group");
    }
    if (historyDays != null && historyDays < 0) {
      throw new IllegalArgumentException("--history must not be negative");
    }
    if (topic.areGiven() && (historyDays != null || allowsFewer())) {
      throw new IllegalArgumentException(
          (historyDays != null ? "--history" : skipDamaged ? "--skipDamaged" : "--allowMissingDays")
              + " has no meaning for a topic");
    }
    if (archive != null
        && (kafka.isGiven()
            || startFrom != null
            || endAt != null
            || topic.haveSchemas()
            || mappingFile != null)) {
      throw new IllegalArgumentException(
          "--bootstrapServers, --startFrom, --endAt, --avroSchema and --mapping need --topic");
    }
  }

  /** The rules, with a history of spikes that begins where records do. */
  DetectionRules rules(DetectionRules rules, DayRange range) {
    var start = historyStart(range);
    var known = rules.historyStart();
    return start == null || known != null && known.isAfter(start)
        ? rules
        : rules.withHistoryStart(start);
  }

  /**
   * Looks at the archive, or asks the cluster.
   *
   * @param horizon how far back of a transaction its card must be known
   * @param until no record from then on bears on rows of the range
   * @throws Refusal if it cannot be read, or does not have what is wanted
   */
  History resolve(DayRange range, Duration horizon, Instant until) throws IOException {
    return archive == null ? inTopic() : inArchive(archive, range, horizon, until);
  }

  private @Nullable Instant historyStart(DayRange range) {
    return historyDays == null ? null : range.start().minus(Duration.ofDays(historyDays));
  }

  private History inArchive(Path folder, DayRange range, Duration horizon, Instant until) {
    var start = historyStart(range);
    var history =
        ArchivedHistory.find(
            Archive.at(folder).readManifest(),
            range,
            start == null ? Instant.EPOCH : start.minus(horizon),
            until,
            skipDamaged ? Look.WHOLE : Look.QUICK);
    if (!skipDamaged) {
      history.refuseDamages();
    }
    history.refuseEmpty(folder);
    if (!allowMissingDays) {
      history.refuseMissingDays(folder);
    }
    return history.protecting(new CardProtection(cardKey.key(null), null));
  }

  private History inTopic() throws IOException {
    var mapping = mappingFile == null ? null : Mapping.read(mappingFile);
    var values = topic.values(mapping);
    var settings = kafka.settings();
    var offsets =
        TopicRange.resolve(
            settings,
            topic.topic(),
            startFrom == null ? new StartFrom.Earliest() : startFrom,
            endAt == null ? new StartFrom.Latest() : endAt);
    return new TopicHistory(
        settings, offsets, values, new CardProtection(cardKey.key(mapping), null));
  }
}
