package io.vigil.pipelines.results;

import io.vigil.schemas.SourcePosition;

/**
 * The dead letters of one reason.
 *
 * @param first the position of the first of them
 * @param message what was wrong with it
 */
public record SetAside(long count, SourcePosition first, String message) {

  /** These and others of the same reason. */
  public SetAside plus(SetAside other) {
    var earlier = first.compareTo(other.first) <= 0 ? this : other;
    return new SetAside(count + other.count, earlier.first, earlier.message);
  }
}
