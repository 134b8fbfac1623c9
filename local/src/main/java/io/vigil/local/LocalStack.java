package io.vigil.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A Kafka broker, a PostgreSQL server and a Flink cluster, with all that they keep in one folder.
 *
 * <p>The servers are processes that outlive the JVM: another one finds them again by the folder.
 * Tests close the stack, which ends it.
 */
public final class LocalStack implements AutoCloseable {

  private static final List<String> CONTENTS =
      List.of("kafka", "postgres", "flink", "logs", FolderLock.FILE, StackFolder.FILE);

  private final StackFolder folder;
  private final KafkaBroker kafka;
  private final PostgresServer postgres;
  private final FlinkCluster flink;

  private LocalStack(Path path, StackPorts ports) {
    this.folder = new StackFolder(path.toAbsolutePath().normalize(), ports);
    this.kafka = new KafkaBroker(folder);
    this.postgres = new PostgresServer(folder);
    this.flink = new FlinkCluster(folder);
  }

  /** The stack of a folder, which may be new, with these ports. Nothing is started. */
  public static LocalStack in(Path folder, StackPorts ports) {
    return new LocalStack(folder, ports);
  }

  /** The stack that a folder holds, running or not; nothing if it holds none. */
  public static Optional<LocalStack> open(Path folder) {
    return StackFolder.portsIn(folder.toAbsolutePath().normalize())
        .map(ports -> new LocalStack(folder, ports));
  }

  public Path folder() {
    return folder.path();
  }

  public StackPorts ports() {
    return folder.ports();
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public FlinkCluster flink() {
    return flink;
  }

  /** All parts, in the order in which they are listed. */
  public List<Part> parts() {
    var parts = new ArrayList<Part>(List.of(kafka, postgres));
    parts.addAll(flink.processes());
    return parts;
  }

  /** Whether any part is running. */
  public boolean isRunning() {
    return parts().stream().anyMatch(Part::isRunning);
  }

  /**
   * Starts every part that is not running, on the data that it left, and waits until all are
   * healthy.
   *
   * @param limit for each part
   * @throws StackException before anything is started, if a port is in use; afterwards, if a part
   *     does not come up: the others then run on
   */
  public void up(Duration limit) {
    FolderLock.during(
        folder.path(),
        () -> {
          startMissing();
          parts().forEach(it -> it.awaitHealthy(limit));
          return parts();
        });
  }

  /**
   * Ends what is running, readers before what they read from, and returns when it has ended.
   *
   * @return the parts that did not end by themselves and were killed
   */
  public List<Part> down() {
    if (!Files.exists(folder.path())) {
      return List.of();
    }
    return FolderLock.during(
        folder.path(),
        () -> {
          var order = new ArrayList<Part>(flink.processes());
          order.addAll(List.of(kafka, postgres));
          return order.stream().filter(it -> !it.stop()).toList();
        });
  }

  /** Deletes the folder's data and logs for good; files of others in it stay. */
  public void delete() {
    if (isRunning()) {
      throw new StackException("%s is in use: end the stack first".formatted(folder.path()));
    }
    CONTENTS.forEach(it -> Deletion.of(folder.path().resolve(it)));
    var path = folder.path().toFile();
    var left = path.list();
    if (left != null && left.length == 0) {
      Deletion.of(folder.path());
    }
  }

  /** Ends the stack. */
  @Override
  public void close() {
    down();
  }

  private void startMissing() {
    var missing = parts().stream().filter(it -> !it.isRunning()).toList();
    checkPorts(missing);
    parts().forEach(Part::keepPid);
    // Two of them make their data on their first start, which takes seconds.
    var starting = missing.stream().map(it -> CompletableFuture.runAsync(it::start)).toList();
    starting.forEach(LocalStack::join);
  }

  private static void checkPorts(List<Part> parts) {
    for (var part : parts) {
      for (var it : part.listeningPorts()) {
        if (!FreePorts.isFree(it.port())) {
          var wayOut =
              it.flag().isEmpty()
                  ? "end the stack, and it chooses others"
                  : "end what uses it, or choose another with " + it.flag();
          throw new StackException(
              "%s: port %d is in use: %s".formatted(part.name(), it.port(), wayOut));
        }
      }
    }
  }

  private static void join(CompletableFuture<Void> starting) {
    try {
      starting.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StackException problem) {
        throw problem;
      }
      throw e;
    }
  }
}
