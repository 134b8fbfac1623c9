package io.vigil.pipelines.score;

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
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
      h1 { font-size: 1.6rem } h2 { margin-top: 2.5rem } h3 { font-size: 1rem; margin: 0 }
      table { border-collapse: collapse; font-size: 13px; width: 100%; margin: 1rem 0 }
      th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid #d5dae0 }
      th:first-child, td:first-child { text-align: left }
      section { break-inside: avoid; border: 1px solid #d5dae0; border-radius: 6px; padding: .8rem 1rem; margin: .8rem 0 }
      section p { margin: .1rem 0; color: #57606a }
      .right_key { color: #116329 } .other_key, .too_late { color: #8a5a00 } .missed, .false { color: #a40e26 }
      svg { width: 100%; height: auto; font: 10px system-ui, sans-serif; fill: #57606a }
      .axis { stroke: #8c959f; fill: none } .end { text-anchor: end } .middle { text-anchor: middle }
      .approved { fill: #8fb8de } .declined { fill: #2f5f8f } circle { fill: #7a3e9d }
      polyline { fill: none; stroke-width: 1.2 } .observed { stroke: #7a3e9d } .expected { stroke: #57606a }
      .threshold { stroke: #b35900; stroke-dasharray: 4 3 }
      .alarm { stroke: #cf222e; stroke-width: 1.5 } .benign { stroke: #57606a; stroke-dasharray: 2 2 }
      .legend span { margin-right: 1.2rem } .legend b { font-weight: 600 }
      @media print { body { margin: 0; max-width: none; font-size: 11px } * { print-color-adjust: exact } }
      """;

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
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>Vigil: how well fraud was found</title><style>\n")
        .append(STYLE)
        .append("</style></head><body>\n<h1>How well fraud was found</h1>\n<p>")
        .append(Html.escaped(period()))
        .append("</p>\n");
    table(ScoreTables.frauds(score.frauds()));
    table(ScoreTables.surges(score.surges()));
    html.append("<p>").append(Html.escaped(ScoreTables.falseAlarms(score))).append("</p>\n");
    html.append(
        """
        <p class="legend"><span><b style="color:#2f5f8f">bars</b> planted payments, declined ones dark</span>
        <span><b style="color:#7a3e9d">dots</b> counted</span> <span><b>line</b> expected</span>
        <span><b style="color:#b35900">dashed</b> threshold</span> <span><b style="color:#cf222e">red</b> alarm</span></p>
        """);
    var findings = score.frauds().stream().collect(Collectors.toMap(Finding::incident, it -> it));
    html.append("<h2>Frauds</h2>\n");
    truth.planted().stream()
        .filter(Planted::isFraud)
        .forEach(it -> planted(it, findings.get(it.incident())));
    html.append("<h2>No frauds</h2>\n");
    truth.planted().stream().filter(it -> !it.isFraud()).forEach(it -> planted(it, null));
    falseAlarms();
    return html.append("</body></html>\n").toString();
  }

  private String period() {
    return "%s to %s, %d planted, %d incidents told"
        .formatted(
            Instant.ofEpochMilli(truth.first()),
            Instant.ofEpochMilli(truth.last()),
            truth.planted().size(),
            told.incidents().size());
  }

  private void table(TextTable table) {
    html.append("<table><tr>");
    table.header().forEach(it -> html.append("<th>").append(Html.escaped(it)).append("</th>"));
    html.append("</tr>\n");
    for (var row : table.body()) {
      html.append("<tr>");
      row.forEach(it -> html.append("<td>").append(Html.escaped(it)).append("</td>"));
      html.append("</tr>\n");
    }
    html.append("</table>\n");
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
            .map(Html::key)
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
        .append(Html.key(Matching.key(alarm)))
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
    html.append(Timeline.of(planted, alarms, theirs));
  }
}
