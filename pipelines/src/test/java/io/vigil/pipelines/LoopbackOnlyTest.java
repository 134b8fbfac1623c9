package io.vigil.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vigil.local.ListeningSockets.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watch itself: one that sees nothing would find every run in order. */
class LoopbackOnlyTest {

  private final LoopbackOnly.Watch watch = new LoopbackOnly.Watch(ProcessHandle.current().pid());

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void shouldSeeASocketForAll(String address) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      var ports = watch.end().stream().map(Socket::port).collect(Collectors.toSet());
      assertThat(ports, contains(socket.getLocalPort()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1"})
  void shouldAllowTheLoopbackInterface(String address) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      assertThat(watch.end(), is(empty()));
      var ports = watch.seen().stream().map(Socket::port).collect(Collectors.toSet());
      assertThat(ports.contains(socket.getLocalPort()), is(true));
    }
  }
}
