package io.vigil.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** The TCP sockets on which a process of this machine listens, as Linux tells them. */
public final class ListeningSockets {

  private static final String LISTENING = "0A";
  private static final String SOCKET = "socket:[";
  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private static final String LOOPBACK_6 = "00000000000000000000000001000000";
  private static final String MAPPED_LOOPBACK = "0000000000000000FFFF0000......7F";

  private ListeningSockets() {}

  /** A socket: an address as {@code /proc/net/tcp} writes it, and its port. */
  public record Socket(String address, int port) implements Comparable<Socket> {

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
      return address.matches("......7F")
          || address.equals(LOOPBACK_6)
          || address.matches(MAPPED_LOOPBACK);
    }

    @Override
    public int compareTo(Socket other) {
      return toString().compareTo(other.toString());
    }
  }

  /** Those of a process and none of its children; none if it has ended. */
  public static Set<Socket> of(long pid) {
    var process = Path.of("/proc", String.valueOf(pid));
    var inodes = inodes(process.resolve("fd"));
    var sockets = new TreeSet<Socket>();
    for (var table : Set.of("net/tcp", "net/tcp6")) {
      for (var line : lines(process.resolve(table))) {
        var columns = line.strip().split("\\s+");
        if (columns[STATE].equals(LISTENING) && inodes.contains(columns[INODE])) {
          int colon = columns[ADDRESS].indexOf(':');
          sockets.add(
              new Socket(
                  columns[ADDRESS].substring(0, colon),
                  Integer.parseInt(columns[ADDRESS].substring(colon + 1), 16)));
        }
      }
    }
    return sockets;
  }

  private static Set<String> inodes(Path descriptors) {
    var inodes = new HashSet<String>();
    try (var links = Files.newDirectoryStream(descriptors)) {
      for (var link : links) {
        addInode(link, inodes);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process has ended.
    }
    return inodes;
  }

  private static void addInode(Path link, Set<String> inodes) {
    try {
      var target = Files.readSymbolicLink(link).toString();
      if (target.startsWith(SOCKET)) {
        inodes.add(target.substring(SOCKET.length(), target.length() - 1));
      }
    } catch (IOException e) {
      // Closed meanwhile.
    }
  }

  private static Iterable<String> lines(Path table) {
    try {
      var lines = Files.readAllLines(table);
      return lines.subList(1, lines.size());
    } catch (IOException e) {
      // A process that is ending has no table any more, and says so in several ways.
      return Set.of();
    }
  }
}
