package io.vigil.pipelines.webhook;

import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike.State;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a row of an incident: whether somebody must be told, and which state is to be
 * remembered as told. There is one call for each incident and change of its state.
 *
 * @param isNews whether somebody must be told
 * @param remembered the state to remember; null for none, as nothing more will come
 */
record Told(boolean isNews, @Nullable State remembered) {

  /**
   * @param before the state that was told last; null if none was
   */
  static Told after(@Nullable State before, Incident row) {
    if (row.state() == State.RETRACTED) {
      return new Told(before != null, null);
    }
    return new Told(row.state() != before, row.isFinal() ? null : row.state());
  }
}
