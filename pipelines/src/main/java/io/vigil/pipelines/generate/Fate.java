package io.vigil.pipelines.generate;

import java.util.Locale;

/** Where a record must end. */
enum Fate {
  ACCEPTED,
  DUPLICATE,
  /** Accepted, but the id has come with other content before. */
  CONFLICT,
  LATE,
  DEAD_LETTER;

  /** As it stands in the truth. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
