package io.vigil.schemas.mapping;

import com.ezylang.evalex.data.DataAccessorIfc;
import com.ezylang.evalex.data.EvaluationValue;
import io.vigil.schemas.Reason;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Gives an expression the columns of a row as its variables, and nothing else. */
final class ColumnVariables implements DataAccessorIfc {

  /** The variable that names the record by its content. */
  static final String ROW_HASH = "row_hash";

  private final Row row;

  ColumnVariables(Row row) {
    this.row = row;
  }

  @Override
  public EvaluationValue getData(String name) {
    return name.equals(ROW_HASH) ? EvaluationValue.stringValue(row.hash()) : column(name);
  }

  EvaluationValue column(String name) {
    var value = row.get(row.slot(name));
    if (value == null) {
      return EvaluationValue.NULL_VALUE;
    }
    if (value instanceof String text) {
      return text(name, text);
    }
    if (value instanceof BigDecimal number) {
      if (Math.abs((long) number.scale()) > Values.MOST_DECIMALS) {
        throw new EvaluationFailure(
            Reason.EXPRESSION_FAILED,
            "column '" + name + "': a number too large or too small to work with");
      }
      return EvaluationValue.numberValue(number);
    }
    if (value instanceof Boolean truth) {
      return EvaluationValue.booleanValue(truth);
    }
    if (value instanceof Unusable unusable) {
      throw new EvaluationFailure(
          unusable.reason(), "column '" + name + "': " + unusable.problem());
    }
    // A time: its ISO 8601 form.
    return text(name, value.toString());
  }

  private static EvaluationValue text(String name, String text) {
    if (text.length() > Values.LONGEST_TEXT) {
      throw new EvaluationFailure(
          Reason.EXPRESSION_FAILED,
          "column '" + name + "': more than " + Values.LONGEST_TEXT + " characters");
    }
    return EvaluationValue.stringValue(text);
  }

  @Override
  public void setData(String name, @Nullable EvaluationValue value) {
    throw new UnsupportedOperationException("an expression assigns nothing");
  }
}
