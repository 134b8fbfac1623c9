package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a topic are understood.
 *
 * @param encoding JSON or Avro
 * @param schema the Avro schema with which all values were written; null for JSON
 * @param mapping how to find the fields in other people's data; null for Vigil's own form
 */
public record KafkaValues(Encoding encoding, @Nullable String schema, @Nullable Mapping mapping)
    implements Serializable {

  private static final byte[] NOTHING = {};

  public KafkaValues {
    if (encoding == Encoding.CSV || (encoding == Encoding.AVRO) == (schema == null)) {
      throw new IllegalArgumentException("values are JSON, or Avro with a schema");
    }
  }

  /** A JSON object in each value. */
  public static KafkaValues json(@Nullable Mapping mapping) {
    return new KafkaValues(Encoding.JSON, null, mapping);
  }

  /** A datum in each value, in Avro's binary encoding, without header or schema id. */
  public static KafkaValues avro(String schema, @Nullable Mapping mapping) {
    return new KafkaValues(Encoding.AVRO, schema, mapping);
  }

  /**
   * Holds the schema against what the parser needs.
   *
   * @throws Refusal if no value can become a transaction, with the reason
   */
  public void check() {
    var problems = parser().problems(encoding, schema);
    if (encoding == Encoding.AVRO && !problems.isEmpty()) {
      throw new Refusal("the schema of the values: " + String.join("; ", problems));
    }
  }

  /** A parser for one thread. */
  TransactionParser parser() {
    return TransactionParser.of(mapping);
  }

  /**
   * @param value null for a tombstone
   */
  RawRecord record(SourcePosition position, byte @Nullable [] value) {
    var record = new RawRecord(position, encoding, schema, value == null ? NOTHING : value, null);
    return value == null
        ? record.damaged(Reason.TOMBSTONE, "the record has a key, but no value")
        : record;
  }
}
