package io.vigil.pipelines.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Prometheus gets over HTTP. */
class ScrapeTest {

  private record Fixed(String part, List<Sample> samples) implements Probe {
    @Override
    public List<Sample> measure() {
      return samples;
    }
  }

  private record Broken(String part) implements Probe {
    @Override
    public List<Sample> measure() {
      throw new Refusal("no broker answered in time");
    }
  }

  private final List<String> problems = new ArrayList<>();

  @Test
  void metricsHaveTheirNamesLabelsAndTypes() throws Exception {
    var lines =
        scrape(
            new Fixed(
                "postgres",
                List.of(
                    new Sample(Family.RECORDS, "read", 15),
                    new Sample(Family.DEAD_LETTERS, "TOMBSTONE", 2),
                    Sample.of(Family.TABLES_NEWEST, 1_000),
                    Sample.of(Family.FRESHNESS, 1.5))),
            new Fixed(
                "kafka",
                List.of(
                    Sample.of(Family.TOPIC_NEWEST, 1_030.5), new Sample(Family.BACKLOG, "3", 40))));
    assertThat(
        lines,
        hasItems(
            "# TYPE vigil_records_total counter",
            "vigil_records_total{outcome=\"read\"} 15.0",
            "vigil_dead_letters_total{reason=\"TOMBSTONE\"} 2.0",
            "# TYPE vigil_freshness_seconds gauge",
            "vigil_freshness_seconds 1.5",
            "vigil_event_lag_seconds 30.5",
            "vigil_backlog_records{partition=\"3\"} 40.0",
            "vigil_up{part=\"kafka\"} 1.0",
            "vigil_up{part=\"postgres\"} 1.0"));
  }

  @Test
  void tablesThatAreAheadOfTheTopicsTimesAreNotBehind() throws Exception {
    var lines =
        scrape(
            new Fixed("postgres", List.of(Sample.of(Family.TABLES_NEWEST, 1_000))),
            new Fixed("kafka", List.of(Sample.of(Family.TOPIC_NEWEST, 990))));
    assertThat(lines, hasItem("vigil_event_lag_seconds 0.0"));
  }

  @Test
  void aPartThatIsDownIsSaidOnceAndTheOthersAreStillServed() throws Exception {
    var tables = new Fixed("postgres", List.of(Sample.of(Family.LATE, 4)));
    var scrape = new Scrape(List.of(new Broken("kafka"), tables), problems::add);
    try (var server = MetricsServer.start("127.0.0.1", 0, scrape)) {
      for (int i = 0; i < 2; i++) {
        assertThat(
            get(server),
            hasItems(
                "vigil_up{part=\"kafka\"} 0.0",
                "vigil_up{part=\"postgres\"} 1.0",
                "vigil_late_total 4.0"));
      }
    }
    assertThat(problems, is(List.of("kafka is down: no broker answered in time")));
  }

  @Test
  void aDatabaseThatStopsIsDownAndThenUpAgain() throws Exception {
    var probe = new TableProbe(TestPostgres.freshSchema(), 0);
    try (var server =
        MetricsServer.start("127.0.0.1", 0, new Scrape(List.of(probe), problems::add))) {
      assertThat(get(server), hasItem("vigil_up{part=\"postgres\"} 1.0"));
      TestPostgres.stop();
      try {
        var lines = get(server);
        assertThat(lines, hasItem("vigil_up{part=\"postgres\"} 0.0"));
        assertThat(lines, not(hasItem(startsWith("vigil_records_total"))));
      } finally {
        TestPostgres.startAgain();
      }
      assertThat(get(server), hasItem("vigil_up{part=\"postgres\"} 1.0"));
    }
    assertThat(problems, hasSize(2));
    assertThat(problems.get(0), containsString("postgres is down: cannot reach PostgreSQL at "));
    assertThat(problems.get(1), is("postgres answers again"));
  }

  private List<String> scrape(Probe... probes) throws Exception {
    try (var server =
        MetricsServer.start("127.0.0.1", 0, new Scrape(List.of(probes), problems::add))) {
      return get(server);
    }
  }

  private static List<String> get(MetricsServer server) throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode(), is(200));
    return answer.body().lines().toList();
  }
}
