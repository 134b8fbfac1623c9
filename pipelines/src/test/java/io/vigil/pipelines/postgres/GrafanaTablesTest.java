package io.vigil.pipelines.postgres;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of Grafana over the tables of a run: every panel shows something, and no card. */
class GrafanaTablesTest {

  private static final String CARD = "4711081500004242";

  @TempDir private Path folder;

  @Test
  void everyPanelShowsWhatIsInTheTables() throws IOException, SQLException {
    var config = TestPostgres.freshSchema();
    var run =
        vigil(
            "monitor",
            "--input=../samples/transactions/*",
            "--output=" + folder.resolve("out"),
            "--jdbcUrl=" + config.url(),
            "--jdbcUser=" + config.user(),
            "--jdbcSchema=" + config.schema());
    assertThat(run.err().toString(), run.exitCode(), is(0));
    TestPostgres.execute(
        config,
        incident("1", "card", CARD),
        incident("2", "card", "short"),
        incident("3", "merchant", "shop-1"));

    var panels = panels();
    for (var panel : panels.entrySet()) {
      var rows =
          TestPostgres.query(config, "SELECT count(*) FROM (%s) AS q".formatted(panel.getValue()));
      assertThat(panel.getKey(), Integer.parseInt(rows), is(greaterThan(0)));
    }
    assertThat(panels.size(), is(8));
    var keys =
        "SELECT string_agg(key, ' ' ORDER BY key COLLATE \"C\") FROM (%s) AS q WHERE dimension IN ('card', 'merchant')"
            .formatted(panels.get("Incidents"));
    assertThat(TestPostgres.query(config, keys), is("shop-1 … …4242"));
  }

  /** What each panel asks, with an interval of all times in place of the chosen one. */
  private static Map<String, String> panels() throws IOException {
    var panels = new LinkedHashMap<String, String>();
    var dashboard =
        new ObjectMapper().readTree(Path.of("../docs/grafana/vigil-tables.json").toFile());
    for (var panel : dashboard.get("panels")) {
      panels.put(
          panel.get("title").asText(),
          panel
              .at("/targets/0/rawSql")
              .asText()
              .replaceAll(
                  "\\$__timeFilter\\(([a-z_]+)\\)",
                  "$1 BETWEEN '1970-01-01T00:00:00Z' AND '2099-01-01T00:00:00Z'"));
    }
    return panels;
  }

  private static String incident(String id, String dimension, String key) {
    return """
        INSERT INTO incidents SELECT * FROM jsonb_populate_record(NULL::incidents, jsonb_build_object(
          'incident_id', '%s', 'dimension', '%s', 'key', '%s', 'kind', 'drained_card', 'fraud', true,
          'incident_start', '2026-03-01T12:00:00Z', 'incident_end', '2026-03-01T12:10:00Z',
          'alarmed_at', '2026-03-01T12:01:00Z', 'last_seen', '2026-03-01T12:09:00Z',
          'peak_start', '2026-03-01T12:05:00Z', 'state', 'CONFIRMED', 'spikes', 1, 'flagged', 9, 'peak', 5,
          'signal', 'risky', 'span_seconds', 60, 'observed', 9, 'expected', 0.5, 'probability', 1e-12,
          'cards', 1, 'attempts', 9, 'approved', 9, 'approved_money', '', 'declined', 0, 'declined_money', '',
          'transaction_ids', '', 'rules', '', 'evidence', '', 'detection', '', 'generation', 0, 'facts', 9,
          'final', true, 'written_at', '2026-03-01T12:10:00Z'))
        """
        .formatted(id, dimension, key);
  }
}
