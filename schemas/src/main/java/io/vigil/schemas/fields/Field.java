package io.vigil.schemas.fields;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of a transaction, as they are called in every format. */
public enum Field {
  TRANSACTION_ID("transaction_id", true),
  EVENT_TIME("event_time", true),
  CARD_ID("card_id", true),
  MERCHANT_ID("merchant_id", true),
  AMOUNT("amount", true),
  CURRENCY("currency", true),
  COUNTRY("country", false),
  STATUS("status", false),
  CATEGORY("category", false),
  RISK_SCORE("risk_score", false),
  ISSUER("issuer", false);

  private static final Map<String, Field> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Field::fieldName, Function.identity()));

  private final String fieldName;
  private final boolean required;

  Field(String fieldName, boolean required) {
    this.fieldName = fieldName;
    this.required = required;
  }

  /** The field's name in JSON, CSV, Avro, Parquet and mappings. */
  public String fieldName() {
    return fieldName;
  }

  public boolean isRequired() {
    return required;
  }

  /** The field of that name; null if there is none. */
  public static @Nullable Field named(String fieldName) {
    return BY_NAME.get(fieldName);
  }

  /** The fields without which there is no transaction. */
  public static List<Field> required() {
    return Arrays.stream(values()).filter(Field::isRequired).toList();
  }
}
