package io.vigil.pipelines.postgres;

import java.util.Map;

/**
 * What a publication has done.
 *
 * @param removed how many rows went, by table
 * @param written how many came instead, by table
 */
public record Published(Map<String, Long> removed, Map<String, Long> written) {

  public Published {
    removed = Map.copyOf(removed);
    written = Map.copyOf(written);
  }
}
