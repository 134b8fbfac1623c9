package io.vigil.dashboard;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes to all viewers what has changed: once a second it asks the few questions whose answers
 * everybody sees, as long as somebody looks. A viewer that comes gets all of them; later only those
 * that have changed, and a beat each second, by which a page knows that the server is there.
 */
final class LiveFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final String BEAT = "beat";
  private static final String DATABASE = "database";

  /** How many seconds lie between two times that a question is asked. */
  private static final Map<Question, Integer> EVERY =
      Map.of(
          Question.NOW, 1,
          Question.INCIDENTS, 1,
          Question.MONEY, 2,
          Question.MINUTES, 5,
          Question.COMPARED, 15);

  private final Answers answers;
  private final ServerSentEventHandler viewers;
  private final Map<String, String> latest = new LinkedHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "vigil-live-feed");
            thread.setDaemon(true);
            return thread;
          });
  private long second;

  LiveFeed(Answers answers) {
    this.answers = answers;
    this.viewers = Handlers.serverSentEvents((connection, lastEventId) -> welcome(connection));
  }

  HttpHandler handler() {
    return viewers;
  }

  void start() {
    clock.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private synchronized void welcome(ServerSentEventConnection connection) {
    latest.forEach((event, data) -> connection.send(data, event, null, null));
  }

  private void tick() {
    try {
      if (!viewers.getConnections().isEmpty()) {
        ask();
        send(BEAT, String.valueOf(System.currentTimeMillis()));
        second++;
      }
    } catch (RuntimeException e) {
      // The executor would never call again.
      LOG.error("the live feed missed a beat", e);
    }
  }

  private void ask() {
    var problem = "";
    for (var entry : EVERY.entrySet()) {
      if (second % entry.getValue() == 0 || !knows(entry.getKey())) {
        try {
          tell(entry.getKey().path(), answers.to(entry.getKey(), Map.of()));
        } catch (SQLException e) {
          problem = String.valueOf(answers.problem());
          break;
        }
      }
    }
    tell(DATABASE, problem);
  }

  private synchronized boolean knows(Question question) {
    return latest.containsKey(question.path());
  }

  private synchronized void tell(String event, String data) {
    if (!data.equals(latest.put(event, data))) {
      send(event, data);
    }
  }

  private synchronized void send(String event, String data) {
    for (var connection : viewers.getConnections()) {
      connection.send(data, event, null, null);
    }
  }
}
