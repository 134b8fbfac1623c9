package io.vigil.pipelines.archive;

import java.io.IOException;

/** Where a writer has come to; a test may let it end there. */
enum ArchiveStep {
  MANIFEST_READ,
  DATA_BEGUN,
  DATA_WRITTEN,
  DATA_NAMED,
  ENTRY_WRITTEN,
  ENTRY_NAMED,
  LEFTOVERS_REMOVED,
  REPLACED_ENTRIES_REMOVED;

  /** Is told of each step. */
  @FunctionalInterface
  interface Observer {
    void reached(ArchiveStep step) throws IOException;
  }
}
