package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import org.jspecify.annotations.Nullable;

/** Gives one field of each row, on one thread. */
@FunctionalInterface
interface MappedField {

  void read(TransactionBuilder into) throws Rejection;

  static MappedField of(FieldMapping mapping, Row row) {
    var source = mapping.source();
    if (source instanceof FieldSource.Constant constant) {
      return into -> mapping.put(constant.text(), into);
    }
    if (source instanceof FieldSource.Computed computed) {
      var evaluator =
          new Evaluator(mapping.field().fieldName(), computed.formula(), row, mapping.numbers());
      return into -> mapping.put(checked(mapping.field(), evaluator.evaluate()), into);
    }
    int slot = row.slot(((FieldSource.Column) source).name());
    return mapping.field() == Field.EVENT_TIME
        ? new RepeatedTime(mapping, row, slot)
        : into -> mapping.put(row.get(slot), into);
  }

  /**
   * A number must be a number, and no text that happens to look like one: {@code Quantity + 1} of
   * two texts is neither a sum nor, by luck, an amount.
   */
  private static @Nullable Object checked(Field field, @Nullable Object value) throws Rejection {
    boolean isNumber = field == Field.AMOUNT || field == Field.RISK_SCORE;
    if (isNumber && value instanceof String text && !text.isBlank()) {
      throw Rejection.of(
          field, Reason.EXPRESSION_FAILED, "gives a text, not a number; DECIMAL(…) makes one");
    }
    return value;
  }
}
