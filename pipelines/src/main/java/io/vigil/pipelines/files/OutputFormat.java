package io.vigil.pipelines.files;

/** How result files are written. */
public enum OutputFormat {
  /** For programs: columns with the types of the published schemas. */
  parquet,
  /** For eyes: one JSON object in each line. */
  jsonl
}
