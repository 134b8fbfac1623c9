package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one field comes out of somebody's data.
 *
 * @param field the field
 * @param source what gives the value
 * @param values translates texts; one that stands here with null means that there is no value
 * @param fallback stands for a value that is empty, null or absent
 * @param time how times are written; used by the event time alone
 * @param earliest the first time that can be meant, in milliseconds since the epoch; as before
 * @param numbers how numbers are written
 */
record FieldMapping(
    Field field,
    FieldSource source,
    Map<String, @Nullable String> values,
    @Nullable String fallback,
    TimeFormat time,
    long earliest,
    NumberFormat numbers) {

  /** The columns that the field is made of. */
  Set<String> columns() {
    if (source instanceof FieldSource.Column column) {
      return Set.of(column.name());
    }
    return source instanceof FieldSource.Computed computed
        ? computed.formula().columns()
        : Set.of();
  }

  /** Takes the value that the source gave. */
  void put(@Nullable Object found, TransactionBuilder into) throws Rejection {
    var value = translated(found);
    if (value == null) {
      value = fallback;
    }
    if (value != null) {
      putValue(value, into);
    }
  }

  private @Nullable Object translated(@Nullable Object found) throws Rejection {
    if (found instanceof Unusable unusable) {
      throw Rejection.of(field, unusable.reason(), unusable.problem());
    }
    var value = found instanceof String text ? text.strip() : found;
    if (value != null && !values.isEmpty()) {
      var text = text(value);
      if (values.containsKey(text)) {
        return values.get(text);
      }
    }
    return value instanceof String text && text.isEmpty() ? null : value;
  }

  private void putValue(Object value, TransactionBuilder into) throws Rejection {
    switch (field) {
      case EVENT_TIME -> into.eventTime(notTooEarly(millis(value)));
      case AMOUNT -> {
        if (value instanceof String text && numbers.isAmbiguous(text)) {
          into.ambiguousNumber();
        }
        into.amount(number(value));
      }
      case RISK_SCORE -> into.riskScore(number(value).doubleValue());
      case TRANSACTION_ID, CARD_ID, MERCHANT_ID, CURRENCY, COUNTRY, STATUS, CATEGORY, ISSUER -> {
        if (value instanceof Boolean) {
          throw wrongType("true and false are no texts");
        }
        into.text(field, text(value));
      }
    }
  }

  private long notTooEarly(long millis) throws Rejection {
    if (millis < earliest) {
      throw Rejection.of(
          field,
          Reason.TIME_OUT_OF_RANGE,
          "%s lies before %s: is it the right unit and format? 'earliest' takes it"
              .formatted(
                  Instant.ofEpochMilli(millis),
                  LocalDate.ofInstant(Instant.ofEpochMilli(earliest), ZoneOffset.UTC)));
    }
    return millis;
  }

  private long millis(Object value) throws Rejection {
    if (value instanceof String text) {
      return time.millis(text);
    }
    if (value instanceof BigDecimal number) {
      return time.millis(number);
    }
    if (value instanceof LocalDateTime local) {
      return time.millis(local);
    }
    if (value instanceof Instant instant) {
      return instant.getEpochSecond() * 1_000 + instant.getNano() / 1_000_000;
    }
    throw wrongType("true and false are no times");
  }

  private BigDecimal number(Object value) throws Rejection {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof String text) {
      return numbers.parse(field, text);
    }
    throw wrongType(
        value instanceof Boolean ? "true and false are no numbers" : "a time is no number");
  }

  private String text(Object value) throws Rejection {
    if (value instanceof BigDecimal number) {
      return PlainText.of(field, number);
    }
    return value.toString();
  }

  private Rejection wrongType(String problem) {
    return Rejection.of(field, Reason.WRONG_TYPE, problem);
  }
}
