package io.vigil.pipelines.score;

import static io.vigil.pipelines.score.ScoreTables.figure;

import io.vigil.pipelines.score.Finding.Outcome;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The last line that is printed, for scripts. */
final class ResultLine {

  private ResultLine() {}

  /** Of one run or of several: false alarms are those of all their days. */
  static String of(List<Score> scores) {
    var frauds = scores.stream().flatMap(it -> it.frauds().stream()).toList();
    var all = new KindRow(KindRow.ALL, false, frauds);
    var clear =
        new KindRow(KindRow.ALL, false, frauds.stream().filter(it -> !it.isSubtle()).toList());
    long prompt = clear.findings().stream().filter(it -> isBrief(it) && it.isPrompt()).count();
    long brief =
        clear.findings().stream().filter(it -> isBrief(it) && it.seconds() != null).count();
    long surges = scores.stream().mapToLong(it -> it.surges().size()).sum();
    long calledFraud = scores.stream().mapToLong(Score::calledFraud).sum();
    return "planted=%d right_key=%d other_key=%d missed=%d recall=%s recall_all=%s seconds=%s transactions=%s prompt=%s incidents_for_each=%s false_a_day=%s false_a_day_later=%s surges=%d called_fraud=%d"
        .formatted(
            all.planted(),
            all.count(Outcome.RIGHT_KEY),
            all.count(Outcome.OTHER_KEY),
            all.count(Outcome.MISSED) + all.count(Outcome.TOO_LATE),
            clear.planted() == 0 ? "-" : figure(clear.recall(), 3),
            all.planted() == 0 ? "-" : figure(all.recall(), 3),
            figure(clear.median(it -> isBrief(it) ? it.seconds() : null), 0),
            figure(clear.median(it -> isBrief(it) ? it.transactions() : null), 0),
            brief == 0 ? "-" : figure((double) prompt / brief, 3),
            figure(all.incidentsForEach(), 2),
            figure(mean(scores, Score::falseADay), 2),
            figure(mean(scores, Score::falseADayLater), 2),
            surges,
            calledFraud);
  }

  /** Delays are counted of what lasts under an hour. */
  private static boolean isBrief(Finding finding) {
    return finding.lasted() < 3600;
  }

  private static double mean(List<Score> scores, ToDoubleFunction<Score> figure) {
    return scores.stream().mapToDouble(figure).average().orElse(0);
  }
}
