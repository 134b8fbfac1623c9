package io.vigil.pipelines.score;

import static io.vigil.pipelines.score.ScoreTables.figure;

import io.vigil.pipelines.pages.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Tables over the scores of several runs: their median, and the worst of them. */
final class SeedTables {

  private SeedTables() {}

  /** The recall of each kind, and what else differs from run to run. */
  static TextTable spread(List<Score> scores) {
    var table = new TextTable("in each run", "runs", "median", "worst");
    var recalls = new TreeMap<String, List<Double>>();
    for (var score : scores) {
      for (var row : KindRow.of(score.frauds())) {
        recalls
            .computeIfAbsent(
                "recall " + row.kind() + (row.isSubtle() ? " (subtle)" : ""),
                any -> new ArrayList<>())
            .add(-row.recall());
      }
    }
    // The lowest recall is the worst, and the highest of everything else.
    recalls.forEach(
        (name, negative) ->
            table.add(
                name,
                String.valueOf(negative.size()),
                figure(-median(negative), 2),
                figure(-worst(negative), 2)));
    add(table, "false fraud incidents a day", scores, Score::falseADay);
    add(table, "the same after the first three hours", scores, Score::falseADayLater);
    add(table, "the same for each thousand keys", scores, Score::falseADayForThousandKeys);
    add(table, "surges called fraud", scores, Score::calledFraud);
    return table;
  }

  private static void add(
      TextTable table, String name, List<Score> scores, ToDoubleFunction<Score> figure) {
    var figures = scores.stream().mapToDouble(figure).boxed().toList();
    table.add(
        name,
        String.valueOf(figures.size()),
        figure(median(figures), 2),
        figure(worst(figures), 2));
  }

  private static double median(List<Double> figures) {
    var sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static double worst(List<Double> figures) {
    return figures.stream().mapToDouble(it -> it).max().orElseThrow();
  }
}
