package io.vigil.schemas.avro;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import org.apache.avro.Schema;

/** Avro schemas that others wrote. */
public final class ForeignSchema {

  private ForeignSchema() {}

  /**
   * Takes a schema from JSON. Names may have characters that only other formats allow: Parquet's
   * do.
   *
   * @throws Rejection if it is none
   */
  public static Schema parse(String json) throws Rejection {
    try {
      return new Schema.Parser().setValidate(false).parse(json);
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever the library throws at a text: it has many kinds, and they are not documented.
      throw new Rejection(Reason.MALFORMED_AVRO, "the schema is no Avro schema");
    }
  }
}
