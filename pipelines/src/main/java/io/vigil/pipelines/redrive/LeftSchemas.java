package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import java.util.HashMap;
import java.util.Map;

/**
 * The schemas that dead letters leave to each other, as {@link io.vigil.schemas.DeadLetters} says.
 */
final class LeftSchemas {

  private final Map<String, String> byHash = new HashMap<>();

  /** Keeps the schema, if it is there. */
  void add(DeadLetter letter) {
    var hash = letter.schemaHash();
    var schema = letter.schema();
    if (hash != null && schema != null) {
      byHash.putIfAbsent(hash, schema);
    }
  }

  /** The dead letter with its schema, if another one has it. */
  DeadLetter complete(DeadLetter letter) {
    var schema = byHash.get(letter.schemaHash());
    return letter.lacksSchema() && schema != null ? letter.withSchema(schema) : letter;
  }
}
