package io.vigil.pipelines.postgres;

import java.util.Map;

/**
 * What a publication has done.
 *
 * @param removed how many rows went, by table
 * @param written how many came instead, by table
 * @param changesFacts whether the range has other transactions or flags now, from which the
 *     baselines of later days have learnt; also if that is not known
 */
public record Published(
    Map<String, Long> removed, Map<String, Long> written, boolean changesFacts) {

  public Published {
    removed = Map.copyOf(removed);
    written = Map.copyOf(written);
  }
}
