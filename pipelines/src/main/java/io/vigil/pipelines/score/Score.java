package io.vigil.pipelines.score;

import io.vigil.pipelines.score.Matching.Match;
import io.vigil.schemas.Incident;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How well fraud was found in a run.
 *
 * @param days of event time
 * @param keys how many there were, over all dimensions but cards
 * @param frauds what became of each planted fraud
 * @param surges what became of each thing that only looked like fraud
 * @param falseAlarms incidents that looked like fraud, of which nothing was planted
 * @param falseAlarmsLater those of them that were raised after the first hours
 * @param falseByDimension how many there were of each
 */
record Score(
    double days,
    long keys,
    List<Finding> frauds,
    List<SurgeFinding> surges,
    int falseAlarms,
    int falseAlarmsLater,
    Map<String, Integer> falseByDimension) {

  /** For so long after the start a detection may still be learning. */
  static final Duration LEARNING = Duration.ofHours(3);

  private static final double MILLIS_OF_A_DAY = Duration.ofDays(1).toMillis();

  /**
   * What became of something that was no fraud.
   *
   * @param isCalledFraud whether an incident that looked like fraud was told of it
   * @param isTold whether an incident was told of it that did not
   */
  record SurgeFinding(String incident, String kind, boolean isCalledFraud, boolean isTold) {}

  /** Holds what was told against the truth. */
  static Score of(Truth truth, Told told, Matching matching) {
    var frauds = told.incidents().stream().filter(Incident::isFraud).toList();
    var others = told.incidents().stream().filter(it -> !it.isFraud()).toList();
    var falseAlarms = falseAlarms(truth, frauds, matching);
    var findings =
        truth.planted().stream()
            .filter(Planted::isFraud)
            .map(it -> Finding.of(it, frauds, matching))
            .toList();
    var surges =
        truth.planted().stream()
            .filter(it -> !it.isFraud())
            .map(
                it ->
                    new SurgeFinding(
                        it.incident(),
                        it.kind(),
                        isToldOf(it, falseAlarms, matching),
                        isToldOf(it, others, matching)))
            .toList();
    long learnt = truth.first() + LEARNING.toMillis();
    return new Score(
        (truth.last() - truth.first()) / MILLIS_OF_A_DAY,
        truth.keys(),
        findings,
        surges,
        falseAlarms.size(),
        (int) falseAlarms.stream().filter(it -> it.alarmedAt() >= learnt).count(),
        falseAlarms.stream()
            .collect(
                Collectors.toMap(
                    it -> it.dimension().name().toLowerCase(Locale.ROOT),
                    it -> 1,
                    Integer::sum,
                    TreeMap::new)));
  }

  /** Incidents that look like fraud and of which nothing was planted, not even long before. */
  static List<Incident> falseAlarms(Truth truth, List<Incident> frauds, Matching matching) {
    var planted = truth.planted().stream().filter(Planted::isFraud).toList();
    return frauds.stream()
        .filter(it -> planted.stream().allMatch(of -> matching.of(of, it) == Match.NONE))
        .toList();
  }

  private static boolean isToldOf(Planted planted, List<Incident> incidents, Matching matching) {
    return incidents.stream().anyMatch(it -> matching.of(planted, it) != Match.NONE);
  }

  double falseADay() {
    return days == 0 ? falseAlarms : falseAlarms / days;
  }

  double falseADayLater() {
    double later = days - LEARNING.toMillis() / MILLIS_OF_A_DAY;
    return later <= 0 ? falseAlarmsLater : falseAlarmsLater / later;
  }

  double falseADayForThousandKeys() {
    return keys == 0 ? falseADay() : falseADay() * 1000 / keys;
  }

  long calledFraud() {
    return surges.stream().filter(SurgeFinding::isCalledFraud).count();
  }
}
