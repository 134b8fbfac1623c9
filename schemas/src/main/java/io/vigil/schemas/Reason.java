package io.vigil.schemas;

/** Why a record became a dead letter. The names are stable: people filter and redrive by them. */
public enum Reason {
  /** The file breaks off or is damaged from here on; the bytes are what was left of the record. */
  DAMAGED_FILE(Stage.READ),
  /** No record of the file can be read. It stands for the whole file, at record 0. */
  UNUSABLE_FILE(Stage.READ),
  /** Longer than the limit; the bytes are its beginning. */
  RECORD_TOO_LARGE(Stage.READ),
  /** A record of a topic that has no value. */
  TOMBSTONE(Stage.READ),
  /** A value of a topic names a schema by a number that means none that Vigil can read. */
  UNKNOWN_SCHEMA(Stage.READ),

  /** A byte that is zero, or an escaped character zero in a text. */
  NUL_BYTE(Stage.PARSE),
  /** Bytes that are not UTF-8, or an escaped half of a surrogate pair. */
  INVALID_UTF8(Stage.PARSE),

  /** Not JSON. */
  MALFORMED_JSON(Stage.PARSE),
  /** JSON as far as it goes, but its end is missing. */
  TRUNCATED_JSON(Stage.PARSE),
  /** A key stands twice in the object. */
  DUPLICATE_KEY(Stage.PARSE),
  /** Objects or arrays within each other beyond the limit. */
  NESTING_TOO_DEEP(Stage.PARSE),

  /** More or fewer fields than the header has. */
  WRONG_FIELD_COUNT(Stage.PARSE),
  /** A quoted field that is never closed. */
  UNCLOSED_QUOTE(Stage.PARSE),
  /** A quote where none may stand. */
  MALFORMED_CSV(Stage.PARSE),

  /** The bytes are no datum of the Avro schema. */
  MALFORMED_AVRO(Stage.PARSE),

  /** A required field is absent, null or empty. */
  MISSING_FIELD(Stage.PARSE),
  /** A value of another type than the field has. */
  WRONG_TYPE(Stage.PARSE),
  /** A text beyond the limit of its field. */
  FIELD_TOO_LONG(Stage.PARSE),
  /** No number where one must stand; NaN and Infinity are none. */
  NOT_A_NUMBER(Stage.PARSE),
  /** An amount that is not a whole number of minor units of its currency. */
  TOO_MANY_DECIMALS(Stage.PARSE),
  /** An amount whose minor units do not fit into 64 bits. */
  AMOUNT_OUT_OF_RANGE(Stage.PARSE),
  /** Not a currency of ISO 4217 that has minor units. */
  UNKNOWN_CURRENCY(Stage.PARSE),
  /**
   * Not a country of ISO 3166-1 alpha-2. Older versions of Vigil set such records aside; a redrive
   * mends them.
   */
  UNKNOWN_COUNTRY(Stage.PARSE),
  /**
   * No date and time in the expected format, or one that the calendar or the zone does not have.
   */
  INVALID_TIME(Stage.PARSE),
  /** A local time, without zone or offset. */
  TIME_WITHOUT_ZONE(Stage.PARSE),
  /** A time before 1970, or before the first day that the mapping takes, or after 2099. */
  TIME_OUT_OF_RANGE(Stage.PARSE),
  /** A time beyond that at which the record arrived, by more than clocks may differ. */
  TIME_IN_FUTURE(Stage.PARSE),
  /** An expression of the mapping has no value for this record. */
  EXPRESSION_FAILED(Stage.PARSE),

  /** A fault of Vigil or of a library, that this record brought to light. */
  PARSER_FAULT(Stage.PARSE);

  private final Stage stage;

  Reason(Stage stage) {
    this.stage = stage;
  }

  public Stage stage() {
    return stage;
  }
}
