package io.vigil.pipelines.report;

import static io.vigil.pipelines.pages.Html.escaped;

import io.vigil.pipelines.pages.Html;
import io.vigil.pipelines.pages.TextTable;
import io.vigil.pipelines.pages.Timeline;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.VigilVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the tables say as one page that needs no other file and no network. Cards are masked in it,
 * and nothing in it can become markup. It depends on the tables alone, so that it is the same
 * whenever it is made.
 */
final class ReportPage {

  private static final int MOST_TIMELINES = 60;
  private static final int MOST_LISTED = 300;
  private static final int MOST_KEYS = 10;
  private static final int MOST_CURRENCIES = 2;

  private final Findings findings;
  private final Counted all;

  /** Whether the sums of all currencies fit into one cell. */
  private final boolean isShort;

  private final StringBuilder html = new StringBuilder();

  ReportPage(Findings findings) {
    this.findings = findings;
    this.all = findings.all();
    this.isShort = all.money().size() <= MOST_CURRENCIES;
  }

  /**
   * Writes it.
   *
   * @param rules what was looked for, a line each; null if it is not known
   */
  String page(@Nullable List<String> rules) {
    html.append("<h1>What Vigil found</h1>\n<p class=\"soft\">")
        .append(escaped(period()))
        .append("</p>\n");
    figures();
    incidents();
    payments();
    keys();
    records();
    configuration(rules);
    return Html.page("Vigil: what was found", html.toString());
  }

  private String period() {
    var days = findings.days();
    return days.isEmpty()
        ? "No payment was accepted."
        : "Payments of %s %s, %s to %s. All times are UTC."
            .formatted(
                Words.count(days.size()),
                days.size() == 1 ? "day" : "days",
                days.firstKey(),
                days.lastKey());
  }

  private void figures() {
    var books = findings.allBooks();
    long frauds = findings.frauds().size();
    html.append("<div class=\"grid\">");
    figure("payments", Words.count(all.count()), Words.moneyInShort(all.money()));
    figure("declined", Words.share(all.declined(), all.count()), Words.count(all.declined()));
    figure(
        "incidents of fraud",
        Words.count(frauds),
        Words.count(findings.incidents().size() - frauds) + " without fraud");
    figure(
        "records set aside",
        Words.count(books.deadLetters()),
        Words.share(books.deadLetters(), books.read()) + " of " + Words.count(books.read()));
    html.append("</div>\n");
  }

  private void figure(String name, String value, String note) {
    html.append(
        "<div class=\"figure\">%s<b>%s</b><span class=\"soft\">%s</span></div>"
            .formatted(escaped(name), escaped(value), escaped(note)));
  }

  private void incidents() {
    var frauds = findings.frauds();
    html.append("<h2>Fraud</h2>\n");
    if (frauds.isEmpty()) {
      html.append("<p>None was found.</p>\n");
    } else {
      html.append(
          """
          <p class="legend"><span><i style="color:var(--count)"></i>counted</span> <span><b>line</b> expected</span>
          <span><i style="color:var(--limit)"></i>enough for a spike</span>
          <span><i style="color:var(--bad)"></i>alarm</span></p>
          """);
      frauds.stream().limit(MOST_TIMELINES).forEach(this::incident);
      list(frauds.subList(Math.min(MOST_TIMELINES, frauds.size()), frauds.size()));
    }
    var others = findings.incidents().stream().filter(it -> !it.isFraud()).toList();
    if (!others.isEmpty()) {
      html.append("<h2>Incidents without fraud</h2>\n");
      list(others);
    }
  }

  private void incident(Incident it) {
    html.append("<section><h3><span class=\"bad\">%s</span> ".formatted(Words.plain(it.kind())))
        .append(Html.key(it.dimension().name(), it.key()))
        .append("</h3>");
    paragraph(
        "%s to %s, alarm at %s: %s %s in %d s where %.1f were expected"
            .formatted(
                Words.time(it.incidentStart()),
                Words.time(it.incidentEnd()),
                Words.time(it.alarmedAt()),
                Words.count(it.observed()),
                it.signal(),
                it.spanSeconds(),
                it.expected()));
    paragraph(
        it.attempts() == 0
            ? ""
            : "cards: %s; approved: %s; declined: %s"
                .formatted(
                    Words.count(it.cards()),
                    sums(it.approved(), it.approvedMoney()),
                    sums(it.declined(), it.declinedMoney())));
    paragraph(it.evidence().isEmpty() ? "" : "evidence: " + it.evidence());
    paragraph(it.rules().isEmpty() ? "" : "rules: " + it.rules().replace(",", ", "));
    html.append(
            Timeline.of(
                null, List.of(it), findings.spikes().getOrDefault(it.incidentId(), List.of())))
        .append("</section>\n");
  }

  private void paragraph(String text) {
    if (!text.isEmpty()) {
      html.append("<p>").append(escaped(text)).append("</p>");
    }
  }

  private static String sums(long count, String money) {
    return money.isEmpty() ? Words.count(count) : Words.count(count) + " (" + money + ")";
  }

  /** A line for each. */
  private void list(List<Incident> incidents) {
    if (incidents.isEmpty()) {
      return;
    }
    html.append(
        "<div class=\"wide\"><table class=\"texts\"><thead><tr><th>alarm</th><th>kind</th><th>key</th>"
            + "<th>counted</th><th>expected</th></tr></thead><tbody>\n");
    for (var it : incidents.subList(0, Math.min(MOST_LISTED, incidents.size()))) {
      html.append("<tr><td>")
          .append(Words.time(it.alarmedAt()))
          .append("</td><td>")
          .append(Words.plain(it.kind()))
          .append("</td><td>")
          .append(Html.key(it.dimension().name(), it.key()))
          .append("</td><td>")
          .append(
              escaped(
                  "%s %s in %d s"
                      .formatted(Words.count(it.observed()), it.signal(), it.spanSeconds())))
          .append("</td><td>")
          .append(String.format(Locale.ROOT, "%,.1f", it.expected()))
          .append("</td></tr>\n");
    }
    html.append("</tbody></table></div>\n");
    if (incidents.size() > MOST_LISTED) {
      html.append(
          "<p class=\"soft\">The first %d of %s; all are in the table <code>incidents</code>.</p>\n"
              .formatted(MOST_LISTED, Words.count(incidents.size())));
    }
  }

  private void payments() {
    if (findings.days().isEmpty()) {
      return;
    }
    html.append("<h2>Payments by day</h2>\n<figure>")
        .append(DayChart.of(findings.days()))
        .append(
            "<figcaption>A bar for each day, its dark part was declined.</figcaption></figure>\n");
    var table = counted("day");
    findings.days().forEach((day, it) -> add(table, day.toString(), it));
    add(table, "all", all);
    html.append(Html.table(table));
    if (!isShort) {
      money();
    }
    html.append("<h2>Payments by hour</h2>\n").append(HourTable.of(findings.hours()));
  }

  private TextTable counted(String what) {
    return isShort
        ? new TextTable(what, "payments", "declined", "flagged", "money")
        : new TextTable(what, "payments", "declined", "flagged");
  }

  private void add(TextTable table, String what, Counted it) {
    var cells =
        new ArrayList<>(
            List.of(
                what,
                Words.count(it.count()),
                Words.share(it.declined(), it.count()),
                Words.count(it.flagged())));
    if (isShort) {
      cells.add(Words.money(it.money()));
    }
    table.add(cells.toArray(String[]::new));
  }

  private void money() {
    html.append("<h2>By currency</h2>\n");
    var table = new TextTable("currency", "money");
    all.money().forEach((currency, sum) -> table.add(currency, Words.amount(sum, currency)));
    html.append(Html.table(table));
  }

  private void keys() {
    for (var dimension : List.of(Dimension.MERCHANT, Dimension.COUNTRY, Dimension.CATEGORY)) {
      var largest = findings.largest(dimension, MOST_KEYS);
      if (largest.isEmpty()) {
        continue;
      }
      var name = Words.plain(dimension);
      html.append("<h2>By %s</h2>\n".formatted(name));
      var table = counted(name);
      largest.forEach(it -> add(table, it.getKey(), it.getValue()));
      html.append(Html.table(table));
      int others = findings.keys().get(dimension).size() - largest.size();
      if (others > 0) {
        html.append("<p class=\"soft\">and %s more</p>\n".formatted(Words.count(others)));
      }
    }
  }

  private void records() {
    html.append("<h2>What became of the records</h2>\n");
    var table =
        new TextTable(
            "generation",
            "read",
            "accepted",
            "duplicates",
            "dead letters",
            "late",
            "skipped",
            "balanced");
    findings
        .books()
        .forEach(
            (generation, it) ->
                table.add(
                    generation == 0 ? "live" : "backfill " + generation,
                    Words.count(it.read()),
                    Words.count(it.accepted()),
                    Words.count(it.duplicates()),
                    Words.count(it.deadLetters()),
                    Words.count(it.late()),
                    Words.count(it.skipped()),
                    it.isBalanced() ? "yes" : "no"));
    html.append(Html.table(table));
    if (findings.conflicts() > 0) {
      html.append(
          "<p>%s ids came with more than one content: see the table <code>conflicts</code>.</p>\n"
              .formatted(Words.count(findings.conflicts())));
    }
    if (!findings.setAside().isEmpty()) {
      deadLetters();
    }
  }

  private void deadLetters() {
    html.append("<h2>Dead letters</h2>\n");
    html.append(
        "<div class=\"wide\"><table class=\"texts\"><thead><tr><th>reason</th><th>records</th><th>the first"
            + "</th><th>what was wrong with it</th></tr></thead><tbody>\n");
    findings.setAside().entrySet().stream()
        .sorted(Comparator.comparingLong(it -> -it.getValue().count()))
        .forEach(
            it ->
                html.append("<tr><td>")
                    .append(it.getKey())
                    .append("</td><td>")
                    .append(Words.count(it.getValue().count()))
                    .append("</td><td>")
                    .append(escaped(it.getValue().first().toString()))
                    .append("</td><td>")
                    .append(escaped(it.getValue().message()))
                    .append("</td></tr>\n"));
    html.append(
        """
        </tbody></table></div>
        <p>Mend the mapping, and take them through it again: <code>vigil redrive --deadLetters=… --dryRun</code>
        shows what would become of them.</p>
        """);
  }

  private void configuration(@Nullable List<String> rules) {
    var hashes =
        findings.incidents().stream()
            .map(Incident::detection)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    var lines = new ArrayList<String>();
    lines.add("vigil " + VigilVersion.CURRENT);
    if (rules != null) {
      lines.addAll(rules);
    } else if (!hashes.isEmpty()) {
      lines.add("detection " + hashes);
    }
    html.append("<h2>Configuration</h2>\n<pre>");
    lines.forEach(it -> html.append(escaped(it)).append('\n'));
    html.append("</pre>\n");
  }
}
