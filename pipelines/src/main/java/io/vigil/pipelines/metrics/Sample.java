package io.vigil.pipelines.metrics;

/**
 * One value of a metric.
 *
 * @param labelValue of the family's label; empty if it has none
 */
record Sample(Family family, String labelValue, double value) {

  static Sample of(Family family, double value) {
    return new Sample(family, "", value);
  }
}
