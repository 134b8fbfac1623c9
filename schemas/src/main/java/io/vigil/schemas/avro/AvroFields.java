package io.vigil.schemas.avro;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.FieldReader;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of a transaction in an Avro datum, under their own names.
 *
 * <ul>
 *   <li>Texts are strings or enums.
 *   <li>The event time is a {@code timestamp-millis}, a {@code timestamp-micros}, or a string in
 *       ISO 8601.
 *   <li>The amount is a decimal, a string, or a whole number of the currency's main unit. Floating
 *       point is refused: it is not exact, and how to round it is for a mapping to say.
 *   <li>The risk score is any number.
 * </ul>
 *
 * Each may be in a union with null, and a null is a missing field. Other fields are ignored.
 */
public final class AvroFields implements FieldReader {

  /** More than the files and topics of any run have; a guard against a new one in each record. */
  private static final int MOST_SCHEMAS = 200;

  private final Datum datum = new Datum();
  private final Map<String, WriterSchema> schemas =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WriterSchema> eldest) {
          return size() > MOST_SCHEMAS;
        }
      };

  @Override
  public void read(RawRecord record, TransactionBuilder into) throws Rejection {
    var schema = record.schema();
    if (record.encoding() != Encoding.AVRO || schema == null) {
      throw new IllegalArgumentException(record + " is no Avro datum with its schema");
    }
    datum.set(record.bytes());
    schemas.computeIfAbsent(schema, WriterSchema::parse).read(datum, into);
    if (datum.remaining() > 0) {
      throw new Rejection(
          Reason.MALFORMED_AVRO, datum.remaining() + " bytes are left behind the record");
    }
  }

  @Override
  public List<String> problems(Encoding encoding, @Nullable String schema) {
    if (encoding != Encoding.AVRO || schema == null) {
      return List.of("there is no Avro schema");
    }
    return WriterSchema.parse(schema).problems();
  }
}
