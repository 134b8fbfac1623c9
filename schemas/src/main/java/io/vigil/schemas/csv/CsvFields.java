package io.vigil.schemas.csv;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.FieldReader;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import io.vigil.schemas.fields.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the canonical CSV: records whose header names the {@linkplain Field fields} in any order.
 * An empty field is missing, and columns of other names are ignored.
 */
public final class CsvFields implements FieldReader {

  private final char delimiter;
  private final CsvLine line;

  private @Nullable String header;
  private @Nullable Field[] fields = {};

  /** Reads fields with a comma between them. */
  public CsvFields() {
    this(',');
  }

  public CsvFields(char delimiter) {
    this.delimiter = delimiter;
    this.line = new CsvLine(delimiter);
  }

  @Override
  public void read(RawRecord record, TransactionBuilder into) throws Rejection {
    useHeader(record.schema());
    line.read(Utf8.decode(record.bytes()));
    if (line.size() != fields.length) {
      throw new Rejection(
          Reason.WRONG_FIELD_COUNT, line.size() + " fields, but the header has " + fields.length);
    }
    for (int i = 0; i < fields.length; i++) {
      var field = fields[i];
      if (field != null) {
        into.text(field, line.chars(), line.start(i), line.length(i));
      }
    }
  }

  @Override
  public List<String> problems(Encoding encoding, @Nullable String schema) {
    if (schema == null) {
      return List.of();
    }
    try {
      return CsvColumns.of(schema, delimiter).problems();
    } catch (Rejection rejection) {
      return List.of("the header is no CSV record: " + rejection.getMessage());
    }
  }

  private void useHeader(@Nullable String newHeader) throws Rejection {
    if (newHeader == null) {
      throw new Rejection(Reason.WRONG_FIELD_COUNT, "the record has no header");
    }
    if (!newHeader.equals(header)) {
      fields =
          CsvColumns.of(newHeader, delimiter).names().stream()
              .map(Field::named)
              .toArray(Field[]::new);
      header = newHeader;
    }
  }
}
