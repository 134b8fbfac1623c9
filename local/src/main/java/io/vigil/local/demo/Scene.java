package io.vigil.local.demo;

import io.vigil.local.LocalStack;

/**
 * What the acts play with, once everything runs.
 *
 * @param results the tables in PostgreSQL
 * @param dashboard shows some of them
 */
record Scene(
    DemoFolder folder,
    LocalStack stack,
    InputTopic input,
    Day day,
    Traffic traffic,
    Probe probe,
    FlinkJobs jobs,
    Results results,
    Dashboard dashboard,
    Commentary commentary)
    implements AutoCloseable {

  @Override
  public void close() {
    try (input;
        results;
        probe) {
      traffic.stop();
    }
  }
}
