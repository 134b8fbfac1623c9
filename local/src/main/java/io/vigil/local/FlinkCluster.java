package io.vigil.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A Flink session cluster: a job manager and task managers with two slots each. */
public final class FlinkCluster {

  private final StackFolder folder;
  private final JobManager jobManager;
  private final List<TaskManager> taskManagers;

  FlinkCluster(StackFolder folder) {
    this.folder = folder;
    this.jobManager = new JobManager(folder);
    this.taskManagers =
        folder.ports().taskManagerNumbers().mapToObj(it -> new TaskManager(it, folder)).toList();
  }

  /** What Beam's {@code --flinkMaster} takes. */
  public String master() {
    return "127.0.0.1:" + folder.ports().flink();
  }

  /** Flink's web page and REST interface. */
  public String url() {
    return jobManager.address();
  }

  /** Where jobs keep their checkpoints, in a folder for each job. */
  public Path checkpoints() {
    return folder.path().resolve("flink/checkpoints");
  }

  /** How many tasks can run side by side. */
  public int slots() {
    return FlinkSettings.SLOTS * taskManagers.size();
  }

  public JobManager jobManager() {
    return jobManager;
  }

  /**
   * @param number from 1 on
   */
  public TaskManager taskManager(int number) {
    return taskManagers.get(number - 1);
  }

  public List<TaskManager> taskManagers() {
    return taskManagers;
  }

  /** The job manager and then the task managers. */
  public List<FlinkProcess> processes() {
    return Stream.concat(Stream.<FlinkProcess>of(jobManager), taskManagers.stream()).toList();
  }

  /** Whether every process is healthy. */
  public boolean isHealthy() {
    return processes().stream().allMatch(Part::isHealthy);
  }

  /** Starts what is not running, without waiting for it. */
  public void start() {
    processes().forEach(Part::start);
  }

  /** Waits until every process is healthy, each for as long as the limit. */
  public void awaitHealthy(Duration limit) {
    processes().forEach(it -> it.awaitHealthy(limit));
  }

  /** Ends the job manager, which suspends its jobs, and then the task managers. */
  public void stop() {
    processes().forEach(Part::stop);
  }
}
