package io.vigil.pipelines.tables;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compares two states of a table, row by row, exactly: both are streams in the order of the key, so
 * that two rows are in memory at a time. Immutable.
 *
 * @param <T> the record that is a row
 */
public final class Differences<T> {

  private final Table<T> table;
  private final Set<String> ignored;

  private Differences(Table<T> table, Set<String> ignored) {
    this.table = table;
    this.ignored = ignored;
  }

  /** Compares all columns. */
  public static <T> Differences<T> in(Table<T> table) {
    return new Differences<>(table, Set.of());
  }

  /** Takes rows for equal whatever these columns hold. */
  public Differences<T> ignoring(String... columns) {
    for (var column : columns) {
      if (table.key().contains(column)) {
        throw new IllegalArgumentException(table + ": " + column + " belongs to the key");
      }
    }
    return new Differences<>(table, Set.of(columns));
  }

  /** What may become of a row. */
  public enum Kind {
    ADDED,
    GONE,
    CHANGED
  }

  /**
   * A row that is not the same in both.
   *
   * @param key the values of its key
   * @param before null if it is added
   * @param after null if it is gone
   * @param columns those that differ; empty unless it has changed
   */
  public record Difference<T>(
      Kind kind,
      List<Object> key,
      @Nullable T before,
      @Nullable T after,
      List<ColumnChange> columns) {

    /** The row as it is, or as it was if it is gone. */
    public T row() {
      return Objects.requireNonNull(after == null ? before : after);
    }
  }

  /**
   * A column of a row that has changed.
   *
   * @param before its value; null if it has none
   * @param after its value; null if it has none
   */
  public record ColumnChange(String column, @Nullable Object before, @Nullable Object after) {

    /** {@code count 3 -> 4}. */
    @Override
    public String toString() {
      return column + " " + before + " -> " + after;
    }
  }

  /**
   * Hands over every difference, in the order of the keys.
   *
   * @param before rows in the order of their keys, each key once: texts by their bytes in UTF-8,
   *     numbers and times by their values
   * @param after likewise
   * @return how many rows are equal
   * @throws IllegalArgumentException if a stream is not in that order
   */
  public long between(Stream<T> before, Stream<T> after, Consumer<Difference<T>> consumer) {
    var old = new Rows(before.iterator());
    var now = new Rows(after.iterator());
    long equal = 0;
    while (old.row != null || now.row != null) {
      int order = old.compareTo(now);
      if (order < 0) {
        consumer.accept(new Difference<>(Kind.GONE, old.key(), old.value, null, List.of()));
      } else if (order > 0) {
        consumer.accept(new Difference<>(Kind.ADDED, now.key(), null, now.value, List.of()));
      } else {
        var changes = changes(old.record(), now.record());
        if (changes.isEmpty()) {
          equal++;
        } else {
          consumer.accept(new Difference<>(Kind.CHANGED, now.key(), old.value, now.value, changes));
        }
      }
      if (order <= 0) {
        old.advance();
      }
      if (order >= 0) {
        now.advance();
      }
    }
    return equal;
  }

  private List<ColumnChange> changes(GenericRecord old, GenericRecord now) {
    var changes = new ArrayList<ColumnChange>();
    for (var field : old.getSchema().getFields()) {
      var one = old.get(field.pos());
      var other = now.get(field.pos());
      if (!ignored.contains(field.name()) && !Objects.equals(one, other)) {
        changes.add(new ColumnChange(field.name(), one, other));
      }
    }
    return changes;
  }

  /** One of the two streams, at a row. */
  private final class Rows {
    private final Iterator<T> rows;
    private @Nullable T value;
    private @Nullable GenericRecord row;

    Rows(Iterator<T> rows) {
      this.rows = rows;
      advance();
    }

    void advance() {
      var last = row;
      value = rows.hasNext() ? rows.next() : null;
      row = value == null ? null : table.type().toAvro(value);
      if (last != null && row != null && compare(table.keyOf(last), key()) >= 0) {
        throw new IllegalArgumentException(
            table + ": " + key() + " comes after " + table.keyOf(last));
      }
    }

    GenericRecord record() {
      return Objects.requireNonNull(row);
    }

    List<Object> key() {
      return table.keyOf(record());
    }

    /** Where there are no more rows comes last. */
    int compareTo(Rows other) {
      if (row == null || other.row == null) {
        return Boolean.compare(row == null, other.row == null);
      }
      return compare(key(), other.key());
    }
  }

  private static int compare(List<Object> first, List<Object> second) {
    for (int i = 0; i < first.size(); i++) {
      int order = compareValues(first.get(i), second.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The columns of keys are texts and whole numbers. */
  private static int compareValues(Object first, Object second) {
    return first instanceof Number number
        ? Long.compare(number.longValue(), ((Number) second).longValue())
        : compareBytes(first.toString(), second.toString());
  }

  /** By code points, which is the order of the bytes in UTF-8, but not that of Java's chars. */
  private static int compareBytes(String first, String second) {
    int at = 0;
    int length = Math.min(first.length(), second.length());
    while (at < length && first.charAt(at) == second.charAt(at)) {
      at++;
    }
    if (at == length) {
      return Integer.compare(first.length(), second.length());
    }
    char one = first.charAt(at);
    char other = second.charAt(at);
    boolean isSurrogate = Character.isSurrogate(one);
    return isSurrogate == Character.isSurrogate(other)
        ? Character.compare(one, other)
        : isSurrogate ? 1 : -1;
  }
}
