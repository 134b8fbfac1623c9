package io.vigil.pipelines.tables;

import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * Describes a table of results: whose rows it holds, which columns are their key, and by what one
 * row of a key is newer than another. Its columns are the fields of the record's Avro schema.
 *
 * <p>Immutable; constants are in {@link Tables}.
 *
 * @param <T> the record that is a row
 */
public final class Table<T> implements Serializable {

  private static final long serialVersionUID = 1;

  private final String name;
  private final Class<T> type;
  private final List<String> key;
  private final List<VersionPart> version;
  private final LastRows lastRows;
  private final SerializableFunction<T, Boolean> isLast;

  /** Which rows of a table no later row corrects. */
  public enum LastRows {
    ALL,
    SOME,
    NONE
  }

  private Table(
      String name,
      Class<T> type,
      List<String> key,
      List<VersionPart> version,
      LastRows lastRows,
      SerializableFunction<T, Boolean> isLast) {
    this.name = name;
    this.type = type;
    this.key = List.copyOf(key);
    this.version = List.copyOf(version);
    this.lastRows = lastRows;
    this.isLast = isLast;
  }

  /**
   * A table without a version: of two rows with one key, the one that comes last stays.
   *
   * @param key the columns of the key, in order. One that the record does not have takes the
   *     default that the table gives it.
   */
  public static <T> Table<T> of(String name, RecordType<T> type, String... key) {
    if (Arrays.stream(key).allMatch(column -> type.schema().getField(column) == null)) {
      throw new IllegalArgumentException(name + ": no key among the columns");
    }
    return new Table<>(name, type.type(), List.of(key), List.of(), LastRows.ALL, row -> true);
  }

  /** Compares versions by these columns, in this order; false is older than true. */
  public Table<T> newestBy(String... columns) {
    return withVersion(Arrays.stream(columns).map(VersionPart::of).toList());
  }

  /** Compares versions by the sum of these columns. */
  public Table<T> newestBySumOf(String... columns) {
    return withVersion(List.of(VersionPart.of(columns)));
  }

  private Table<T> withVersion(List<VersionPart> newVersion) {
    for (var part : newVersion) {
      for (var column : part.columns()) {
        if (type().schema().getField(column) == null) {
          throw new IllegalArgumentException(name + " has no column " + column);
        }
      }
    }
    return new Table<>(name, type, key, newVersion, LastRows.NONE, row -> false);
  }

  /** Says which rows no later one corrects; without it, none if there are versions, or else all. */
  public Table<T> withLast(SerializableFunction<T, Boolean> newIsLast) {
    return new Table<>(name, type, key, version, LastRows.SOME, newIsLast);
  }

  /** Which rows no later one corrects. */
  public LastRows lastRows() {
    return lastRows;
  }

  /** Whether no later row corrects this one. */
  public boolean isLast(T row) {
    return isLast.apply(row);
  }

  public String name() {
    return name;
  }

  public RecordType<T> type() {
    return RecordTypes.of(type);
  }

  /** The columns of the key, in order. */
  public List<String> key() {
    return key;
  }

  /** What versions are compared by, in order; empty if a table takes every row. */
  public List<VersionPart> version() {
    return version;
  }

  /** The values of a row's key, in order; without those columns that the record does not have. */
  public List<Object> keyOf(GenericRecord row) {
    var values = new ArrayList<Object>(key.size());
    for (var column : key) {
      var field = row.getSchema().getField(column);
      if (field != null) {
        var value = row.get(field.pos());
        if (value == null) {
          throw new IllegalArgumentException(name + ": a row without " + column);
        }
        values.add(value);
      }
    }
    return values;
  }

  /**
   * Compares the versions of two rows of one key: less than 0 if the first one is older, 0 if they
   * are equal.
   */
  public int compareVersions(GenericRecord first, GenericRecord second) {
    for (var part : version) {
      int order = part.compare(first, second);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
