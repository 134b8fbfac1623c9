package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Rows that wait to be written together. Of the rows of one key it keeps only the newest: one
 * statement may not change a row twice.
 */
final class RowBatch {

  private final Table<?> table;
  private final Map<List<Object>, GenericRecord> rows = new HashMap<>();

  RowBatch(Table<?> table) {
    this.table = table;
  }

  /** Adds a row, unless there is a newer one of its key. Of equal versions the last one stays. */
  void add(GenericRecord row) {
    rows.merge(
        table.keyOf(row),
        row,
        (present, added) -> table.compareVersions(added, present) >= 0 ? added : present);
  }

  int size() {
    return rows.size();
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The rows in the order of their keys: whoever locks rows in one order cannot deadlock. */
  List<GenericRecord> inKeyOrder() {
    var sorted = new ArrayList<>(rows.entrySet());
    sorted.sort(Map.Entry.comparingByKey(RowBatch::compareKeys));
    return sorted.stream().map(Map.Entry::getValue).toList();
  }

  void clear() {
    rows.clear();
  }

  private static int compareKeys(List<Object> first, List<Object> second) {
    for (int i = 0; i < first.size(); i++) {
      int order = compareValues(first.get(i), second.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Columns of keys are texts and whole numbers, and of one type in all rows. */
  private static int compareValues(Object first, Object second) {
    return first instanceof Number number
        ? Long.compare(number.longValue(), ((Number) second).longValue())
        : first.toString().compareTo(second.toString());
  }
}
