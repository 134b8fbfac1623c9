package io.vigil.schemas.avro;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one column of a writer's schema, as one field of a transaction.
 *
 * @param problem why no value but null can become the field; null if one can
 */
record Column(Step step, @Nullable String problem) {

  /** Takes one value from the datum, and hands it on if it is wanted. */
  @FunctionalInterface
  interface Step {
    void read(Datum from, TransactionBuilder into) throws Rejection;
  }

  private static final Step NOTHING = (from, into) -> {};
  private static final String GIVE_A_MAPPING = "; give a mapping";
  private static final String ALWAYS_NULL = "is always null";

  /** Beyond any amount of 64 bits; a larger one is refused before it costs time. */
  private static final int MOST_DECIMAL_BITS = 1_024;

  /** The column of a name that no field has. */
  static Column unknown(Schema schema) {
    return new Column((from, into) -> from.skip(schema), null);
  }

  static Column of(Field field, Schema schema) {
    if (schema.isUnion()) {
      return union(field, schema.getTypes());
    }
    if (schema.getType() == Schema.Type.NULL) {
      return new Column(NOTHING, field.isRequired() ? ALWAYS_NULL : null);
    }
    return switch (field) {
      case EVENT_TIME -> time(schema);
      case AMOUNT -> amount(schema);
      case RISK_SCORE -> score(schema);
      case TRANSACTION_ID, CARD_ID, MERCHANT_ID, CURRENCY, COUNTRY, STATUS, CATEGORY, ISSUER ->
          text(field, schema);
    };
  }

  private static Column union(Field field, List<Schema> branches) {
    var steps = new Step[branches.size()];
    String problem = field.isRequired() ? ALWAYS_NULL : null;
    boolean isUsable = false;
    for (int i = 0; i < steps.length; i++) {
      var column = Column.of(field, branches.get(i));
      steps[i] = column.step;
      if (column.step != NOTHING) {
        isUsable |= column.problem == null;
        problem = column.problem;
      }
    }
    return new Column(
        (from, into) -> steps[from.readIndex(steps.length)].read(from, into),
        isUsable ? null : problem);
  }

  private static Column text(Field field, Schema schema) {
    return switch (schema.getType()) {
      case STRING -> good((from, into) -> into.text(field, from.readText()));
      case ENUM -> {
        var symbols = schema.getEnumSymbols();
        yield good((from, into) -> into.text(field, symbols.get(from.readIndex(symbols.size()))));
      }
      default ->
          UnmarkedText.mayBe(schema)
              ? good((from, into) -> into.text(field, UnmarkedText.of(from.readBytes())))
              : refused(field, Reason.WRONG_TYPE, nameOf(schema) + " is no text" + GIVE_A_MAPPING);
    };
  }

  private static Column time(Schema schema) {
    var type = nameOf(schema);
    return switch (type) {
      case "timestamp-millis" -> good((from, into) -> into.eventTime(from.readLong()));
      case "timestamp-micros" ->
          good((from, into) -> into.eventTime(Math.floorDiv(from.readLong(), 1_000L)));
      case "string" -> good((from, into) -> written(Field.EVENT_TIME, from.readText(), into));
      case "local-timestamp-millis", "local-timestamp-micros", "local-timestamp-nanos" ->
          refused(
              Field.EVENT_TIME, Reason.TIME_WITHOUT_ZONE, type + " has no zone" + GIVE_A_MAPPING);
      default ->
          refused(Field.EVENT_TIME, Reason.WRONG_TYPE, type + " is no time" + GIVE_A_MAPPING);
    };
  }

  private static Column amount(Schema schema) {
    return switch (nameOf(schema)) {
      case "int", "long" -> good((from, into) -> into.amount(from.readLong(), 0));
      case "decimal" -> decimal(schema);
      case "string" -> good((from, into) -> written(Field.AMOUNT, from.readText(), into));
      case "float", "double" ->
          refused(
              Field.AMOUNT, Reason.WRONG_TYPE, nameOf(schema) + " is not exact" + GIVE_A_MAPPING);
      default ->
          refused(
              Field.AMOUNT, Reason.WRONG_TYPE, nameOf(schema) + " is no amount" + GIVE_A_MAPPING);
    };
  }

  private static void written(Field field, String text, TransactionBuilder into) throws Rejection {
    into.text(field, text.toCharArray(), 0, text.length());
  }

  private static Column decimal(Schema schema) {
    int scale = scaleOf(schema);
    return good(
        (from, into) -> {
          var unscaled = unscaled(Field.AMOUNT, schema, from);
          if (unscaled.bitLength() < Long.SIZE) {
            into.amount(unscaled.longValue(), scale);
          } else {
            into.amount(new BigDecimal(unscaled, scale));
          }
        });
  }

  private static Column score(Schema schema) {
    return switch (nameOf(schema)) {
      case "int", "long" -> good((from, into) -> into.riskScore(from.readLong()));
      case "float" -> good((from, into) -> into.riskScore(from.readFloat()));
      case "double" -> good((from, into) -> into.riskScore(from.readDouble()));
      case "decimal" -> {
        int scale = scaleOf(schema);
        yield good(
            (from, into) -> {
              var unscaled = unscaled(Field.RISK_SCORE, schema, from);
              into.riskScore(new BigDecimal(unscaled, scale).doubleValue());
            });
      }
      default ->
          refused(
              Field.RISK_SCORE,
              Reason.WRONG_TYPE,
              nameOf(schema) + " is no number" + GIVE_A_MAPPING);
    };
  }

  private static BigInteger unscaled(Field field, Schema schema, Datum from) throws Rejection {
    var bytes =
        schema.getType() == Schema.Type.FIXED
            ? from.readFixed(schema.getFixedSize())
            : from.readBytes();
    if (bytes.length == 0) {
      throw Rejection.of(field, Reason.NOT_A_NUMBER, "has no digits");
    }
    var unscaled = new BigInteger(bytes);
    if (unscaled.bitLength() > MOST_DECIMAL_BITS) {
      var reason = field == Field.AMOUNT ? Reason.AMOUNT_OUT_OF_RANGE : Reason.NOT_A_NUMBER;
      throw Rejection.of(field, reason, "has " + unscaled.bitLength() + " bits");
    }
    return unscaled;
  }

  private static int scaleOf(Schema decimal) {
    return ((LogicalTypes.Decimal) decimal.getLogicalType()).getScale();
  }

  /** The logical type, if it is one; else the type. */
  private static String nameOf(Schema schema) {
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType().getName();
    }
    var unknown = schema.getProp("logicalType");
    // The library takes no notice of a logical type that it does not know, or that is invalid.
    return unknown == null || schema.getType() == Schema.Type.STRING
        ? schema.getType().getName()
        : schema.getType().getName() + " (" + unknown + ")";
  }

  private static Column good(Step step) {
    return new Column(step, null);
  }

  private static Column refused(Field field, Reason reason, String problem) {
    return new Column(
        (from, into) -> {
          throw Rejection.of(field, reason, problem);
        },
        problem);
  }
}
