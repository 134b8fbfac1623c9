package io.vigil.schemas.mapping;

import io.vigil.schemas.fields.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what has been worked out for a schema, since all records of a file have the same one. It
 * forgets the schemas that were not used for longest.
 */
final class SchemaCache<T> {

  /** More than the files and topics of any run have; a guard against a new one in each record. */
  private static final int MOST_SCHEMAS = 200;

  /** Works out what is to be known of a schema. */
  @FunctionalInterface
  interface Work<T> {
    T of(String schema) throws Rejection;
  }

  private final Work<T> work;
  private final Map<String, T> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > MOST_SCHEMAS;
        }
      };

  SchemaCache(Work<T> work) {
    this.work = work;
  }

  T get(@Nullable String schema) throws Rejection {
    if (schema == null) {
      throw new IllegalArgumentException("a record of this encoding has a schema");
    }
    var found = known.get(schema);
    if (found == null) {
      found = work.of(schema);
      known.put(schema, found);
    }
    return found;
  }
}
