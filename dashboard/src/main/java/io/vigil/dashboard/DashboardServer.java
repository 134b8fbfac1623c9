package io.vigil.dashboard;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.ReadOnlyTables;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, the answers to its questions under {@code /api/}, and under {@code /live} the
 * feed of what changes. It reads the tables and can write nothing.
 */
public final class DashboardServer implements AutoCloseable {

  /** Longer than any question should take, shorter than a viewer waits. */
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private static final int MOST_ROWS = 5_000;
  private static final int WORKERS = 8;
  private static final String CHARTS = "META-INF/resources/webjars/uplot/1.6.30/dist";

  private final ReadOnlyTables tables;
  private final LiveFeed feed;
  private final Undertow server;

  private DashboardServer(ReadOnlyTables tables, LiveFeed feed, Undertow server) {
    this.tables = tables;
    this.feed = feed;
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param config where the tables are
   * @param address to listen on
   * @param port 0 for any that is free
   * @param token that a visitor must have; null if none is asked for
   * @param trustedHeader that a reverse proxy sets on requests of those whom it has let in; null if
   *     there is none
   * @throws Refusal if it cannot listen there, with one line that says why
   */
  public static DashboardServer start(
      PostgresConfig config,
      InetSocketAddress address,
      @Nullable String token,
      @Nullable String trustedHeader) {
    var tables = ReadOnlyTables.open(config, LIMIT, MOST_ROWS);
    var answers = new Answers(tables);
    var feed = new LiveFeed(answers);
    var door =
        new Door(
            rooms(answers, feed), address.getAddress().isLoopbackAddress(), token, trustedHeader);
    var server =
        Undertow.builder()
            .addHttpListener(address.getPort(), address.getAddress().getHostAddress())
            .setIoThreads(2)
            .setWorkerThreads(WORKERS)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 0L)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
            .setHandler(door)
            .build();
    try {
      server.start();
    } catch (RuntimeException e) {
      tables.close();
      var cause = e.getCause() == null ? e : e.getCause();
      throw new Refusal(
          "cannot listen on %s:%d (--listen, --port): %s"
              .formatted(address.getHostString(), address.getPort(), cause.getMessage()),
          e);
    }
    feed.start();
    return new DashboardServer(tables, feed, server);
  }

  /** The port on which it listens. */
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    feed.close();
    server.stop();
    tables.close();
  }

  private static HttpHandler rooms(Answers answers, LiveFeed feed) {
    var loader = DashboardServer.class.getClassLoader();
    var page = Handlers.resource(new ClassPathResourceManager(loader, "io/vigil/dashboard/page"));
    var charts = Handlers.resource(new ClassPathResourceManager(loader, CHARTS));
    return Handlers.path(page)
        .addPrefixPath("/charts", charts)
        .addExactPath("/live", feed.handler())
        .addPrefixPath("/api", new BlockingHandler(exchange -> answer(answers, exchange)));
  }

  private static void answer(Answers answers, HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=utf-8");
    var question = questionAt(exchange.getRelativePath());
    if (question == null) {
      fail(exchange, StatusCodes.NOT_FOUND, "nobody answers that");
      return;
    }
    try {
      exchange.getResponseSender().send(answers.to(question, parameters(exchange)));
    } catch (IllegalArgumentException e) {
      fail(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      fail(exchange, StatusCodes.SERVICE_UNAVAILABLE, ReadOnlyTables.inWords(e));
    }
  }

  private static @Nullable Question questionAt(String path) {
    for (var question : Question.values()) {
      if (path.equals("/" + question.path())) {
        return question;
      }
    }
    return null;
  }

  private static Map<String, String> parameters(HttpServerExchange exchange) {
    var parameters = new HashMap<String, String>();
    exchange
        .getQueryParameters()
        .forEach((name, values) -> parameters.put(name, values.getFirst()));
    return parameters;
  }

  private static void fail(HttpServerExchange exchange, int status, String line) {
    exchange.setStatusCode(status);
    var row = new HashMap<String, Object>(Map.of("problem", line));
    exchange.getResponseSender().send(JsonRows.write(java.util.List.of(row)));
  }
}
