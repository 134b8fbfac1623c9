package io.vigil.transforms.screen;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.yaml.InvalidFileException;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.spikes.DetectionSettings;
import io.vigil.transforms.spikes.JudgeSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionRulesTest {

  @Test
  void hasDefaults() {
    var rules = DetectionRules.defaults();
    assertThat(
        rules.describe(),
        contains(
            "velocity: at least 5 others within 1m",
            "small-then-large: at least EUR 200.00, GBP 200.00, JPY 30000, USD 200.00, and 0 to"
                + " EUR 1.00, GBP 1.00, JPY 150, USD 1.00 within 10m before",
            "many-merchants: at least 5 merchants within 10m",
            "country-change: another country within 1h before",
            "declines-then-approval: approved, and at least 3 declined within 10m before",
            "amount-over: over EUR 5000.00, GBP 5000.00, JPY 800000, USD 5000.00",
            "risk-over: risk score over 0.9",
            "burst: at least 4 others within 15m",
            "several-merchants: at least 3 merchants within 45m",
            "several-declined: declined, and at least 2 others declined within 45m before",
            "several-risky: risk score at least 0.5, and that of at least 2 others within 45m"
                + " before"));
    assertThat(rules.horizon(), is(Duration.ofHours(1)));
  }

  @Test
  void showsInItsDocumentWhatIsBuiltIn() throws IOException {
    try (var defaults = DetectionRules.class.getResourceAsStream("default-rules.yaml")) {
      var text = new String(defaults.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(
          Files.readString(Path.of("../docs/detection.md")),
          containsString(text.substring(text.indexOf("version:"))));
    }
  }

  @Test
  void readsWhatMakesASpike() {
    var rules =
        DetectionRules.parse(
            "rules.yaml",
            """
            version: 1
            rules: []
            spikes:
              dimensions: [all, merchant, issuer]
              signals: [small_declined, rules]
              spans: [10s, 2m]
              risky: 0.95
              small: 1.5
              false_alarms: 1e-6
              minimum_count: 9
              minimum_cards: 2
              half_life: 5d
              warm_up: 2h
              new_normal_after: 3h
              cool_down: 90s
              history_start: 2026-03-01
            """);
    assertThat(
        rules.spikes(),
        is(
            new DetectionSettings(
                new SignalSettings(0.95, 1.5),
                List.of("rules", "small_declined"),
                List.of(Dimension.ALL, Dimension.MERCHANT, Dimension.ISSUER),
                new JudgeSettings(
                    Duration.ofSeconds(10),
                    List.of(Duration.ofSeconds(10), Duration.ofMinutes(2)),
                    1e-6,
                    9,
                    2,
                    Duration.ofHours(2),
                    Duration.ofDays(5),
                    Duration.ofHours(3),
                    Duration.ofSeconds(90),
                    new TreeSet<>()))));
    assertThat(rules.historyStart(), is(Instant.parse("2026-03-01T00:00:00Z")));
  }

  @Test
  void knowsWhichRulesAreOfDeclines() {
    assertThat(
        DetectionRules.defaults().spikes().judge().ofDeclines(),
        is(new TreeSet<>(Set.of("several-declined"))));
  }

  @Test
  void saysWhatIsWrongWithASpikeSetting() {
    var text =
        "version: 1\nrules: []\nspikes:\n  minimum_count: 0\n  warm_up_days: 1\n"
            + "  cool_down: soon\n  history_start: May\n  falsealarms: 1"
            + "\n  dimensions: [merchant]\n  signals: [declines]\n  spans: [1m, 15s, 1m, 7h]";
    var wrong =
        assertThrows(InvalidFileException.class, () -> DetectionRules.parse("rules.yaml", text));
    assertThat(
        wrong.getMessage().lines().toList(),
        contains(
            "rules.yaml:4: 'minimum_count' must be a whole number from 1 to 1000000",
            "rules.yaml:5: 'warm_up_days' is no more; write warm_up: 3h",
            "rules.yaml:6: 'cool_down': 'soon' is no duration; write a whole number and s, m, h or"
                + " d, as in 60s",
            "rules.yaml:7: 'history_start' must be a day, as in 2026-03-01",
            "rules.yaml:8: unknown setting of spikes 'falsealarms'; did you mean 'false_alarms'?",
            "rules.yaml:9: 'all' must be among the dimensions",
            "rules.yaml:10: unknown signal 'declines'; did you mean 'declined'?",
            "rules.yaml:11: 'spans' must be multiples of 10s",
            "rules.yaml:11: 'spans' must ascend",
            "rules.yaml:11: 'spans' must be at most 6h"));
  }

  /** It stands in rows for years; a change of the text must be meant. */
  @Test
  void namesAConfigurationByWhatItFinds() {
    var start = "version: 1\nrules:\n";
    var one = "  - {name: a, kind: risk_over, score: 0.9}\n";
    var other = "  - {name: b, kind: velocity, count: 2, within: 60s}\n";
    var name = fingerprint(start + one + other);
    assertThat(name.matches("[0-9a-f]{16}"), is(true));
    assertThat(fingerprint(start + other + one), is(name));
    assertThat(fingerprint(start + one + other.replace("60s", "1m")), is(name));
    assertThat(fingerprint(start + one + other + "spikes: {cool_down: 30m}"), is(name));
    assertThat(fingerprint(start + one), is(not(name)));
    assertThat(fingerprint(start + one + other + "spikes: {cool_down: 31m}"), is(not(name)));
    assertThat(fingerprint(start + one + other + "spikes: {risky: 0.85}"), is(not(name)));
    assertThat(
        fingerprint(start + one + other + "spikes: {history_start: 2026-03-01}"), is(not(name)));
  }

  private static String fingerprint(String text) {
    return DetectionRules.parse("rules.yaml", text).fingerprint();
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    var path = folder.resolve("rules.yaml");
    Files.writeString(path, "version: 1\nrules: []\n");
    var rules = DetectionRules.read(path);
    assertThat(rules.describe(), is(List.of()));
    assertThat(rules.horizon(), is(Duration.ofMinutes(10)));
  }

  @ParameterizedTest
  @CsvSource({"1s, 1s", "90s, 90s", "120s, 2m", "60m, 1h", "36h, 36h", "48h, 2d", "7d, 7d"})
  void readsDurations(String written, String shown) {
    assertThat(
        rules("{name: a, kind: country_change, within: " + written + "}").describe(),
        contains("a: another country within " + shown + " before"));
  }

  @ParameterizedTest
  @CsvSource({
    "60, '''within'': ''60'' is no duration; write a whole number and s, m, h or d, as in 60s'",
    "1.5h, '''within'': ''1.5h'' is no duration; write a whole number and s, m, h or d, as in 60s'",
    "-5s, '''within'': ''-5s'' is no duration; write a whole number and s, m, h or d, as in 60s'",
    "PT1M, '''within'': ''PT1M'' is no duration; write a whole number and s, m, h or d, as in 60s'",
    "0s, '''within'': must be longer than 0s and at most 7d'",
    "8d, '''within'': must be longer than 0s and at most 7d'",
    "99999999999999999999d, '''within'': must be longer than 0s and at most 7d'",
    "'', 'must be a text, not empty'",
    "[1m], 'must be a text, not a list'",
  })
  void refusesWhatIsNoDuration(String written, String problem) {
    assertThat(
        problems("{name: a, kind: country_change,\n     within: " + written + "}"),
        contains("r.yaml:4: " + problem));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1.5", "1001", "1.0e+99"})
  void refusesWhatIsNoCount(String written) {
    var start = "{name: a, kind: ";
    var number = written + ", within: 1m}";
    assertThat(
        problems(start + "velocity, count: " + number),
        contains("r.yaml:3: 'count' must be a whole number from 1 to 1000"));
    assertThat(
        problems(start + "many_merchants, merchants: " + number),
        contains("r.yaml:3: 'merchants' must be a whole number from 2 to 1000"));
    assertThat(
        problems(start + "declines_then_approval, declines: " + number),
        contains("r.yaml:3: 'declines' must be a whole number from 1 to 1000"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, '''score'' must be a number above 0'",
    "-0.5, '''score'' must be a number above 0'",
    "1.0e+999, '''score'' must be a number above 0'",
    ".nan, 'must be a decimal number, not ''.nan'''",
    "high, 'must be a number, not ''high'''",
  })
  void refusesWhatIsNoScore(String written, String problem) {
    assertThat(
        problems("{name: a, kind: risk_over, score: " + written + "}"),
        contains("r.yaml:3: " + problem));
  }

  @ParameterizedTest
  @CsvSource({
    "'{GBX: 1}', '''GBX'' is no currency of ISO 4217 that has minor units; did you mean'",
    "'{gbp: 1}', '''gbp'' is no currency of ISO 4217 that has minor units; did you mean ''GBP''?'",
    "'{GBP: 0}', 'an amount must be above 0'",
    "'{GBP: -1}', 'an amount must be above 0'",
    "'{GBP: 1.001}', 'amount: ''1.001'' is more exact than GBP allows'",
    "'{GBP: 1e999999999}', 'amount: '",
    "'{GBP: much}', 'amount: ''much'' is no number'",
    "'{GBP: }', 'must be a text, not empty'",
    "'{}', '''limits'' names no currency'",
    "'5000', 'must be a mapping of names to values, not ''5000'''",
  })
  void refusesWhatIsNoLimit(String written, String problem) {
    var problems = problems("{name: a, kind: amount_over,\n     limits: " + written + "}");
    assertThat(problems, contains(startsWith("r.yaml:4: " + problem)));
  }

  @Test
  void wantsLargeAboveSmallInTheSameCurrencies() {
    var rule = "{name: a, kind: small_then_large, within: 1m, small: {GBP: %s},\n     large: %s}";
    assertThat(
        problems(rule.formatted("1", "{EUR: 5}")),
        contains("r.yaml:4: 'small' and 'large' must name the same currencies"));
    assertThat(
        problems(rule.formatted("5", "{GBP: 5}")),
        contains("r.yaml:4: in GBP 'large' must be above 'small'"));
    assertThat(
        problems(rule.formatted("-1", "{GBP: 5}")),
        contains("r.yaml:3: an amount must be 0 or more"));
    assertThat(rules(rule.formatted("0", "{GBP: 5}")).describe().size(), is(1));
  }

  @Test
  void reportsAllProblemsAtOnce() {
    var text =
        """
        version: 2
        rulez: []
        rules:
          - name: a
            kind: velocty
            count: 5
          - name: b
            kind: velocity
            count: many
            withn: 5m
          - kind: country_change
            within: 1m
          - name: b
            kind: amount_over
          - name: d e
          - name: f
            kind: risk_over
            score: 1
            within: 1m
          - velocity
        """;
    assertThat(
        parse(text),
        contains(
            "r.yaml:1: unknown version '2'; this Vigil reads version 1",
            "r.yaml:2: unknown setting 'rulez'; did you mean 'rules'?",
            "r.yaml:5: unknown kind of rule 'velocty'; did you mean 'velocity'?",
            "r.yaml:7: 'within' is missing",
            "r.yaml:9: must be a number, not 'many'",
            "r.yaml:10: unknown option of velocity 'withn'; did you mean 'within'?",
            "r.yaml:11: 'name' is missing",
            "r.yaml:13: a rule of the name 'b' stands before; names must differ",
            "r.yaml:13: 'limits' is missing",
            "r.yaml:15: a name has 1 to 64 letters, digits, - and _",
            "r.yaml:15: 'kind' is missing",
            "r.yaml:19: unknown option of risk_over 'within'; there are name, kind, score",
            "r.yaml:20: must be a mapping of names to values, not 'velocity'"));
  }

  @Test
  void refusesWhatIsNoFileOfRules() {
    assertThat(parse("version: 1\n"), contains("r.yaml:1: 'rules' is missing"));
    assertThat(parse("rules: []\n"), contains("r.yaml:1: 'version: 1' is missing"));
    assertThat(
        parse("version: 1\nrules: {}\n"), contains("r.yaml:2: must be a list, not a mapping"));
    assertThat(
        parse("- a\n"), contains("r.yaml:1: must be a mapping of names to values, not a list"));
    assertThat(problems("{name: , kind: }"), hasItem("r.yaml:3: must be a text, not empty"));
  }

  @Test
  void saysWhatIsWrongWithAnyText() throws IOException {
    String whole;
    try (var defaults = DetectionRules.class.getResourceAsStream("default-rules.yaml")) {
      whole = new String(defaults.readAllBytes(), StandardCharsets.UTF_8);
    }
    var letters = "(){}[]'\"\\:,&*!|>%@#- \n\t+/=<.019eExXsmhd\u0000\uFEFF";
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(whole);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(text.length());
        var letter = letters.charAt(random.nextInt(letters.length()));
        text.replace(at, at + random.nextInt(3), String.valueOf(letter));
      }
      try {
        DetectionRules.parse("r.yaml", text.toString());
      } catch (InvalidFileException e) {
        assertThat("seed " + seed, e.problems(), everyItem(startsWith("r.yaml:")));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(DetectionRules.defaults());
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var rules = (DetectionRules) in.readObject();
      assertThat(rules.rules(), is(DetectionRules.defaults().rules()));
    }
  }

  private static DetectionRules rules(String rule) {
    return DetectionRules.parse("r.yaml", file(rule));
  }

  private static List<String> problems(String rule) {
    return parse(file(rule));
  }

  private static String file(String rule) {
    return "version: 1\nrules:\n  - " + rule + "\n";
  }

  private static List<String> parse(String text) {
    return assertThrows(InvalidFileException.class, () -> DetectionRules.parse("r.yaml", text))
        .problems();
  }
}
