package io.vigil.pipelines.kafka;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values in Confluent's wire format: a byte 0, the number of a schema in four bytes (big endian),
 * and the value. What stands there is documented by Confluent under "wire format". For one thread.
 */
final class NumberedSchemas {

  /** A number may be unknown only because the registry has not heard of it yet. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  private record Unknown(String problem, long askedAt) {}

  private final SchemaStore store;
  private final Map<Integer, RegisteredSchema> known = new HashMap<>();
  private final Map<Integer, Unknown> unknown = new HashMap<>();

  NumberedSchemas(SchemaStore store) {
    this.store = store;
  }

  /** The value with its schema; as it is, and damaged, if nobody knows the schema. */
  RawRecord record(SourcePosition position, byte[] value) {
    var id = idOf(value);
    if (id == null) {
      return damaged(position, value, "does not begin with the number of a schema");
    }
    try {
      return RawRecord.confluent(position, find(id).avro(), value);
    } catch (UnknownSchemaException e) {
      return damaged(position, value, String.valueOf(e.getMessage()));
    }
  }

  /** The number that a value begins with; null if it begins in another way. */
  static @Nullable Integer idOf(byte[] value) {
    return value.length >= RawRecord.CONFLUENT_HEADER && value[0] == 0
        ? ByteBuffer.wrap(value).getInt(1)
        : null;
  }

  private RegisteredSchema find(int id) throws UnknownSchemaException {
    var schema = known.get(id);
    if (schema != null) {
      return schema;
    }
    var failure = unknown.get(id);
    if (failure != null && System.nanoTime() - failure.askedAt() < ASK_AGAIN.toNanos()) {
      throw new UnknownSchemaException(failure.problem());
    }
    try {
      schema = store.find(id);
      known.put(id, schema);
      return schema;
    } catch (UnknownSchemaException e) {
      unknown.put(id, new Unknown(String.valueOf(e.getMessage()), System.nanoTime()));
      throw e;
    }
  }

  private static RawRecord damaged(SourcePosition position, byte[] value, String problem) {
    return new RawRecord(
        position, Encoding.CONFLUENT, null, value, new Damage(Reason.UNKNOWN_SCHEMA, problem));
  }
}
