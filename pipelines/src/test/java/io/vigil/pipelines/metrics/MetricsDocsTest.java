package io.vigil.pipelines.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Rules and dashboards for other programs: they name no metric and no label that there is not. */
class MetricsDocsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern METRIC = Pattern.compile("vigil_[a-z_]+");
  private static final Pattern LABEL =
      Pattern.compile(
          "(vigil_[a-z_]+)\\{([a-z]+)=|sum by \\(([a-z]+)\\) \\(rate\\((vigil_[a-z_]+)");

  @Test
  void theRulesOfPrometheusAreRules() throws IOException {
    JsonNode rules = JSON.valueToTree(yaml(DOCS.resolve("prometheus/vigil-alerts.yaml")));
    var alerts = new ArrayList<String>();
    for (var rule : rules.at("/groups/0/rules")) {
      alerts.add(rule.get("alert").asText());
      thatAllIsThere(rule.get("expr").asText());
    }
    assertThat(alerts, hasItem("VigilTablesBehind"));
    assertThat(alerts.size(), is(8));
    for (var line : Files.readAllLines(DOCS.resolve("prometheus/vigil-alerts.yaml"))) {
      var runbook = Pattern.compile("docs/(runbooks/\\S+\\.md)").matcher(line);
      if (runbook.find()) {
        assertThat(line, Files.exists(DOCS.resolve(runbook.group(1))), is(true));
      }
    }
  }

  @Test
  void theDashboardOfTheMetricsKnowsThem() throws IOException {
    int panels = 0;
    var dashboard = JSON.readTree(DOCS.resolve("grafana/vigil-metrics.json").toFile());
    for (var panel : dashboard.get("panels")) {
      for (var target : panel.get("targets")) {
        thatAllIsThere(target.get("expr").asText());
      }
      panels++;
    }
    assertThat(panels, is(greaterThan(10)));
  }

  private static Object yaml(Path file) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
  }

  private static void thatAllIsThere(String expression) {
    var names = METRIC.matcher(expression).results().map(it -> it.group()).toList();
    assertThat(expression, names.size(), is(greaterThan(0)));
    for (var name : names) {
      assertThat(name, Family.named(name).isPresent(), is(true));
    }
    for (var found : LABEL.matcher(expression).results().toList()) {
      var metric = found.group(1) == null ? found.group(4) : found.group(1);
      var label = found.group(1) == null ? found.group(3) : found.group(2);
      assertThat(expression, List.of(label), hasItem(Family.named(metric).orElseThrow().label()));
    }
  }
}
