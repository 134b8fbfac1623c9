package io.vigil.local;

import java.util.List;

/** One of the task managers. It is healthy when it has registered with the job manager. */
public final class TaskManager extends FlinkProcess {

  private static final String ID = "taskmanager.resource-id=";

  private final int number;

  TaskManager(int number, StackFolder folder) {
    super("taskmanager" + number, folder);
    this.number = number;
  }

  /** Where its metrics are, for Prometheus. */
  @Override
  public String address() {
    return "http://127.0.0.1:" + metricsPort() + "/metrics";
  }

  @Override
  List<ListeningPort> listeningPorts() {
    return List.of(new ListeningPort(metricsPort(), ""));
  }

  @Override
  List<String> ownSettings() {
    return FlinkSettings.ofTaskManager(metricsPort());
  }

  @Override
  List<String> command() {
    // Another name at each start, so that the one that was killed is not taken for it.
    var id = name() + "-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    return java(
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        FlinkSettings.TASK_MANAGER_MEMORY,
        List.of("-D", ID + id));
  }

  @Override
  boolean answers(ProcessHandle process) {
    return OwnProcess.arguments(process)
        .filter(it -> it.startsWith(ID))
        .anyMatch(it -> has("/taskmanagers/" + it.substring(ID.length())));
  }

  private int metricsPort() {
    return folder().ports().metrics().get(number);
  }
}
