package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.SourcePosition;
import java.util.HashMap;
import java.util.Map;

/**
 * Which dead letter of each record is the last one: a record that failed again has one of each
 * attempt, and whoever writes at least once may have written one twice.
 */
final class LastAttempts {

  private final Map<SourcePosition, Integer> attempts = new HashMap<>();

  void add(DeadLetter letter) {
    attempts.merge(letter.source(), letter.attempt(), Math::max);
  }

  /** Whether it is the last one of its record; says so once. */
  boolean take(DeadLetter letter) {
    return attempts.remove(letter.source(), letter.attempt());
  }
}
