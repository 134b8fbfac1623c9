package io.vigil.local;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void aPortIsFreeUntilSomebodyListensThere() throws IOException {
    int port = FreePorts.find(1, List.of()).get(0);
    assertThat(FreePorts.isListening(port), is(false));

    try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.isListening(port), is(true));
      assertThat(FreePorts.isFree(port), is(false));
      server.accept().close();
    }
  }
}
