package io.vigil.pipelines.stop;

import static java.util.stream.Collectors.joining;

import io.vigil.pipelines.cli.Refusal;
import java.util.List;

/** Finds the one job that is meant, among all that a cluster knows. */
final class JobChoice {

  private JobChoice() {}

  /**
   * @throws Refusal if there is none with that id, or it is over already
   */
  static FlinkJob byId(String id, List<FlinkJob> jobs, String address) {
    var job =
        jobs.stream()
            .filter(it -> it.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new Refusal("no job %s at %s".formatted(id, address)));
    if (job.isOver()) {
      throw new Refusal("%s at %s is %s already".formatted(job, address, job.state()));
    }
    return job;
  }

  /**
   * @throws Refusal if there is none with that name that is not over, or several
   */
  static FlinkJob byName(String name, List<FlinkJob> jobs, String address) {
    var alive = jobs.stream().filter(it -> !it.isOver()).toList();
    var found = alive.stream().filter(it -> it.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new Refusal(
          "no job named '%s' runs at %s; there %s"
              .formatted(
                  name,
                  address,
                  alive.isEmpty()
                      ? "runs none"
                      : "run: " + alive.stream().map(FlinkJob::toString).collect(joining(", "))));
    }
    if (found.size() > 1) {
      throw new Refusal(
          "several jobs named '%s' run at %s, choose with --jobId: %s"
              .formatted(name, address, found.stream().map(FlinkJob::id).collect(joining(", "))));
    }
    return found.get(0);
  }
}
