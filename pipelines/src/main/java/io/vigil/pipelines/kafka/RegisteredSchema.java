package io.vigil.pipelines.kafka;

import io.vigil.schemas.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * What a number in front of a value stands for.
 *
 * @param encoding of the values
 * @param avro the schema of Avro with which they were written; null for JSON
 */
record RegisteredSchema(Encoding encoding, @Nullable String avro) {

  static final RegisteredSchema JSON = new RegisteredSchema(Encoding.JSON, null);

  static RegisteredSchema avro(String schema) {
    return new RegisteredSchema(Encoding.AVRO, schema);
  }
}
