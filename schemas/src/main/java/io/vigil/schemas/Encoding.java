package io.vigil.schemas;

/** How the bytes of one raw record are to be understood. */
public enum Encoding {
  /** One JSON object. Needs no schema. */
  JSON,
  /** One CSV record without its line end. The schema is the header, one CSV record as well. */
  CSV,
  /** One datum in Avro's binary encoding. The schema is the writer's, as JSON. */
  AVRO,
  /**
   * Confluent's wire format: a byte 0, the number of a schema in four bytes, and one datum in
   * Avro's binary encoding, of which the schema is the writer's; or one JSON object, if there is
   * none.
   */
  CONFLUENT,
  /**
   * Encrypted with a public key. How the record is to be understood is inside; the schema is that
   * of the record.
   */
  ENCRYPTED
}
