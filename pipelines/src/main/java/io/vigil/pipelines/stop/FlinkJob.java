package io.vigil.pipelines.stop;

import java.util.Set;

/**
 * A job as the cluster lists it.
 *
 * @param state one of Flink's job states, such as {@code RUNNING}
 */
record FlinkJob(String id, String name, String state) {

  private static final Set<String> ENDS = Set.of("FINISHED", "CANCELED", "FAILED");

  boolean isOver() {
    return ENDS.contains(state);
  }

  @Override
  public String toString() {
    return "job '" + name + "' (" + id + ")";
  }
}
