package io.vigil.pipelines.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vigil.pipelines.cli.Password;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who is told of incidents, and does not take the first calls. */
final class Receiver implements AutoCloseable {

  static final String KEY = "s3cret";

  private final HttpServer server;
  private final AtomicInteger refusals;
  private final List<Call> taken = new CopyOnWriteArrayList<>();

  record Call(String idempotencyKey, String signature, String body) {}

  Receiver(int refusals) throws IOException {
    this.refusals = new AtomicInteger(refusals);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/incidents", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean takes = refusals.getAndDecrement() <= 0;
    if (takes) {
      var headers = exchange.getRequestHeaders();
      taken.add(
          new Call(headers.getFirst("Idempotency-Key"), headers.getFirst("Vigil-Signature"), body));
    }
    exchange.sendResponseHeaders(takes ? 204 : 503, -1);
    exchange.close();
  }

  List<Call> taken() {
    return taken;
  }

  List<String> idempotencyKeys() {
    return taken.stream().map(Call::idempotencyKey).toList();
  }

  Webhook webhook(Path folder) throws IOException {
    var file = folder.resolve("key");
    Files.writeString(file, KEY + "\n");
    var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/incidents?to=hidden";
    return new Webhook(URI.create(url), Password.named("--webhookKey", "file:" + file));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
