package io.vigil.schemas.mapping;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one record that a mapping uses, in whatever format they came. A value is a String,
 * BigDecimal, Boolean, Instant, LocalDateTime or {@link Unusable}. Blanks around a text are no part
 * of it, and a text of nothing else is null. It is reused from record to record.
 */
final class Row {

  private static final int HASH_BYTES = 16;

  private final List<String> columns;
  private final Map<String, Integer> slots = new HashMap<>();
  private final @Nullable Object[] values;
  private final MessageDigest sha256;
  private @Nullable RawRecord record;
  private boolean hasAmbiguousNumber;

  Row(List<String> columns) {
    this.columns = List.copyOf(columns);
    for (var column : columns) {
      slots.put(column, slots.size());
    }
    this.values = new Object[columns.size()];
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  List<String> columns() {
    return columns;
  }

  /** The place of a column's value, which must be one of the row's columns. */
  int slot(String column) {
    return slots.get(column);
  }

  void start(RawRecord newRecord) {
    record = newRecord;
    hasAmbiguousNumber = false;
    Arrays.fill(values, null);
  }

  void set(int slot, @Nullable Object value) {
    values[slot] = value instanceof String text ? withoutBlanks(text) : value;
  }

  private static @Nullable String withoutBlanks(String text) {
    var stripped = text.strip();
    return stripped.isEmpty() ? null : stripped;
  }

  @Nullable Object get(int slot) {
    return values[slot];
  }

  void ambiguousNumber() {
    hasAmbiguousNumber = true;
  }

  /** Whether an expression has read a number of this record that may mean another one. */
  boolean hasAmbiguousNumber() {
    return hasAmbiguousNumber;
  }

  /** What names the record by its content: half of the SHA-256 of its bytes, in hexadecimal. */
  String hash() {
    return HexFormat.of().formatHex(sha256.digest(record().bytes()), 0, HASH_BYTES);
  }

  /** Where the record was read. */
  SourcePosition position() {
    return record().position();
  }

  /** What the topic keeps beside the record; null if it came from a file. */
  @Nullable TopicMetadata metadata() {
    return record().metadata();
  }

  private RawRecord record() {
    if (record == null) {
      throw new IllegalStateException("no record has been read");
    }
    return record;
  }
}
