package io.vigil.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vigil.local.ListeningSockets;
import io.vigil.local.ListeningSockets.Socket;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails every test during which this JVM begins to listen where other machines can reach it. */
public final class LoopbackOnly implements BeforeEachCallback, AfterEachCallback {

  private static final Namespace STORE = Namespace.create(LoopbackOnly.class);
  private static final long MILLIS_BETWEEN_LOOKS = 250;

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(STORE).put(Watch.class, new Watch());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var open = context.getStore(STORE).get(Watch.class, Watch.class).end();
    assertThat("listens beyond the loopback interface", open, is(empty()));
  }

  /** Looks at the process again and again until it ends. */
  public static final class Watch {
    private final long pid;
    private final Set<Socket> before;
    private final Set<Socket> seen = new ConcurrentSkipListSet<>();
    private final Thread watcher = new Thread(this::watch, "listening-sockets");

    private Watch() {
      this(ProcessHandle.current().pid());
    }

    /** Watches a process from now on. */
    public Watch(long pid) {
      this.pid = pid;
      before = ListeningSockets.of(pid);
      watcher.setDaemon(true);
      watcher.start();
    }

    private void watch() {
      try {
        while (true) {
          look();
          Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
      } catch (InterruptedException e) {
        look();
      }
    }

    private void look() {
      seen.addAll(ListeningSockets.of(pid));
    }

    /** What it has listened on, so far. */
    public Set<Socket> seen() {
      return seen;
    }

    /** What it has begun to listen on for other machines. */
    public Set<Socket> end() {
      watcher.interrupt();
      try {
        watcher.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      var open = new TreeSet<>(seen);
      open.removeAll(before);
      open.removeIf(Socket::isLoopback);
      return open;
    }
  }
}
