package io.vigil.pipelines.backfill;

import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.avro.JsonRow;
import java.util.List;

/** The rows of a range that a backfill replaces, as text, whatever their generations. */
final class RangeRows {

  static final List<Table<?>> TABLES =
      List.of(Tables.TOTALS, Tables.SPIKES, Tables.INCIDENTS, Tables.FLAGS);

  private RangeRows() {}

  /** Of one table, in the order of the keys. */
  static <T> List<String> of(Table<T> table, PostgresConfig config, DayRange range) {
    return PostgresRows.list(table, config).stream()
        .filter(range::holdsRow)
        .map(
            row -> {
              var record = table.type().toAvro(row);
              if (record.getSchema().getField("generation") != null) {
                record.put("generation", 1L);
              }
              return JsonRow.of(record);
            })
        .toList();
  }

  /** Of all tables. */
  static List<String> of(PostgresConfig config, DayRange range) {
    return TABLES.stream().flatMap(table -> of(table, config, range).stream()).toList();
  }
}
