package io.vigil.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Which TCP ports of the loopback address are free. */
final class FreePorts {

  // Below the ports that Linux gives to clients, so that a port is still free when a killed server
  // comes back to it.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  private FreePorts() {}

  /** As many different ports as asked for, free now and none of them in {@code taken}. */
  static List<Integer> find(int count, Collection<Integer> taken) {
    var found = new ArrayList<Integer>();
    int tries = HIGHEST - LOWEST;
    for (int i = 0; i < tries && found.size() < count; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!taken.contains(port) && !found.contains(port) && isFree(port)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new StackException("there are no %d free ports on this machine".formatted(count));
    }
    return found;
  }

  /** Takes the port for a moment: no server may be starting on it. */
  static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new StackException("cannot try port %d: %s".formatted(port, e.getMessage()));
    }
  }

  /** Whether somebody listens there; it is in nobody's way. */
  static boolean isListening(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
