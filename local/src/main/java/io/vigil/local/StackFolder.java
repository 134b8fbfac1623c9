package io.vigil.local;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** A stack's folder, with the file that says which ports and processes are its own. */
final class StackFolder {

  static final String FILE = "stack.properties";

  private final Path path;
  private final StackPorts ports;
  private final SortedMap<String, Long> pids = new TreeMap<>();

  StackFolder(Path path, StackPorts ports) {
    this.path = path;
    this.ports = ports;
  }

  /** The folder as it was left, or nothing if it holds no stack. */
  static Optional<StackPorts> portsIn(Path path) {
    var file = path.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
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
    } catch (IOException | IllegalArgumentException | StackException e) {
      throw new StackException(
          "%s cannot be read (%s): delete %s to begin anew".formatted(file, e.getMessage(), path));
    }
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

  synchronized void started(String part, long pid) {
    pids.put(part, pid);
    save();
  }

  synchronized void ended(String part) {
    pids.remove(part);
    save();
  }

  /** Writes the file: whole, or as it was. */
  synchronized void save() {
    var lines = new ArrayList<String>();
    lines.add("# Written by vigil local.");
    lines.add("kafka.port=" + ports.kafka());
    lines.add("kafkaController.port=" + ports.kafkaController());
    lines.add("postgres.port=" + ports.postgres());
    lines.add("flink.port=" + ports.flink());
    lines.add("jobmanager.port=" + ports.jobManager());
    lines.add(
        "metrics.ports="
            + String.join(",", ports.metrics().stream().map(String::valueOf).toList()));
    pids.forEach((part, pid) -> lines.add(part + ".pid=" + pid));
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
