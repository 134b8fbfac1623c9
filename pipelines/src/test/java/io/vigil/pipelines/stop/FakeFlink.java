package io.vigil.pipelines.stop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays the answers of Flink's REST interface, and remembers what was asked. */
final class FakeFlink implements AutoCloseable {

  private record Answer(int status, String body) {}

  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final HttpServer server;

  FakeFlink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** One more answer to this request; the last one is given again and again. */
  FakeFlink answers(String request, int status, String body) {
    answers.computeIfAbsent(request, it -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  /** Method, path and body of every request that is not a question. */
  List<String> orders() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (!exchange.getRequestMethod().equals("GET")) {
        requests.add((request + " " + body).strip());
      }
      var waiting =
          answers.getOrDefault(
              request, new ArrayDeque<>(List.of(new Answer(404, "{\"errors\":[\"Not found.\"]}"))));
      var answer = waiting.size() > 1 ? waiting.removeFirst() : waiting.getFirst();
      var bytes = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
