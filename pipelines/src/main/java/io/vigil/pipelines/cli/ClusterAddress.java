package io.vigil.pipelines.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a Flink cluster takes jobs: {@code HOST:PORT}. */
final class ClusterAddress {

  private static final int PATIENCE_MILLIS = 5_000;

  private ClusterAddress() {}

  /**
   * Finds out whether somebody listens there. Flink's client would try again for minutes.
   *
   * @throws Refusal if not, within 5 s
   */
  static void check(String master) {
    var address = parse(master);
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new Refusal("cannot reach Flink at " + master + " (--flinkMaster)", e);
    }
  }

  private static URI parse(String master) {
    try {
      var address = new URI("flink://" + master);
      if (address.getHost() != null && address.getPort() > 0) {
        return address;
      }
      throw new URISyntaxException(master, "no host or no port");
    } catch (URISyntaxException e) {
      throw new Refusal("--flinkMaster=" + master + " is not of the form HOST:PORT", e);
    }
  }
}
