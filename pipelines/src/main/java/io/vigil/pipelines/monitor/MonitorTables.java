package io.vigil.pipelines.monitor;

import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WriteRows;
import io.vigil.schemas.Grain;
import io.vigil.schemas.avro.RecordTypes;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The tables of the main job as folders of files. */
final class MonitorTables {

  static final String TOTALS = "totals";
  static final String DEAD_LETTERS = "dead_letters";
  static final String LEDGER = "ledger";
  static final Set<String> ALL = Set.of(TOTALS, DEAD_LETTERS, LEDGER);

  private MonitorTables() {}

  /** Sinks that write each table to its folder. */
  static Monitor.Sinks sinks(Path folder, OutputFormat format) {
    return new Monitor.Sinks(
        WriteRows.to(folder.resolve(TOTALS), format, RecordTypes.TOTAL)
            .named(total -> nameOf(total.grain())),
        WriteRows.to(folder.resolve(DEAD_LETTERS), format, RecordTypes.DEAD_LETTER),
        WriteRows.to(folder.resolve(LEDGER), format, RecordTypes.LEDGER_ENTRY));
  }

  /** What the files with the totals of a grain are called. */
  static String nameOf(Grain grain) {
    return grain.name().toLowerCase(Locale.ROOT);
  }
}
