package io.vigil.schemas.json;

import java.io.Serializable;
import java.util.List;

/**
 * Says that the records of a JSON file are the elements of a list within its objects.
 *
 * @param path the keys on the way to the list, the outermost first
 * @param withOuter whether each record is given what stands around the list, as {@link #OUTER}
 */
public record RecordList(List<String> path, boolean withOuter) implements Serializable {

  /** The key under which a record has what stands around its list. */
  public static final String OUTER = "outer";

  public RecordList {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("no key leads to a list");
    }
  }

  /** By its path with dots: {@code payload.items}. */
  public static RecordList at(String path, boolean withOuter) {
    return new RecordList(List.of(path.split("\\.")), withOuter);
  }
}
