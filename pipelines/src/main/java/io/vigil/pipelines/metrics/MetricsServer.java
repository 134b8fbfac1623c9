package io.vigil.pipelines.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Serves the metrics over HTTP, under {@code /metrics}, until it is closed. */
final class MetricsServer implements AutoCloseable {

  private final HTTPServer server;

  private MetricsServer(HTTPServer server) {
    this.server = server;
  }

  /**
   * @param port 0 for any that is free
   * @throws Refusal if it cannot listen there, with one line that says why
   */
  static MetricsServer start(String address, int port, Scrape scrape) {
    var registry = new PrometheusRegistry();
    registry.register(scrape);
    try {
      return new MetricsServer(
          HTTPServer.builder()
              .inetAddress(InetAddress.getByName(address))
              .port(port)
              .registry(registry)
              .buildAndStart());
    } catch (UnknownHostException e) {
      throw new Refusal("--listen=" + address + " is no address of this machine", e);
    } catch (IOException e) {
      throw new Refusal(
          "cannot listen on %s:%d (--listen, --port): %s".formatted(address, port, e.getMessage()),
          e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
