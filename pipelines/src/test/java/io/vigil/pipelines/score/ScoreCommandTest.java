package io.vigil.pipelines.score;

import static io.vigil.pipelines.VigilRun.vigil;
import static io.vigil.pipelines.score.Scene.A;
import static io.vigil.pipelines.score.Scene.B;
import static io.vigil.pipelines.score.Scene.S;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.VigilRun;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident.Kind;
import io.vigil.schemas.Spike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores of tables that were made by hand, against figures that were worked out by hand. */
class ScoreCommandTest {

  @TempDir private Path folder;

  @Test
  void shouldPraiseWhatIsPerfect() throws IOException {
    var run = score(perfect());

    // A: 06:00:00 to 06:00:50, with six payments, all of them declined.
    // B: 07:00:00 to 07:02:00, with three payments of 100 dollars.
    assertThat(
        run.result(),
        is(
            "planted=2 right_key=2 other_key=0 missed=0 recall=1.000 recall_all=1.000 seconds=50"
                + " transactions=6 prompt=1.000 incidents_for_each=1.00 false_a_day=0.00"
                + " false_a_day_later=0.00 surges=1 called_fraud=0"));
    assertThat(
        cells(run, "card_testing"),
        is(List.of("1", "1", "0", "0", "0", "1.00", "50", "50", "6", "6", "0", "1.00", "1.00")));
    assertThat(
        cells(run, "drained_card (subtle)"),
        is(
            List.of(
                "1", "1", "0", "0", "0", "1.00", "120", "120", "3", "3", "300", "1.00", "1.00")));
    assertThat(cells(run, "flash_sale"), is(List.of("1", "0", "0")));
  }

  @Test
  void shouldMissWhatIsNotTold() throws IOException {
    var run = score(new Scene());

    assertThat(
        run.result(),
        is(
            "planted=2 right_key=0 other_key=0 missed=2 recall=0.000 recall_all=0.000 seconds=-"
                + " transactions=- prompt=- incidents_for_each=0.00 false_a_day=0.00"
                + " false_a_day_later=0.00 surges=1 called_fraud=0"));
  }

  @ParameterizedTest
  @CsvSource({
    // Half of the transactions that it names, or more, are fraudulent.
    "6, 4, 0, 1, 1, 0.00",
    "5, 5, 0, 1, 1, 0.00",
    "4, 6, 0, 0, 2, 1.00",
    "0, 0, 0, 0, 2, 1.00",
  })
  void shouldTellTheWrongKeyFromTheRightOne(
      int fraudulent, int ordinary, int right, int other, int missed, String falseADay)
      throws IOException {
    var ids =
        Stream.concat(
                A.stream().limit(fraudulent),
                Stream.of("x", "y", "z", "u", "v", "w").limit(ordinary))
            .toList();

    var run =
        score(new Scene().fraud(Dimension.COUNTRY, "US", "06:00:50", Kind.COUNTRY_ATTACK, ids));

    assertThat(figure(run, "right_key"), is(String.valueOf(right)));
    assertThat(figure(run, "other_key"), is(String.valueOf(other)));
    assertThat(figure(run, "missed"), is(String.valueOf(missed)));
    assertThat(figure(run, "false_a_day"), is(falseADay));
  }

  @Test
  void shouldNotFindAFraudOfWhichAnIncidentAtItsKeyNamesNothing() throws IOException {
    var run =
        score(
            new Scene()
                .fraud(Dimension.MERCHANT, "m1", "06:00:50", Kind.CARD_TESTING, List.of("x")));

    assertThat(figure(run, "right_key"), is("0"));
    assertThat(figure(run, "false_a_day"), is("1.00"));
  }

  @Test
  void shouldTakeAnyOfTheKeysThatNameIt() throws IOException {
    var run =
        score(new Scene().fraud(Dimension.ISSUER, "411111", "07:01:00", Kind.ISSUER_ATTACK, B));

    assertThat(figure(run, "right_key"), is("1"));
    assertThat("that is not what it was", cells(run, "drained_card (subtle)").get(12), is("0.00"));
  }

  @Test
  void shouldCountIncidentsForEachFraudThatWasTold() throws IOException {
    var run =
        score(
            perfect()
                .fraud(Dimension.MERCHANT, "m1", "06:02:30", Kind.CARD_TESTING, A)
                .fraud(Dimension.COUNTRY, "US", "06:01:00", Kind.COUNTRY_ATTACK, A));

    // Three of A and one of B.
    assertThat(figure(run, "incidents_for_each"), is("2.00"));
    assertThat(figure(run, "false_a_day"), is("0.00"));
    assertThat("the first alarm counts", figure(run, "seconds"), is("50"));
  }

  @Test
  void shouldCountFalseAlarmsADay() throws IOException {
    var run =
        score(
            perfect()
                .fraud(Dimension.MERCHANT, "m9", "01:00:00", Kind.CASH_OUT, List.of("x"))
                .fraud(Dimension.ISSUER, "m9", "12:00:00", Kind.CASH_OUT, List.of("y")));

    assertThat(figure(run, "false_a_day"), is("2.00"));
    // One in the 21 hours after 03:00.
    assertThat(figure(run, "false_a_day_later"), is("1.14"));
    assertThat(
        run.out(),
        hasItem(
            "false fraud incidents: 2 in 1.0 days {issuer=1, merchant=1}; 2.00 a day, 1.14 after the"
                + " first three hours, 4.00 for each thousand keys"));
  }

  @Test
  void shouldSayWhatOfThatWhichIsNoFraudWasCalledFraud() throws IOException {
    var called = score(perfect().fraud(Dimension.MERCHANT, "m2", "08:01:00", Kind.CASH_OUT, S));

    assertThat(figure(called, "called_fraud"), is("1"));
    assertThat(figure(called, "false_a_day"), is("1.00"));
    assertThat(cells(called, "flash_sale"), is(List.of("1", "1", "0")));

    var told =
        score(
            perfect()
                .told(
                    Dimension.MERCHANT,
                    "m2",
                    "08:01:00",
                    Kind.SURGE,
                    false,
                    S,
                    Spike.State.CONFIRMED));

    assertThat(figure(told, "called_fraud"), is("0"));
    assertThat(figure(told, "false_a_day"), is("0.00"));
    assertThat(cells(told, "flash_sale"), is(List.of("1", "0", "1")));
  }

  @ParameterizedTest
  @CsvSource({"06:13:09, 1, 0", "06:13:11, 0, 1"})
  void shouldTakeAnAlarmTenMinutesAfterTheEndAndNoLater(String alarm, String right, String late)
      throws IOException {
    // The last payment of A is at 06:03:10.
    var scene = new Scene().fraud(Dimension.MERCHANT, "m1", alarm, Kind.CARD_TESTING, A);

    var run = score(scene);

    assertThat(figure(run, "right_key"), is(right));
    assertThat(cells(run, "card_testing").get(3), is(late));
    assertThat("it is true, though", figure(run, "false_a_day"), is("0.00"));
    assertThat(figure(score(scene, "--tolerance=11m"), "right_key"), is("1"));
  }

  @Test
  void shouldNotTakeAnIncidentOfAnotherTime() throws IOException {
    var run = score(new Scene().fraud(Dimension.MERCHANT, "m1", "09:00:00", Kind.CARD_TESTING, A));

    assertThat(figure(run, "missed"), is("2"));
    assertThat(figure(run, "false_a_day"), is("1.00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROVISIONAL", "RETRACTED"})
  void shouldCountOnlyWhatIsConfirmed(Spike.State state) throws IOException {
    var run =
        score(
            new Scene()
                .told(Dimension.MERCHANT, "m1", "06:00:50", Kind.CARD_TESTING, true, A, state)
                .told(Dimension.MERCHANT, "m9", "09:00:00", Kind.CASH_OUT, true, S, state));

    assertThat(figure(run, "right_key"), is("0"));
    assertThat(figure(run, "false_a_day"), is("0.00"));
  }

  @Test
  void shouldMissAFraudThatIsCalledAnOutage() throws IOException {
    var run =
        score(
            new Scene()
                .told(
                    Dimension.MERCHANT,
                    "m1",
                    "06:00:50",
                    Kind.OUTAGE,
                    false,
                    A,
                    Spike.State.CONFIRMED));

    assertThat(figure(run, "missed"), is("2"));
  }

  @Test
  void shouldSumUpSeveralRuns() throws IOException {
    score(perfect(), "--json=" + folder.resolve("1.json"));
    score(
        new Scene().fraud(Dimension.MERCHANT, "m9", "12:00:00", Kind.CASH_OUT, List.of("x")),
        "--json=" + folder.resolve("2.json"));
    score(
        new Scene().fraud(Dimension.MERCHANT, "m1", "06:02:00", Kind.CARD_TESTING, A),
        "--json=" + folder.resolve("3.json"));

    var run =
        vigil(
            "score",
            "--summarise="
                + Stream.of("1.json", "2.json", "3.json")
                    .map(it -> folder.resolve(it).toString())
                    .reduce((a, b) -> a + "," + b)
                    .orElseThrow());

    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    // A was found after 50 s in one run, after 120 s (the 13th payment) in another: prompt once.
    assertThat(
        run.result(),
        is(
            "runs=3 planted=6 right_key=3 other_key=0 missed=3 recall=0.667 recall_all=0.500"
                + " seconds=85 transactions=10 prompt=0.500 incidents_for_each=1.00"
                + " false_a_day=0.33 false_a_day_later=0.38 surges=3 called_fraud=0"));
    assertThat(cells(run, "recall card_testing"), is(List.of("3", "1.00", "0.00")));
    assertThat(cells(run, "recall drained_card (subtle)"), is(List.of("3", "0.00", "0.00")));
    assertThat(cells(run, "false fraud incidents a day"), is(List.of("3", "0.00", "1.00")));
  }

  @Test
  void shouldWriteWhatProgramsRead() throws IOException {
    score(perfect(), "--json=" + folder.resolve("score.json"));

    var text = Files.readString(folder.resolve("score.json"));
    var json = new ObjectMapper().readTree(text);
    assertThat(json.at("/frauds/1/incident").asText(), is("B"));
    assertThat(json.at("/frauds/1/outcome").asText(), is("RIGHT_KEY"));
    assertThat(json.at("/frauds/1/seconds").asDouble(), is(120.0));
    assertThat(json.at("/frauds/1/transactions").asInt(), is(3));
    assertThat(json.at("/frauds/1/dollars").asDouble(), is(300.0));
    assertThat(json.at("/frauds/1/is_subtle").asBoolean(), is(true));
    assertThat(json.at("/surges/0/is_called_fraud").asBoolean(true), is(false));
    assertThat(json.at("/kinds/0/kind").asText(), is("card_testing"));
    assertThat(json.at("/kinds/0/recall").asDouble(), is(1.0));
    assertThat(json.at("/false_a_day").asDouble(-1), is(0.0));
    assertThat(text, not(containsString(Scene.CARD)));
  }

  @Test
  void shouldWriteAPageThatNeedsNothingAndShowsNoCard() throws IOException {
    var run =
        score(
            perfect()
                .saleAt("<script>alert(1)</script>&")
                .fraud(Dimension.MERCHANT, "\"><b>m9", "12:00:00", Kind.CASH_OUT, List.of("x")),
            "--html=" + folder.resolve("score.html"));

    var page = Files.readString(folder.resolve("score.html"));
    assertThat(page, not(containsString(Scene.CARD)));
    assertThat(page, containsString("••••••••••15"));
    assertThat(page, not(containsString("<script")));
    assertThat(page, containsString("&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
    assertThat(page, containsString("&quot;&gt;&lt;b&gt;m9"));
    // A timeline for each of three planted ones, and one for the false alarm.
    assertThat(count(page, "<svg "), is(4));
    assertThat(count(page, "class=\"alarm\""), is(3));
    assertThat("20, 5 and 4 payments in bars", count(page, "<rect "), is(not(0)));
    assertThat(count(page, "class=\"threshold\""), is(3));
    var outside = Pattern.compile("(src|href)=|url\\(|@import").matcher(page);
    assertThat("nothing is fetched", outside.find(), is(false));
    assertThat(String.join("\n", run.out()), not(containsString(Scene.CARD)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tables=x | --truth=DIR is missing",
        "--truth=x | --tables=DIR or --jdbcUrl=URL is needed",
        "--truth=x --tables=x --jdbcUrl=jdbc:postgresql://localhost/x | are both given",
        "--truth=x --tables=x --tolerance=soon | 'soon' is no duration",
        "--truth=x --summarise=y | --summarise stands alone",
        "--truht=x | unknown flag '--truht'; did you mean '--truth'?",
      })
  void shouldRefuseAWrongFlagInOneLine(String flags, String message) {
    var run = vigil(("score " + flags.strip()).split(" "));

    assertThat(run.err(), contains(containsString(message.strip())));
    assertThat(run.exitCode(), is(2));
    assertThat(run.out(), is(empty()));
  }

  @Test
  void shouldSayWhatIsNotThereInOneLine() throws IOException {
    var truth = folder.resolve("truth");
    perfect().in(folder);
    var incidents = Files.readString(truth.resolve("incidents.jsonl"));

    refused("--truth=" + folder.resolve("tables"), "holds no incidents.jsonl");
    refusedTables(folder.resolve("truth"), "holds no folder 'incidents'");
    Files.writeString(truth.resolve("incidents.jsonl"), incidents.replaceFirst("\n", "\n{"));
    refused("--truth=" + folder, "incidents.jsonl:2: is not JSON");
    Files.writeString(truth.resolve("incidents.jsonl"), incidents.replaceFirst("declined", "x"));
    refused("--truth=" + folder, "incidents.jsonl:1: has no 'declined'");
    Files.writeString(truth.resolve("incidents.jsonl"), incidents.replaceFirst("\"a1\",", ""));
    refused("--truth=" + folder, "incidents.jsonl:1: not every transaction has a time");
    Files.writeString(truth.resolve("incidents.jsonl"), incidents);
    Files.writeString(folder.resolve("tables/incidents/part-2.parquet"), "PAR1");
    refused("--truth=" + folder, "part-2.parquet");
    assertThat(
        vigil("score", "--summarise=" + truth.resolve("summary.json")).err(),
        contains(containsString("is no score that vigil score --json has written")));
  }

  private void refused(String truth, String message) {
    var run = vigil("score", truth, "--tables=" + folder.resolve("tables"));
    assertThat(run.err(), contains(containsString(message)));
    assertThat(run.exitCode(), is(1));
  }

  private void refusedTables(Path tables, String message) {
    var run = vigil("score", "--truth=" + folder, "--tables=" + tables);
    assertThat(run.err(), contains(containsString(message)));
    assertThat(run.exitCode(), is(1));
  }

  private static Scene perfect() {
    return new Scene()
        .fraud(Dimension.MERCHANT, "m1", "06:00:50", Kind.CARD_TESTING, A.subList(0, 6))
        .fraud(Dimension.CARD, Scene.CARD, "07:02:00", Kind.DRAINED_CARD, B.subList(0, 3));
  }

  private VigilRun score(Scene scene, String... flags) throws IOException {
    scene.in(folder);
    var run =
        vigil(
            Stream.concat(
                    Stream.of("score", "--truth=" + folder, "--tables=" + folder.resolve("tables")),
                    Arrays.stream(flags))
                .toArray(String[]::new));
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    return run;
  }

  private static String figure(VigilRun run, String name) {
    Map<String, String> figures = new LinkedHashMap<>();
    for (var figure : run.result().split(" ")) {
      var parts = figure.split("=");
      figures.put(parts[0], parts[1]);
    }
    return String.valueOf(figures.get(name));
  }

  /** The figures in the row of that name. */
  private static List<String> cells(VigilRun run, String row) {
    for (var line : run.out()) {
      if (line.startsWith(row + "  ")) {
        return List.of(line.substring(row.length()).trim().split(" +"));
      }
    }
    throw new AssertionError(row + " is not in " + String.join("\n", run.out()));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
