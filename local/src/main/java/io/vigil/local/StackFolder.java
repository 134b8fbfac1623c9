package io.vigil.local;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A stack's folder, with the file that says which ports and processes are its own. */
final class StackFolder {

  static final String FILE = "stack.properties";

  private static final String PID = ".pid";

  private final Path path;
  private final StackPorts ports;

  StackFolder(Path path, StackPorts ports) {
    this.path = path;
    this.ports = ports;
  }

  /** The ports of the stack that the folder holds, or nothing if it holds none. */
  static Optional<StackPorts> portsIn(Path path) {
    if (!Files.exists(path.resolve(FILE))) {
      return Optional.empty();
    }
    var properties = read(path);
    try {
      var metrics = new ArrayList<Integer>();
      for (var port : properties.getProperty("metrics.ports", "").split(",")) {
        metrics.add(Integer.valueOf(port));
      }
      return Optional.of(
          new StackPorts(
              port(properties, "kafka"),
              port(properties, "postgres"),
              port(properties, "flink"),
              port(properties, "kafkaController"),
              port(properties, "jobmanager"),
              metrics));
    } catch (NumberFormatException | StackException e) {
      throw unreadable(path, e);
    }
  }

  private static Properties read(Path path) {
    var properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(path.resolve(FILE))));
      return properties;
    } catch (NoSuchFileException e) {
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  private static StackException unreadable(Path path, Exception cause) {
    return new StackException(
        "%s cannot be read (%s): delete it to begin anew"
            .formatted(path.resolve(FILE), cause.getMessage()));
  }

  private static int port(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name + ".port", ""));
  }

  Path path() {
    return path;
  }

  StackPorts ports() {
    return ports;
  }

  Path log(String part) {
    return path.resolve("logs").resolve(part + ".log");
  }

  /** What a process of this part carries among its arguments. */
  String mark(String part) {
    return "vigil.part=" + path.resolve(part);
  }

  /** Keeps in the file that the part has this process. */
  synchronized void started(String part, long pid) {
    var pids = pids();
    pids.put(part, pid);
    save(pids);
  }

  /** Keeps in the file that the part has no process. */
  synchronized void ended(String part) {
    var pids = pids();
    pids.remove(part);
    save(pids);
  }

  private SortedMap<String, Long> pids() {
    var properties = read(path);
    var pids = new TreeMap<String, Long>();
    for (var name : properties.stringPropertyNames()) {
      if (name.endsWith(PID)) {
        pids.put(
            name.substring(0, name.length() - PID.length()),
            Long.valueOf(properties.getProperty(name)));
      }
    }
    return pids;
  }

  private void save(SortedMap<String, Long> pids) {
    var lines = new ArrayList<String>();
    lines.add("# Written by vigil local; the pids are those of the last command.");
    lines.add("kafka.port=" + ports.kafka());
    lines.add("kafkaController.port=" + ports.kafkaController());
    lines.add("postgres.port=" + ports.postgres());
    lines.add("flink.port=" + ports.flink());
    lines.add("jobmanager.port=" + ports.jobManager());
    lines.add(
        "metrics.ports="
            + ports.metrics().stream().map(String::valueOf).collect(Collectors.joining(",")));
    pids.forEach((part, pid) -> lines.add(part + PID + "=" + pid));
    write(path.resolve(FILE), lines);
  }

  /** Writes a file of this folder: whole, or as it was. */
  static void write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      var part = file.resolveSibling(file.getFileName() + ".new");
      Files.write(part, lines);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackException("cannot write %s: %s".formatted(file, e.getMessage()));
    }
  }
}
