package io.vigil.pipelines.redrive;

/** What becomes of a dead letter. */
enum Outcome {
  MENDED("mended"),
  STILL_BAD("still bad"),
  /** Tried as often as it may be. */
  GIVEN_UP("given up"),
  /** Not all of the record is there. */
  INCOMPLETE("incomplete"),
  /** The mapping does not mean it now. */
  SKIPPED("skipped by the mapping"),
  /** An earlier run has brought it to where it goes. */
  ALREADY("redriven before");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
