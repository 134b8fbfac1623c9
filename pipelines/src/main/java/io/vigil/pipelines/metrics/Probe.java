package io.vigil.pipelines.metrics;

import io.vigil.pipelines.cli.Refusal;
import java.util.List;

/** A part of the surroundings that is asked at every scrape. */
interface Probe {

  /** Its name in {@code vigil_up}. */
  String part();

  /**
   * What it says now.
   *
   * @throws Refusal if it does not answer within a few seconds, with one line that says why
   */
  List<Sample> measure();
}
