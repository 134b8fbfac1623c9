package io.vigil.transforms.ledger;

/** The two ends at which records are counted: where they are read, and the five where they end. */
public enum Outcome {
  READ,
  ACCEPTED,
  DUPLICATE,
  DEAD_LETTER,
  LATE,
  SKIPPED
}
