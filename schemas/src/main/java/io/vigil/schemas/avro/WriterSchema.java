package io.vigil.schemas.avro;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.avro.Schema;

/**
 * How to read transactions that were written with one Avro schema, worked out once for all of them.
 */
final class WriterSchema {

  private final List<String> problems = new ArrayList<>();
  private final Column.Step[] steps;

  /** What may be a schema, as JSON. */
  static WriterSchema parse(String json) {
    try {
      return new WriterSchema(ForeignSchema.parse(json));
    } catch (Rejection e) {
      return new WriterSchema(String.valueOf(e.getMessage()));
    }
  }

  private WriterSchema(String problem) {
    problems.add(problem);
    steps = new Column.Step[] {refuse(problem)};
  }

  private WriterSchema(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      var problem = "the schema is of type " + schema.getType().getName() + ", not a record";
      problems.add(problem);
      steps = new Column.Step[] {refuse(problem)};
      return;
    }
    var missing = EnumSet.copyOf(Field.required());
    steps = new Column.Step[schema.getFields().size()];
    for (var written : schema.getFields()) {
      var field = Field.named(written.name());
      var column =
          field == null ? Column.unknown(written.schema()) : Column.of(field, written.schema());
      steps[written.pos()] = column.step();
      if (column.problem() != null) {
        problems.add(written.name() + ": " + column.problem());
      }
      missing.remove(field);
    }
    missing.forEach(field -> problems.add(field.fieldName() + ": is required"));
  }

  /** Why no record can become a transaction, a line each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  void read(Datum from, TransactionBuilder into) throws Rejection {
    for (var step : steps) {
      step.read(from, into);
    }
  }

  private static Column.Step refuse(String problem) {
    return (from, into) -> {
      throw new Rejection(Reason.MALFORMED_AVRO, problem);
    };
  }
}
