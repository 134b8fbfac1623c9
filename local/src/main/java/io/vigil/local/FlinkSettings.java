package io.vigil.local;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the Flink cluster is told, for a laptop. */
final class FlinkSettings {

  static final int SLOTS = 2;

  /** What Flink's own start scripts would compute from the sizes in {@link #ofTaskManager}. */
  static final List<String> TASK_MANAGER_MEMORY =
      List.of("-Xms128m", "-Xmx704m", "-XX:MaxDirectMemorySize=256m", "-XX:MaxMetaspaceSize=320m");

  /** Flink and Beam reach into these packages. */
  static final List<String> OPENED =
      Stream.of("java.lang", "java.util", "java.nio", "java.time", "java.net", "java.io")
          .map(it -> "--add-opens=java.base/" + it + "=ALL-UNNAMED")
          .toList();

  private FlinkSettings() {}

  static List<String> ofCluster(StackFolder folder) {
    var ports = folder.ports();
    var flink = folder.path().resolve("flink");
    return List.of(
        "jobmanager.rpc.address: 127.0.0.1",
        "jobmanager.rpc.port: " + ports.jobManager(),
        "jobmanager.bind-host: 127.0.0.1",
        "rest.address: 127.0.0.1",
        "rest.bind-address: 127.0.0.1",
        // A web page in a browser of this machine reaches it, too.
        "web.submit.enable: false",
        "web.access-control-allow-origin: http://127.0.0.1:" + ports.flink(),
        "rest.port: " + ports.flink(),
        "heartbeat.interval: 2000",
        // The end of a process is noticed by its connection. This is for one that only hangs, or
        // waits
        // for its turn on a busy machine.
        "heartbeat.timeout: 30000",
        "state.checkpoints.dir: " + url(flink.resolve("checkpoints")),
        "state.savepoints.dir: " + url(flink.resolve("savepoints")),
        "state.checkpoints.num-retained: 3",
        "execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION",
        "io.tmp.dirs: " + quoted(flink.resolve("tmp").toString()),
        "web.upload.dir: " + quoted(flink.resolve("upload").toString()),
        "metrics.reporters: prometheus",
        "metrics.reporter.prometheus.factory.class:"
            + " org.apache.flink.metrics.prometheus.LoopbackReporterFactory");
  }

  /** Flink's own start scripts compute what is not given; without them every part has to be. */
  static List<String> ofTaskManager(int metricsPort) {
    return List.of(
        metricsPort(metricsPort),
        "taskmanager.host: 127.0.0.1",
        "taskmanager.bind-host: 127.0.0.1",
        "taskmanager.numberOfTaskSlots: " + SLOTS,
        "taskmanager.cpu.cores: 2.0",
        "taskmanager.memory.framework.heap.size: 96m",
        "taskmanager.memory.task.heap.size: 608m",
        "taskmanager.memory.framework.off-heap.size: 64m",
        "taskmanager.memory.task.off-heap.size: 64m",
        "taskmanager.memory.network.min: 128m",
        "taskmanager.memory.network.max: 128m",
        // A batch has many exchanges, and each would take 16 MiB.
        "taskmanager.network.sort-shuffle.min-buffers: 64",
        "taskmanager.memory.managed.size: 192m",
        "taskmanager.memory.jvm-metaspace.size: 320m",
        "taskmanager.memory.jvm-overhead.min: 128m",
        "taskmanager.memory.jvm-overhead.max: 128m");
  }

  /** A text, because the reporter overlooks a number. */
  static String metricsPort(int port) {
    return "metrics.reporter.prometheus.port: '" + port + "'";
  }

  private static String url(Path path) {
    return quoted(path.toUri().toString());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
