package io.vigil.pipelines.kafka;

import org.jspecify.annotations.Nullable;

/**
 * What a number in front of a value stands for.
 *
 * @param avro the schema of Avro with which values were written; null if they are JSON
 */
record RegisteredSchema(@Nullable String avro) {

  static final RegisteredSchema JSON = new RegisteredSchema(null);
}
