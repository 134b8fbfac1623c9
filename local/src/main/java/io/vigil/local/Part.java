package io.vigil.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One server of the stack, in a process of its own that outlives this JVM. It can be started,
 * stopped, killed and started again on the same data and port, without regard to the other parts.
 */
public abstract sealed class Part permits KafkaBroker, PostgresServer, FlinkProcess {

  private static final Duration CLEAN_STOP = Duration.ofSeconds(20);

  private final String name;
  private final StackFolder folder;

  Part(String name, StackFolder folder) {
    this.name = name;
    this.folder = folder;
  }

  /** The name in messages, files and {@code vigil local status}. */
  public final String name() {
    return name;
  }

  /** Where clients find it: {@code host:port} or a URL. */
  public abstract String address();

  /** What the process has printed since the folder was made. */
  public final Path logFile() {
    return folder.log(name);
  }

  /** The number of the process, if it is alive. */
  public final OptionalLong pid() {
    return process().map(it -> OptionalLong.of(it.pid())).orElseGet(OptionalLong::empty);
  }

  /** Whether the process is alive, healthy or not. */
  public final boolean isRunning() {
    return process().isPresent();
  }

  /** Whether the process is alive and has just answered a client. Takes some seconds at most. */
  public final boolean isHealthy() {
    return process().filter(this::answers).isPresent();
  }

  /**
   * Starts the process if it is not running, and returns without waiting for it to be healthy.
   *
   * @throws StackException if it cannot be started
   */
  public final void start() {
    if (isRunning()) {
      return;
    }
    prepare();
    var process = OwnProcess.launch(command(), folder.path(), logFile());
    folder.started(name, process.pid());
  }

  /**
   * Waits until it is healthy.
   *
   * @throws StackException if the process ends, or the time is up; the message names the log
   */
  public final void awaitHealthy(Duration limit) {
    boolean isHealthy = Waiting.until(limit, this::isHealthyOrEnded);
    if (!isHealthy) {
      throw new StackException(
          "%s is not healthy after %d s; the last line of %s: %s"
              .formatted(name, limit.toSeconds(), logFile(), LogFile.lastLine(logFile())));
    }
  }

  /**
   * Ends the process cleanly, as its users would; kills it if it has not ended after 20 s.
   *
   * @return whether it ended cleanly
   */
  public final boolean stop() {
    var process = process();
    if (process.isEmpty()) {
      return true;
    }
    askToEnd(process.get());
    boolean ended = Waiting.until(CLEAN_STOP, () -> !isRunning());
    if (!ended) {
      OwnProcess.kill(process.get(), mark());
    }
    folder.ended(name);
    return ended;
  }

  /** Kills the process with its children, as a power cut would, and returns when they are gone. */
  public final void kill() {
    process()
        .ifPresent(
            it -> {
              OwnProcess.kill(it, mark());
              folder.ended(name);
            });
  }

  /** Stops it if it is running, starts it, and waits until it is healthy. */
  public final void restart(Duration limit) {
    stop();
    start();
    awaitHealthy(limit);
  }

  /** Writes into the folder's file which process this part has now. */
  final void keepPid() {
    process().ifPresentOrElse(it -> folder.started(name, it.pid()), () -> folder.ended(name));
  }

  /** The ports it listens on, and the flag of {@code vigil local up} for each that has one. */
  abstract List<ListeningPort> listeningPorts();

  /** Writes what the process needs before its start. */
  abstract void prepare();

  /** The command, which must carry {@link #mark()} at the end of one of its arguments. */
  abstract List<String> command();

  /** Whether a client gets an answer. */
  abstract boolean answers(ProcessHandle process);

  void askToEnd(ProcessHandle process) {
    process.destroy();
  }

  final StackFolder folder() {
    return folder;
  }

  final String mark() {
    return folder.mark(name);
  }

  /** Runs a tool of this part to its end. */
  final void run(String purpose, List<String> command) {
    run(purpose, command, "");
  }

  final void run(String purpose, List<String> command, String input) {
    if (!OwnProcess.run(command, folder.path(), logFile(), input)) {
      throw new StackException(
          "%s: cannot %s; the last line of %s: %s"
              .formatted(name, purpose, logFile(), LogFile.lastLine(logFile())));
    }
  }

  private Optional<ProcessHandle> process() {
    return OwnProcess.find(mark());
  }

  private boolean isHealthyOrEnded() {
    if (!isRunning()) {
      throw new StackException(
          "%s has ended; the last line of %s: %s"
              .formatted(name, logFile(), LogFile.lastLine(logFile())));
    }
    return isHealthy();
  }

  /** A port, and the flag with which another is chosen; empty if the stack chooses it itself. */
  record ListeningPort(int port, String flag) {}
}
