package io.vigil.local;

import java.util.List;

/**
 * The job manager. It has no high availability: its death ends its jobs, which must be submitted
 * again from their last retained checkpoint.
 */
public final class JobManager extends FlinkProcess {

  private static final List<String> MEMORY = List.of("-Xmx384m", "-XX:MaxMetaspaceSize=192m");

  JobManager(StackFolder folder) {
    super("jobmanager", folder);
  }

  @Override
  public String address() {
    return "http://127.0.0.1:" + folder().ports().flink();
  }

  @Override
  List<ListeningPort> listeningPorts() {
    return List.of(
        new ListeningPort(folder().ports().flink(), "--flinkPort"),
        new ListeningPort(folder().ports().jobManager(), ""),
        new ListeningPort(folder().ports().metrics().get(0), ""));
  }

  @Override
  List<String> ownSettings() {
    return List.of(FlinkSettings.metricsPort(folder().ports().metrics().get(0)));
  }

  @Override
  List<String> command() {
    return java(
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        MEMORY,
        List.of());
  }

  @Override
  boolean answers(ProcessHandle process) {
    return has("/overview");
  }
}
