package io.vigil.pipelines.live;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.Until;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveContent;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** An archive of the topic of a {@link LiveRun}. */
record LiveArchive(LiveRun run, Archive archive) {

  static LiveArchive of(LiveRun run, Path folder) {
    return new LiveArchive(run, Archive.at(folder.resolve("archive")));
  }

  /** Submits a job that archives the topic, and returns as soon as the cluster has taken it. */
  FlinkJob submit(String... more) {
    var flags =
        new ArrayList<>(
            List.of(
                "archive",
                "--archive=" + archive.folder(),
                "--topic=" + run.name(),
                "--bootstrapServers=" + run.topics().bootstrapServers(),
                "--maxFileRecords=200",
                "--maxDelay=1s",
                "--jobName=" + run.name(),
                "--flinkMaster=" + run.stack().flink().master(),
                "--sharedPaths",
                "--parallelism=2",
                "--checkpointingInterval=2000",
                "--attachedMode=false",
                "--filesToStage=" + LiveRun.jars(),
                // So that a quota of the broker slows the job down evenly.
                "--kafkaConfig=max.partition.fetch.bytes=16384"));
    flags.addAll(List.of(more));
    var submitted = vigil(flags.toArray(String[]::new));
    assertThat(String.join("\n", submitted.err()), submitted.exitCode(), is(0));
    return FlinkJob.named(run.name(), new FlinkRest(run.stack().flink().url()));
  }

  /** How many positions the manifest has. */
  long archived() {
    if (!Files.exists(archive.folder().resolve("manifest/layout.json"))) {
      return 0;
    }
    var manifest = archive.readManifest();
    return manifest.partitions(run.name()).stream()
        .mapToLong(it -> manifest.positions(run.name(), it).count())
        .sum();
  }

  /** Waits until a part of the topic is in the archive. */
  void await(FlinkJob job, double part) {
    long wanted = (long) (run.records() * part);
    Until.isTrue(
        wanted + " records archived",
        LiveStack.PATIENCE,
        () -> archived() >= wanted,
        () -> archived() + ", job " + job.state() + " " + job.failure());
  }

  /** Holds the archive against the records of the topic, each parsed by itself. */
  ArchiveContent thatHoldsTheTopic() {
    var transactions = new TreeMap<SourcePosition, Transaction>();
    var deadLetters = new TreeMap<SourcePosition, DeadLetter>();
    var parser = TransactionParser.of(null);
    for (var record : run.topics().read(run.name())) {
      var position = SourcePosition.inTopic(run.name(), record.partition(), record.offset());
      var parsed = parser.parse(RawRecord.json(position, record.value()));
      if (parsed instanceof Transaction transaction) {
        transactions.put(position, transaction);
      } else if (parsed instanceof ParseFailure failure) {
        deadLetters.put(position, DeadLetter.of(failure));
      }
    }
    var content = ArchiveContent.of(archive);
    assertThat(content.transactions().keySet(), is(transactions.keySet()));
    assertThat(content.transactions(), is(transactions));
    assertThat(content.deadLetters(), is(deadLetters));
    assertThat(content.misplaced(), is(empty()));
    return content;
  }

  /** Waits until no file is left that no entry names. */
  void thatHasNoLeftovers() {
    Until.isTrue(
        "nothing left over",
        LiveStack.PATIENCE,
        () -> ArchiveContent.of(archive).leftovers().isEmpty(),
        () -> ArchiveContent.of(archive).leftovers());
  }
}
