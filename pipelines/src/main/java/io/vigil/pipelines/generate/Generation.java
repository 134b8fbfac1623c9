package io.vigil.pipelines.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a {@link Generator} makes. The files and the truth are written in threads of their
 * own, from queues, so that nothing depends on which of them is faster.
 */
final class Generation {

  private final GenerateConfig config;
  private final Summary summary = new Summary();
  private final EntrySink files;
  private final @Nullable EntrySink records;
  private final @Nullable IncidentTruth incidents;
  private long written;

  private Generation(
      GenerateConfig config,
      EntrySink files,
      @Nullable EntrySink records,
      @Nullable IncidentTruth incidents) {
    this.config = config;
    this.files = files;
    this.records = records;
    this.incidents = incidents;
  }

  /**
   * Generates everything but the summary.
   *
   * @param folder holds the folders of the tables; null if only a topic is written to
   */
  static Summary run(GenerateConfig config, @Nullable Path folder) throws IOException {
    var truth = folder == null ? null : folder.resolve(GeneratedTables.TRUTH);
    var level = truth == null ? TruthLevel.none : config.form().truth();
    try (var files = new Background("vigil-records", sink(config, folder));
        var records =
            truth != null && level == TruthLevel.full
                ? new Background("vigil-truth", new RecordTruth(truth, config))
                : null;
        var incidents =
            truth == null || level == TruthLevel.none ? null : new IncidentTruth(truth)) {
      return new Generation(config, files, records, incidents).run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static EntrySink sink(GenerateConfig config, @Nullable Path folder) {
    var target = config.target();
    if (target != null) {
      return target.open();
    }
    if (folder == null) {
      throw new IllegalArgumentException("neither a folder nor a topic");
    }
    return new TransactionFiles(folder, config);
  }

  private Summary run() {
    boolean inOrderOfEvents = config.form().order() == RecordOrder.event;
    new Generator(config, this::planted)
        .run(
            entry -> {
              if (inOrderOfEvents) {
                toFile(entry);
              }
            },
            entry -> {
              if (!inOrderOfEvents) {
                toFile(entry);
              }
              toTruth(entry);
            });
    return summary;
  }

  private void planted(Incident incident) {
    summary.add(incident);
    try {
      if (incidents != null) {
        incidents.write(incident);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void toFile(Entry entry) {
    int recordsPerFile = config.form().recordsPerFile();
    entry.file = (int) (written / recordsPerFile);
    entry.number = (int) (written % recordsPerFile) + 1;
    written++;
    write(files, entry);
  }

  private void toTruth(Entry entry) {
    summary.add(entry);
    if (records != null) {
      write(records, entry);
    }
  }

  private static void write(EntrySink sink, Entry entry) {
    try {
      sink.write(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
