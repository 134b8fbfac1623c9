package io.vigil.pipelines.generate;

import io.vigil.schemas.files.FileFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what is generated, checked.
 *
 * @param seed of all chance
 * @param world what happens
 * @param faults what goes wrong with its records
 * @param lateness when a stream finds a record late
 * @param form how it is written
 * @param target the topic to which it is written; null for files
 */
record GenerateConfig(
    long seed,
    World world,
    Faults faults,
    Lateness lateness,
    Form form,
    @Nullable TopicTarget target) {

  /**
   * What happens.
   *
   * @param kind which world it is
   * @param transactions of ordinary traffic
   * @param start in milliseconds since the epoch
   * @param span of all ordinary traffic, in milliseconds
   * @param isEven whether the traffic is the same at all hours
   * @param subtleties of frauds in the market, each as often as the others
   * @param cardSkew the exponent of Zipf's law: 0 uses all cards equally
   * @param hasScores whether payments have a risk score
   */
  record World(
      WorldKind kind,
      long transactions,
      long start,
      long span,
      boolean isEven,
      int incidents,
      List<Subtlety> subtleties,
      int merchants,
      double merchantSkew,
      int cards,
      double cardSkew,
      boolean hasScores) {}

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
