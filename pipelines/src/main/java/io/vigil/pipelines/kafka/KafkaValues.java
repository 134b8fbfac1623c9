package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.avro.AvroVersions;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a topic are understood.
 *
 * @param encoding JSON or Avro
 * @param versions the Avro schemas with which values were written; null for JSON, and if values
 *     name their schemas
 * @param store where the schemas are that values name by a number; null if they name none
 * @param mapping how to find the fields in other people's data; null for Vigil's own form
 */
public record KafkaValues(
    Encoding encoding,
    @Nullable AvroVersions versions,
    @Nullable SchemaStore store,
    @Nullable Mapping mapping)
    implements Serializable {

  private static final byte[] NOTHING = {};
  private static final Damage TOMBSTONE =
      new Damage(Reason.TOMBSTONE, "the record has a key, but no value");

  public KafkaValues {
    boolean hasSchemas = versions != null || store != null;
    if (encoding == Encoding.CSV || (encoding == Encoding.AVRO) != hasSchemas) {
      throw new IllegalArgumentException("values are JSON, or Avro with a schema");
    }
  }

  /** A JSON object in each value. */
  public static KafkaValues json(@Nullable Mapping mapping) {
    return new KafkaValues(Encoding.JSON, null, null, mapping);
  }

  /** A datum in each value, in Avro's binary encoding, written with that schema. */
  public static KafkaValues avro(String schema, @Nullable Mapping mapping) {
    return avro(List.of(schema), mapping);
  }

  /**
   * A datum in each value, in Avro's binary encoding, written with one of the schemas: {@link
   * AvroVersions} tells with which.
   */
  public static KafkaValues avro(List<String> schemas, @Nullable Mapping mapping) {
    return new KafkaValues(Encoding.AVRO, AvroVersions.of(schemas), null, mapping);
  }

  /** Each value names the schema with which it was written, in Avro or JSON. */
  static KafkaValues registered(SchemaStore store, @Nullable Mapping mapping) {
    return new KafkaValues(Encoding.AVRO, null, store, mapping);
  }

  /**
   * Holds the schemas against what the parser needs.
   *
   * @throws Refusal if no value of one of them can become a transaction, with the reason; or if
   *     there is no place where they should be
   */
  public void check() {
    if (store != null) {
      store.check();
    }
    if (versions == null) {
      return;
    }
    for (var schema : versions.schemas()) {
      var problems = parser().problems(encoding, schema);
      if (!problems.isEmpty()) {
        throw new Refusal("the schema of the values: " + String.join("; ", problems));
      }
    }
  }

  /** Whether records are understood by what the topic keeps beside them. */
  boolean needMetadata() {
    return mapping != null && mapping.readsTopicMetadata();
  }

  /** A parser for one thread, which protects nothing: that is for what comes behind it. */
  TransactionParser parser() {
    return TransactionParser.of(mapping);
  }

  /** Makes records of values, for one thread. */
  Records records() {
    var versions = versions();
    var store = store();
    if (store != null) {
      var numbered = new NumberedSchemas(store);
      return numbered::record;
    }
    return versions == null ? RawRecord::json : versions::record;
  }

  /** Makes a record of a value and where it was read. */
  @FunctionalInterface
  interface Records {
    RawRecord of(SourcePosition position, byte[] value);
  }

  /** What becomes of a record that has no value. */
  RawRecord tombstone(SourcePosition position) {
    return new RawRecord(position, encoding, null, NOTHING, TOMBSTONE);
  }
}
