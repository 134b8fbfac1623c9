package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Flink's reporter for Prometheus, for this machine alone: Flink's own listens on all interfaces.
 * It is in this package because the registry is.
 */
final class LoopbackReporter extends AbstractPrometheusReporter {

  private final HTTPServer server;

  LoopbackReporter(int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    server = new HTTPServer(address, registry);
  }

  @Override
  public void close() {
    server.stop();
    super.close();
  }
}
