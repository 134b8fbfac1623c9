package io.vigil.pipelines.generate;

import io.vigil.schemas.files.FileFormat;
import java.util.Locale;

/**
 * All that decides what is generated, checked.
 *
 * @param seed of all chance
 * @param world what happens
 * @param faults what goes wrong with its records
 * @param lateness when a stream finds a record late
 * @param form how it is written
 */
record GenerateConfig(long seed, World world, Faults faults, Lateness lateness, Form form) {

  /**
   * What happens.
   *
   * @param transactions of ordinary traffic
   * @param start in milliseconds since the epoch
   * @param cardSkew the exponent of Zipf's law: 0 uses all cards equally
   */
  record World(
      long transactions,
      long start,
      int days,
      int incidents,
      int merchants,
      double merchantSkew,
      int cards,
      double cardSkew) {}

  /** What goes wrong, each as a part of the transactions. */
  record Faults(double duplicates, double conflicts, double late, double outOfOrder, double bad) {}

  /** How it is written. */
  record Form(
      FileFormat format, boolean gzip, RecordOrder order, int recordsPerFile, TruthLevel truth) {

    /** The path of a file within the output. */
    String fileName(int file) {
      var extension = format == FileFormat.JSON ? "jsonl" : format.name().toLowerCase(Locale.ROOT);
      return GeneratedTables.TRANSACTIONS
          + "/"
          + Names.part(file)
          + "."
          + extension
          + (gzip ? ".gz" : "");
    }
  }
}
