package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.tables.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboard of Grafana over the tables: every query runs on them. */
class GrafanaTablesTest {

  @Test
  void everyQueryRunsOnTheRealTables() throws IOException, SQLException {
    var config = TestPostgres.freshSchema();
    Writes.batch(Tables.TOTALS, config, List.of(Totals.of("m", 0).with(1, 0, false, 1)));
    int queries = 0;
    var dashboard =
        new ObjectMapper().readTree(Path.of("../docs/grafana/vigil-tables.json").toFile());

    for (var panel : dashboard.get("panels")) {
      for (var target : panel.get("targets")) {
        // What Grafana puts there: an interval of the chosen time.
        var sql =
            target
                .get("rawSql")
                .asText()
                .replaceAll(
                    "\\$__timeFilter\\(([a-z_]+)\\)",
                    "$1 BETWEEN '1970-01-01T00:00:00Z' AND '2099-01-01T00:00:00Z'");
        var rows = TestPostgres.query(config, "SELECT count(*) FROM (%s) AS q".formatted(sql));
        assertThat(sql, Integer.parseInt(rows), is(greaterThan(-1)));
        queries++;
      }
    }

    assertThat(queries, is(8));
  }
}
