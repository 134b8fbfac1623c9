package io.vigil.pipelines.monitor;

import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WriteRows;
import io.vigil.schemas.Grain;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The tables of the main job as folders of files. */
final class MonitorTables {

  static final String TOTALS = "totals";
  static final String SPIKES = "spikes";
  static final String INCIDENTS = "incidents";
  static final String FLAGS = "flags";
  static final String CONFLICTS = "conflicts";
  static final String DEAD_LETTERS = "dead_letters";
  static final String LATE = "late";
  static final String LEDGER = "ledger";
  static final Set<String> ALL =
      Set.of(TOTALS, SPIKES, INCIDENTS, FLAGS, CONFLICTS, DEAD_LETTERS, LATE, LEDGER);

  private final Path folder;
  private final OutputFormat format;

  private MonitorTables(Path folder, OutputFormat format) {
    this.folder = folder;
    this.format = format;
  }

  /** Sinks that write each table to its folder. */
  static Monitor.Sinks sinks(Path folder, OutputFormat format) {
    var tables = new MonitorTables(folder, format);
    return new Monitor.Sinks(
        tables.to(TOTALS, RecordTypes.TOTAL).named(total -> nameOf(total.grain())),
        tables.to(SPIKES, RecordTypes.SPIKE),
        tables.to(INCIDENTS, RecordTypes.INCIDENT),
        tables.to(FLAGS, RecordTypes.FLAG),
        tables.to(CONFLICTS, RecordTypes.CONFLICT),
        tables.to(DEAD_LETTERS, RecordTypes.DEAD_LETTER),
        tables.to(LATE, RecordTypes.LATE_TRANSACTION),
        tables.to(LEDGER, RecordTypes.LEDGER_ENTRY));
  }

  private <T> WriteRows<T> to(String table, RecordType<T> type) {
    return WriteRows.to(folder.resolve(table), format, type);
  }

  /** What the files with the totals of a grain are called. */
  static String nameOf(Grain grain) {
    return grain.name().toLowerCase(Locale.ROOT);
  }
}
