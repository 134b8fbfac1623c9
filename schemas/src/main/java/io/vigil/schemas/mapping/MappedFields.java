package io.vigil.schemas.mapping;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.fields.FieldReader;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import io.vigil.schemas.yaml.NearestName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of a transaction in somebody's data, as a {@link Mapping} says. Each thread
 * needs its own.
 */
public final class MappedFields implements FieldReader {

  private final List<FieldMapping> mappings;
  private final Set<String> conditionColumns;
  private final Row row;
  private final Condition.@Nullable Test onlyIf;
  private final MappedField[] fields;
  private final Map<Encoding, RowReader> readers = new EnumMap<>(Encoding.class);

  public MappedFields(Mapping mapping) {
    mappings = mapping.fields();
    var condition = mapping.onlyIf();
    conditionColumns = condition == null ? Set.of() : condition.formula().columns();
    var columns =
        Stream.concat(
                conditionColumns.stream(), mappings.stream().flatMap(it -> it.columns().stream()))
            .distinct()
            .toList();
    row = new Row(columns);
    onlyIf = condition == null ? null : condition.over(row);
    fields = mappings.stream().map(it -> MappedField.of(it, row)).toArray(MappedField[]::new);
    readers.put(Encoding.CSV, new CsvRows(mapping.csv(), columns));
    readers.put(Encoding.JSON, new JsonRows(columns));
    readers.put(Encoding.AVRO, new AvroRows(columns));
  }

  @Override
  public void read(RawRecord record, TransactionBuilder into) throws Rejection {
    row.start(record);
    reader(record.encoding()).read(record, row);
    if (onlyIf != null && !onlyIf.holds()) {
      into.skip();
      return;
    }
    for (var field : fields) {
      field.read(into);
    }
    if (row.hasAmbiguousNumber()) {
      into.ambiguousNumber();
    }
  }

  @Override
  public List<String> problems(Encoding encoding, @Nullable String schema) {
    List<String> columns;
    try {
      columns = reader(encoding).columns(schema);
    } catch (Rejection e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    if (columns == null) {
      return List.of();
    }
    var problems = new ArrayList<String>();
    addMissing(Condition.NAME, conditionColumns, columns, problems);
    for (var mapping : mappings) {
      if (mapping.fallback() == null) {
        addMissing(mapping.field().fieldName(), mapping.columns(), columns, problems);
      }
    }
    return problems;
  }

  private static void addMissing(
      String name, Set<String> wanted, List<String> columns, List<String> problems) {
    for (var column : wanted) {
      if (!columns.contains(column)) {
        problems.add(
            name + ": there is no column '" + column + "'" + NearestName.hint(column, columns));
      }
    }
  }

  private RowReader reader(Encoding encoding) {
    var reader = readers.get(encoding);
    if (reader == null) {
      throw new IllegalArgumentException("no rows in " + encoding);
    }
    return reader;
  }
}
