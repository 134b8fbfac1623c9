package io.vigil.pipelines.archive;

import java.util.Locale;

/** What the rows of an archived file are. */
public enum ArchiveKind {
  /** Records that parsed. */
  TRANSACTIONS,
  /** Records that did not, with their bytes. */
  DEAD_LETTERS;

  /** Its folder in the archive, and its name in the manifest. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
