package io.vigil.pipelines.score;

import io.vigil.pipelines.score.Matching.Match;
import io.vigil.schemas.Incident;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one planted fraud.
 *
 * @param incident its name in the truth
 * @param outcome the best of what was told of it in time
 * @param seconds from its first transaction to the alarm, in event time; null if there was none
 * @param transactions so many of it had happened when the alarm rang, with the one that rang it
 * @param dollars so much of it had been approved until then
 * @param isPrompt whether the alarm rang within 90 s or 12 transactions, whichever was later
 * @param lasted how many seconds the fraud lasted
 * @param incidents how many incidents were told of it
 * @param toldKind the kind that the alarm named; null if there was none
 * @param isKindRight whether that is what it was
 */
record Finding(
    String incident,
    String kind,
    boolean isSubtle,
    Outcome outcome,
    @Nullable Double seconds,
    @Nullable Integer transactions,
    @Nullable Double dollars,
    boolean isPrompt,
    double lasted,
    int incidents,
    @Nullable String toldKind,
    boolean isKindRight) {

  /** How a planted fraud ended. */
  enum Outcome {
    RIGHT_KEY,
    OTHER_KEY,
    TOO_LATE,
    MISSED
  }

  private static final double PROMPT_SECONDS = 90;
  private static final int PROMPT_TRANSACTIONS = 12;
  private static final Comparator<Incident> BY_ALARM =
      Comparator.comparingLong(Incident::alarmedAt).thenComparing(Incident::incidentId);

  /** Works out what the incidents that looked like fraud say of it. */
  static Finding of(Planted planted, List<Incident> frauds, Matching matching) {
    var right = told(Match.RIGHT_KEY, planted, frauds, matching);
    var other = told(Match.OTHER_KEY, planted, frauds, matching);
    var late = told(Match.TOO_LATE, planted, frauds, matching);
    var outcome =
        !right.isEmpty()
            ? Outcome.RIGHT_KEY
            : !other.isEmpty()
                ? Outcome.OTHER_KEY
                : late.isEmpty() ? Outcome.MISSED : Outcome.TOO_LATE;
    var first = (right.isEmpty() ? other : right).stream().min(BY_ALARM);
    double lasted = (planted.end() - planted.start()) / 1000.0;
    int incidents = right.size() + other.size() + late.size();
    if (first.isEmpty()) {
      return new Finding(
          planted.incident(),
          planted.kind(),
          planted.isSubtle(),
          outcome,
          null,
          null,
          null,
          false,
          lasted,
          incidents,
          null,
          false);
    }
    long alarm = first.get().alarmedAt();
    double seconds = Math.max(0, alarm - planted.start()) / 1000.0;
    var passed = planted.payments().stream().filter(it -> it.time() <= alarm).toList();
    double dollars =
        passed.stream().filter(it -> !it.isDeclined()).mapToDouble(Planted.Payment::dollars).sum();
    var kind = first.get().kind().name().toLowerCase(Locale.ROOT);
    return new Finding(
        planted.incident(),
        planted.kind(),
        planted.isSubtle(),
        outcome,
        seconds,
        passed.size(),
        dollars,
        seconds <= PROMPT_SECONDS || passed.size() <= PROMPT_TRANSACTIONS,
        lasted,
        incidents,
        kind,
        Kinds.isRight(planted.kind(), kind));
  }

  private static List<Incident> told(
      Match match, Planted planted, List<Incident> frauds, Matching matching) {
    return frauds.stream().filter(it -> matching.of(planted, it) == match).toList();
  }
}
