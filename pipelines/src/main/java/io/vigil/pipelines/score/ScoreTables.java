package io.vigil.pipelines.score;

import io.vigil.pipelines.pages.TextTable;
import io.vigil.pipelines.score.Finding.Outcome;
import io.vigil.pipelines.score.Score.SurgeFinding;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tables that a score is shown in, to people. */
final class ScoreTables {

  private ScoreTables() {}

  /** What became of the frauds, by kind. */
  static TextTable frauds(List<Finding> findings) {
    var table =
        new TextTable(
            "fraud",
            "planted",
            "right key",
            "other key",
            "too late",
            "missed",
            "recall",
            "seconds",
            "worst",
            "transactions",
            "worst",
            "USD",
            "incidents",
            "right kind");
    for (var row : KindRow.of(findings)) {
      table.add(
          row.kind() + (row.isSubtle() ? " (subtle)" : ""),
          String.valueOf(row.planted()),
          String.valueOf(row.count(Outcome.RIGHT_KEY)),
          String.valueOf(row.count(Outcome.OTHER_KEY)),
          String.valueOf(row.count(Outcome.TOO_LATE)),
          String.valueOf(row.count(Outcome.MISSED)),
          figure(row.recall(), 2),
          figure(row.median(Finding::seconds), 0),
          figure(row.worst(Finding::seconds), 0),
          figure(row.median(Finding::transactions), 0),
          figure(row.worst(Finding::transactions), 0),
          figure(row.median(Finding::dollars), 0),
          figure(row.incidentsForEach(), 2),
          figure(row.rightKind(), 2));
    }
    return table;
  }

  /** What became of that which was no fraud, by kind. */
  static TextTable surges(List<SurgeFinding> findings) {
    var table = new TextTable("no fraud", "happened", "called fraud", "told as what it is");
    findings.stream()
        .map(SurgeFinding::kind)
        .distinct()
        .sorted()
        .forEach(
            kind -> {
              var these = findings.stream().filter(it -> it.kind().equals(kind)).toList();
              table.add(
                  kind,
                  String.valueOf(these.size()),
                  count(these, SurgeFinding::isCalledFraud),
                  count(these, SurgeFinding::isTold));
            });
    return table;
  }

  /** The incidents of which nothing was planted, in a line. */
  static String falseAlarms(Score score) {
    return "false fraud incidents: %d in %s days %s; %s a day, %s after the first three hours, %s for each thousand keys"
        .formatted(
            score.falseAlarms(),
            figure(score.days(), 1),
            score.falseByDimension(),
            figure(score.falseADay(), 2),
            figure(score.falseADayLater(), 2),
            figure(score.falseADayForThousandKeys(), 2));
  }

  /** The figure with so many decimals, or a dash. */
  static String figure(@Nullable Double figure, int decimals) {
    return figure == null ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", figure);
  }

  private static String count(List<SurgeFinding> findings, Predicate<SurgeFinding> what) {
    return String.valueOf(findings.stream().filter(what).count());
  }
}
