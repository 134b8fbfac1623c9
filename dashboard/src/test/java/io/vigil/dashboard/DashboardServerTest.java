package io.vigil.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresTables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server of the page, over a real PostgreSQL with a few rows that were worked out by hand. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DashboardServerTest {

  private static final String MARKUP = "<script>alert(1)</script>";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

  private static EmbeddedPostgres postgres;
  private static PostgresConfig config;
  private static DashboardServer server;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().start();
    config =
        PostgresConfig.at("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres")
            .withUser("postgres");
    PostgresTables.prepare(config);
    write(
        """
        INSERT INTO totals (grain, dimension, key, currency, window_start, window_end, count, declined,
          flagged, sum, largest, cards, generation, facts, final) VALUES
          ('hour', 'merchant', 'bakery', 'EUR', '2026-03-01T10:00Z', '2026-03-01T11:00Z', 7, 1, 0, 7000, 2000, 5, 0, 7, true),
          ('hour', 'merchant', 'bakery', 'GBP', '2026-03-01T10:00Z', '2026-03-01T11:00Z', 2, 0, 1, 900, 500, 2, 0, 3, true),
          ('hour', 'merchant', '%1$s', 'EUR', '2026-03-01T10:00Z', '2026-03-01T11:00Z', 4, 4, 4, 400, 100, 4, 0, 8, true);
        INSERT INTO ledger (source, partition, block_start, block_end, read, accepted, duplicates, dead_letters, late)
          VALUES ('payments', 0, 0, 65536, 20, 13, 3, 3, 1);
        INSERT INTO incidents (incident_id, dimension, key, incident_start, incident_end, spikes, flagged, peak,
          peak_start, state, generation, facts, final, kind, fraud) VALUES
          ('i1', 'card', '4000123412341234', '2026-03-01T10:00Z', '2026-03-01T10:05Z', 1, 9, 9,
            '2026-03-01T10:00Z', 'CONFIRMED', 0, 9, true, 'drained_card', true);
        """
            .formatted(MARKUP));
    server = serve(null);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    postgres.close();
  }

  @Test
  void addsUpTheTotalsOfAKeyAndHoldsCurrenciesApart() throws Exception {
    var top =
        ask(
            "/api/top?grain=hour&dimension=merchant&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&prefix=");
    assertThat(top.get(0).get("key").asText(), is("bakery"));
    assertThat(top.get(0).get("count").asLong(), is(9L));
    assertThat(top.get(0).get("currencies").asInt(), is(2));
    var series =
        ask(
            "/api/series?grain=hour&dimension=merchant&key=bakery&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z");
    assertThat(series.size(), is(2));
    assertThat(series.get(0).get("time").asLong(), is(1_772_359_200_000L));
  }

  @Test
  void tellsOfTheBooks() throws Exception {
    var books = ask("/api/books").get(0);
    assertThat(books.get("read").asLong(), is(20L));
    assertThat(books.get("balanced").asBoolean(), is(true));
  }

  @Test
  void neverGivesACardAway() throws Exception {
    for (var question : new String[] {"/api/incidents", "/api/incident?id=i1"}) {
      var body = get(server, question, Map.of()).body();
      assertThat(body, containsString("…1234"));
      assertThat(body, not(containsString("4000123412341234")));
    }
  }

  @Test
  void refusesWhatIsNoParameter() throws Exception {
    assertThat(get(server, "/api/series?grain=hour", Map.of()).statusCode(), is(400));
    var injected = "/api/top?grain=hour'--&dimension=merchant&from=x&to=y&prefix=";
    assertThat(get(server, injected, Map.of()).body(), containsString("grain must be one of day"));
    assertThat(get(server, "/api/users", Map.of()).statusCode(), is(404));
    assertThat(get(server, "/../Door.class", Map.of()).statusCode(), is(404));
  }

  @Test
  void letsBrowsersLoadNothingButItsOwnFiles() throws Exception {
    var page = get(server, "/", Map.of());
    assertThat(page.statusCode(), is(200));
    var rules = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(rules, startsWith("default-src 'none'; script-src 'self'"));
    assertThat(page.body(), not(containsString("http")));
    assertThat(get(server, "/charts/uPlot.iife.min.js", Map.of()).statusCode(), is(200));
  }

  @Test
  void cannotWrite() throws Exception {
    var request = HttpRequest.newBuilder(address(server, "/api/now")).DELETE().build();
    assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode(), is(405));
  }

  /**
   * A site elsewhere may give its own name this machine's address, and ask in the visitor's name.
   */
  @Test
  void refusesTheNameOfAnotherHost() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      var request = "GET /api/now HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer, startsWith("HTTP/1.1 403"));
    }
  }

  @Test
  void asksForTheTokenIfThereIsOne() throws Exception {
    try (var guarded = serve("correct-horse-7")) {
      assertThat(get(guarded, "/", Map.of()).statusCode(), is(401));
      assertThat(get(guarded, "/?token=wrong", Map.of()).statusCode(), is(401));
      var login = Map.of("Authorization", "Bearer correct-horse-7");
      assertThat(get(guarded, "/api/books", login).statusCode(), is(200));
      var visit = get(guarded, "/?token=correct-horse-7", Map.of());
      assertThat(visit.statusCode(), is(200));
      var cookie = visit.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie, containsString("HttpOnly"));
      var held = Map.of("Cookie", cookie.substring(0, cookie.indexOf(';')));
      assertThat(get(guarded, "/api/books", held).statusCode(), is(200));
    }
  }

  @Test
  void pushesWhatChanges() throws Exception {
    try (var feed = get(server, "/live")) {
      awaitLine(feed, "\"kind\":\"drained_card\"");
      write("UPDATE incidents SET kind = 'cloned_card' WHERE incident_id = 'i1'");
      awaitLine(feed, "\"kind\":\"cloned_card\"");
    } finally {
      write("UPDATE incidents SET kind = 'drained_card' WHERE incident_id = 'i1'");
    }
  }

  private static DashboardServer serve(String token) {
    return DashboardServer.start(
        config, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), token, null);
  }

  private static URI address(DashboardServer of, String path) {
    return URI.create("http://127.0.0.1:" + of.port() + path);
  }

  private static HttpResponse<String> get(
      DashboardServer from, String path, Map<String, String> headers) throws Exception {
    var request = HttpRequest.newBuilder(address(from, path.replace("'", "%27")));
    headers.forEach(request::header);
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static BufferedReader get(DashboardServer from, String path) throws Exception {
    var request = HttpRequest.newBuilder(address(from, path)).build();
    var lines = CLIENT.send(request, BodyHandlers.ofInputStream()).body();
    return new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
  }

  /** Bounded by the limit of the class. */
  private static void awaitLine(BufferedReader feed, String text) throws IOException {
    for (var line = feed.readLine(); line != null; line = feed.readLine()) {
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError("the feed has ended before '" + text + "' came");
  }

  private static JsonNode ask(String path) throws Exception {
    var answer = get(server, path, Map.of());
    assertThat(answer.body(), answer.statusCode(), is(200));
    return new ObjectMapper().readTree(answer.body());
  }

  private static void write(String sql) throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path = " + PostgresConfig.DEFAULT_SCHEMA);
      statement.execute(sql);
    }
  }
}
