package io.vigil.schemas.mapping;

import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import org.jspecify.annotations.Nullable;

/** The event time of rows that come in groups of the same time, of which one is worked out. */
final class RepeatedTime implements MappedField {

  private final FieldMapping mapping;
  private final Row row;
  private final int slot;
  private @Nullable Object last;
  private long lastMillis;

  RepeatedTime(FieldMapping mapping, Row row, int slot) {
    this.mapping = mapping;
    this.row = row;
    this.slot = slot;
  }

  @Override
  public void read(TransactionBuilder into) throws Rejection {
    var value = row.get(slot);
    if (value != null && value.equals(last)) {
      into.eventTime(lastMillis);
      return;
    }
    mapping.put(value, into);
    var millis = into.eventTime();
    if (millis != null) {
      last = value;
      lastMillis = millis;
    }
  }
}
