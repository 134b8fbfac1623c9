package io.vigil.schemas;

/** The step of the pipeline that set a record aside. */
public enum Stage {
  /** Taking records out of a file or a topic. */
  READ,
  /** Making a transaction of a record. */
  PARSE
}
