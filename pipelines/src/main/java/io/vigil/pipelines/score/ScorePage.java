package io.vigil.pipelines.score;

import io.vigil.pipelines.pages.Html;
import io.vigil.pipelines.pages.Timeline;
import io.vigil.pipelines.score.Matching.Match;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A score as one page that needs no other file and no network, with a timeline of each incident.
 */
final class ScorePage {

  private static final int MOST_KEYS = 5;
  private static final int MOST_FALSE_ALARMS = 200;
  private final Truth truth;
  private final Told told;
  private final Matching matching;
  private final Map<String, List<Spike>> spikes;
  private final StringBuilder html = new StringBuilder();

  private ScorePage(Truth truth, Told told, Matching matching) {
    this.truth = truth;
    this.told = told;
    this.matching = matching;
    this.spikes = told.spikes().stream().collect(Collectors.groupingBy(Spike::incidentId));
  }

  static String of(Score score, Truth truth, Told told, Matching matching) {
    return new ScorePage(truth, told, matching).page(score);
  }

  private String page(Score score) {
    html.append("<h1>How well fraud was found</h1>\n<p class=\"soft\">")
        .append(Html.escaped(period()))
        .append("</p>\n");
    html.append(Html.table(ScoreTables.frauds(score.frauds())));
    html.append(Html.table(ScoreTables.surges(score.surges())));
    html.append("<p>").append(Html.escaped(ScoreTables.falseAlarms(score))).append("</p>\n");
    html.append(
        """
        <p class="legend"><span><i style="color:var(--declined)"></i>planted payments, declined ones dark</span>
        <span><i style="color:var(--count)"></i>counted</span> <span><b>line</b> expected</span>
        <span><i style="color:var(--limit)"></i>threshold</span> <span><i style="color:var(--bad)"></i>alarm</span></p>
        """);
    var findings = score.frauds().stream().collect(Collectors.toMap(Finding::incident, it -> it));
    html.append("<h2>Frauds</h2>\n");
    truth.planted().stream()
        .filter(Planted::isFraud)
        .forEach(it -> planted(it, findings.get(it.incident())));
    html.append("<h2>No frauds</h2>\n");
    truth.planted().stream().filter(it -> !it.isFraud()).forEach(it -> planted(it, null));
    falseAlarms();
    return Html.page("Vigil: how well fraud was found", html.toString());
  }

  private String period() {
    return "%s to %s, %d planted, %d incidents told"
        .formatted(
            Instant.ofEpochMilli(truth.first()),
            Instant.ofEpochMilli(truth.last()),
            truth.planted().size(),
            told.incidents().size());
  }

  private void planted(Planted planted, @Nullable Finding finding) {
    var alarms =
        told.incidents().stream().filter(it -> matching.of(planted, it) != Match.NONE).toList();
    html.append("<section><h3>")
        .append(Html.escaped(planted.kind() + " "))
        .append(planted.subtlety() == null ? "" : Html.escaped("(" + planted.subtlety() + ") "));
    if (finding != null) {
      var outcome = finding.outcome().name().toLowerCase(Locale.ROOT);
      html.append("<span class=\"%s\">%s</span>".formatted(outcome, outcome.replace('_', ' ')));
    }
    html.append("</h3><p>")
        .append(Html.escaped(planted.incident() + ": "))
        .append(keys(planted))
        .append(Html.escaped(", " + planted.payments().size() + " transactions"))
        .append(finding == null ? "" : Html.escaped(delay(finding)))
        .append("</p>");
    alarms.forEach(this::alarm);
    draw(planted, alarms);
    html.append("</section>\n");
  }

  private static String keys(Planted planted) {
    var keys = planted.keys();
    return keys.stream()
            .sorted(Comparator.comparing(Planted.Key::dimension).thenComparing(Planted.Key::key))
            .limit(MOST_KEYS)
            .map(it -> Html.key(it.dimension(), it.key()))
            .collect(Collectors.joining(", "))
        + (keys.size() > MOST_KEYS ? " and " + (keys.size() - MOST_KEYS) + " more" : "");
  }

  private static String delay(Finding finding) {
    return finding.seconds() == null
        ? ""
        : ", alarm after %s s, %d transactions and %s USD"
            .formatted(
                ScoreTables.figure(finding.seconds(), 1),
                finding.transactions(),
                ScoreTables.figure(finding.dollars(), 2));
  }

  private void falseAlarms() {
    var frauds = told.incidents().stream().filter(Incident::isFraud).toList();
    var alarms =
        Score.falseAlarms(truth, frauds, matching).stream()
            .sorted(Comparator.comparingLong(Incident::alarmedAt))
            .toList();
    html.append("<h2>False alarms</h2>\n");
    if (alarms.size() > MOST_FALSE_ALARMS) {
      html.append("<p>The first %d of %d.</p>\n".formatted(MOST_FALSE_ALARMS, alarms.size()));
    }
    for (var alarm : alarms.subList(0, Math.min(alarms.size(), MOST_FALSE_ALARMS))) {
      html.append("<section><h3 class=\"false\">false alarm</h3>");
      alarm(alarm);
      draw(null, List.of(alarm));
      html.append("</section>\n");
    }
  }

  private void alarm(Incident alarm) {
    html.append("<p>")
        .append(Html.escaped(alarm.kind().name().toLowerCase(Locale.ROOT) + " told of "))
        .append(Html.key(alarm.dimension().name(), alarm.key()))
        .append(
            Html.escaped(
                " at %s: %s %d where %s was expected, within %d s"
                    .formatted(
                        Instant.ofEpochMilli(alarm.alarmedAt()),
                        alarm.signal(),
                        alarm.observed(),
                        ScoreTables.figure(alarm.expected(), 2),
                        alarm.spanSeconds())))
        .append("</p>");
  }

  private void draw(@Nullable Planted planted, List<Incident> alarms) {
    var theirs =
        alarms.stream()
            .flatMap(it -> spikes.getOrDefault(it.incidentId(), List.of()).stream())
            .toList();
    html.append(Timeline.of(planted == null ? null : payments(planted), alarms, theirs));
  }

  private static Timeline.Payments payments(Planted planted) {
    var payments =
        planted.payments().stream()
            .map(it -> new Timeline.Payment(it.time(), it.isDeclined()))
            .toList();
    return new Timeline.Payments("planted", planted.start(), planted.end(), payments);
  }
}
