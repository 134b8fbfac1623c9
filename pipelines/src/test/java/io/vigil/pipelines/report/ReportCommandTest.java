package io.vigil.pipelines.report;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenJson;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.postgres.TestPostgres;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  @TempDir private Path folder;

  @Test
  void shouldSayWhatTheTablesSay() throws IOException {
    var page = pageOfSmallTables();

    assertThat(page, containsString("Payments of 2 days, 2026-03-02 to 2026-03-04."));
    assertThat(figures(page), is(List.of("1,205", "0.1 %", "1", "3")));
    assertThat(
        rows(page, "day"),
        contains(
            List.of("2026-03-02", "5", "20.0 %", "2", "EUR 9.99, USD 30.00"),
            List.of("2026-03-04", "1,200", "0.0 %", "0", "USD 5,000.00"),
            List.of("all", "1,205", "0.1 %", "2", "EUR 9.99, USD 5,030.00")));
    assertThat(
        rows(page, "generation"),
        contains(List.of("live", "1,211", "1,205", "3", "3", "0", "0", "yes")));
    assertThat(
        rows(page, "reason"),
        contains(
            List.of(
                "NOT_A_NUMBER", "2", "in.csv:5", "amount: &#39;################&#39; is no number"),
            List.of("INVALID_TIME", "1", "in.csv:1", "event_time: no time")));
    assertThat(
        rows(page, "alarm"),
        contains(
            List.of(
                "2026-03-02 10:00:00",
                "surge",
                "merchant &lt;script&gt;alert(1)&lt;/script&gt;",
                "9 declined in 60 s",
                "0.5")));
    assertThat(
        page,
        allOf(
            containsString("drained card</span> card ••••••••••••••11</h3>"),
            containsString("9 declined in 60 s where 0.5 were expected"),
            containsString("cards: 9; approved: 2 (USD 2.00); declined: 18 (USD 18.00)"),
            containsString("rules: burst, many"),
            containsString("<td class=h1>5</td>"),
            containsString("<td class=h6>1,200</td>"),
            containsString("detection f00"),
            not(containsString("gone"))));
  }

  @Test
  void shouldShowEvilNamesAsTextAndLoadNothing() throws IOException {
    var page = pageOfSmallTables();

    assertThat(page, not(containsString("<script")));
    assertThat(page, not(containsString("\u202e")));
    assertThat(page, containsString("shop\\u202egnp.exe"));
    assertThat(page, not(containsString(SmallTables.CARD)));
    assertThat(page, containsString("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    assertThat(page.replace("http://www.w3.org/2000/svg", ""), not(containsString("http:")));
    assertThat(page, not(containsString("https:")));
  }

  @Test
  void shouldBeTheSameFromADatabase() throws IOException {
    var database = TestPostgres.freshSchema();
    PostgresTables.prepare(database);
    SmallTables.writeTo(database);
    var output = folder.resolve("page.html");

    var run =
        vigil(
            "report",
            "--output=" + output,
            "--jdbcUrl=" + database.url(),
            "--jdbcUser=" + database.user(),
            "--jdbcSchema=" + database.schema());

    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    assertThat(Files.readString(output), is(pageOfSmallTables()));
  }

  @Test
  void shouldStandBesideTheTablesOfARun() throws IOException {
    var tables = folder.resolve("tables");
    var run =
        vigil(
            "monitor",
            "--input=../samples/transactions/*",
            "--outputFormat=jsonl",
            "--output=" + tables);
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    assertThat(run.out().contains("report: " + tables.resolve("report.html")), is(true));
    var page = Files.readString(tables.resolve("report.html"));

    var counts = new TreeMap<String, Long>();
    for (var row :
        WrittenJson.rows(tables.resolve("totals"), "day", OutputFormat.jsonl, RecordTypes.TOTAL)) {
      if (row.get("dimension").asText().equals("all")) {
        counts.merge(
            row.get("window_start").asText().substring(0, 10),
            row.get("count").asLong(),
            Long::sum);
      }
    }
    assertThat(counts(rows(page, "day")), is(with(counts, "all", 382L)));
    assertThat(
        rows(page, "generation"),
        contains(List.of("live", "425", "382", "1", "42", "0", "0", "yes")));
    assertThat(
        rows(page, "reason").stream().mapToLong(it -> Long.parseLong(it.get(1))).sum(), is(42L));

    var again = folder.resolve("again.html");
    assertThat(report("--from=" + tables, "--output=" + again).exitCode(), is(0));
    assertThat(withoutConfiguration(Files.readString(again)), is(withoutConfiguration(page)));
  }

  @Test
  void shouldReplaceNothingUnasked() throws IOException {
    SmallTables.writeTo(folder);
    var output = Files.writeString(folder.resolve("mine.html"), "mine");

    var run = report("--from=" + folder, "--output=" + output);

    assertThat(run.exitCode(), is(1));
    assertThat(
        run.err(),
        contains("vigil report: --output=" + output + " is there; --overwrite replaces it"));
    assertThat(Files.readString(output), is("mine"));
    assertThat(report("--from=" + folder, "--output=" + output, "--overwrite").exitCode(), is(0));
    assertThat(Files.readString(output), startsWith("<!doctype html>"));
  }

  @Test
  void shouldNameWhatIsMissing() {
    assertThat(report().err(), contains(containsString("--from=DIR or --jdbcUrl=URL is needed")));
    assertThat(report().exitCode(), is(2));
    var nowhere = folder.resolve("nowhere");
    assertThat(
        report("--from=" + nowhere, "--output=" + folder.resolve("x")).err(),
        contains(
            "vigil report: %s holds no folder 'ledger': vigil monitor --output=DIR writes it"
                .formatted(nowhere)));
  }

  private String pageOfSmallTables() throws IOException {
    var tables = folder.resolve("small");
    SmallTables.writeTo(tables);
    var output = folder.resolve("small.html");
    var run = report("--from=" + tables, "--output=" + output);
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    return Files.readString(output);
  }

  private static VigilRun report(String... flags) {
    var arguments = new ArrayList<>(List.of("report"));
    arguments.addAll(List.of(flags));
    return vigil(arguments.toArray(String[]::new));
  }

  private static List<String> figures(String page) {
    return all("<b>([^<]*)</b><span class=\"soft\">", page);
  }

  /** The rows of the table whose first column has that name, cell by cell. */
  private static List<List<String>> rows(String page, String name) {
    int start = page.indexOf("<th>" + name + "</th>");
    assertThat("a table by " + name, start > 0);
    var body = page.substring(start, page.indexOf("</tbody>", start));
    return all("<tr>(<td>.*?)</tr>", body).stream().map(it -> all("<td>(.*?)</td>", it)).toList();
  }

  private static Map<String, Long> counts(List<List<String>> days) {
    return days.stream()
        .collect(
            Collectors.toMap(
                it -> it.get(0),
                it -> Long.parseLong(it.get(1).replace(",", "")),
                Long::sum,
                TreeMap::new));
  }

  private static Map<String, Long> with(Map<String, Long> counts, String name, long count) {
    var more = new TreeMap<>(counts);
    more.put(name, count);
    return more;
  }

  private static String withoutConfiguration(String page) {
    return page.substring(0, page.indexOf("<h2>Configuration"));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .toList();
  }
}
