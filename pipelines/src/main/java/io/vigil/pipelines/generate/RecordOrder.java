package io.vigil.pipelines.generate;

/** The order in which records are written. */
enum RecordOrder {
  /** As they happened: with their copies beside them, and nothing out of order. */
  event,
  /** As they arrive. */
  arrival
}
