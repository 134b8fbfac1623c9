package io.vigil.pipelines.generate;

/** How much of the truth is written. */
enum TruthLevel {
  /** Each record, the incidents and the summary. */
  full,
  /** The incidents and the summary. */
  incidents,
  /** Nothing. */
  none
}
