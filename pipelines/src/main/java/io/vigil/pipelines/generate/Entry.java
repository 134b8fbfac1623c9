package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way: what it says, when it arrives, where it is written, and what must come of
 * it.
 */
final class Entry {

  /** When it is meant to arrive. */
  enum Delay {
    NONE,
    /** Later than others that happened after it, but in time. */
    OUT_OF_ORDER,
    /** After its bucket has closed. */
    LATE
  }

  final long sequence;

  /** For a bad record, what it was before it was spoiled. */
  final Transaction transaction;

  final @Nullable BadRecord bad;
  final int incident;

  /** Whether another record has the same id. */
  final boolean isRepeated;

  final Delay delay;

  /** In milliseconds since the epoch. */
  long arrival;

  /** The number of its file, counted from 0. */
  int file;

  /** Its number in the file, counted from 1. */
  int number;

  Fate bounded = Fate.ACCEPTED;
  Fate streaming = Fate.ACCEPTED;

  Entry(
      long sequence,
      Transaction transaction,
      @Nullable BadRecord bad,
      int incident,
      boolean isRepeated,
      Delay delay,
      long arrival) {
    this.sequence = sequence;
    this.transaction = transaction;
    this.bad = bad;
    this.incident = incident;
    this.isRepeated = isRepeated;
    this.delay = delay;
    this.arrival = arrival;
  }
}
