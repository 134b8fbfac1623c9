package io.vigil.schemas.mapping;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvLine;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in CSV, whose columns the header names. */
final class CsvRows implements RowReader {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Which columns of the row a header has, and at which place of the record. */
  private record Header(int size, int[] slots, int[] places) {}

  private final CsvDialect dialect;
  private final List<String> wanted;
  private final SchemaCache<Header> headers = new SchemaCache<>(this::header);

  CsvRows(CsvDialect dialect, List<String> wanted) {
    this.dialect = dialect;
    this.wanted = wanted;
  }

  @Override
  public void read(RawRecord record, Row into) throws Rejection {
    var header = headers.get(record.schema());
    var texts = CsvLine.split(text(record), dialect.delimiter(), dialect.quoting());
    int size = texts.length;
    if (dialect.hasTrailingDelimiter() && size == header.size() + 1 && texts[size - 1].isEmpty()) {
      size--;
    }
    if (!dialect.allows(size, header.size())) {
      throw new Rejection(
          Reason.WRONG_FIELD_COUNT,
          texts.length + " fields, where the header has " + header.size());
    }
    for (int i = 0; i < header.slots().length; i++) {
      int place = header.places()[i];
      if (place < size) {
        into.set(header.slots()[i], texts[place]);
      }
    }
  }

  private static String text(RawRecord record) throws Rejection {
    try {
      return Utf8.decode(record.bytes());
    } catch (Rejection e) {
      throw e.reason() != Reason.INVALID_UTF8
          ? e
          : new Rejection(
              e.reason(),
              e.getMessage() + "; in another encoding? 'csv: {encoding: windows-1252}' names it");
    }
  }

  @Override
  public List<String> columns(@Nullable String schema) throws Rejection {
    return schema == null ? List.of() : names(schema);
  }

  private Header header(String text) throws Rejection {
    var names = names(text);
    var slots = new ArrayList<Integer>();
    var places = new ArrayList<Integer>();
    for (int slot = 0; slot < wanted.size(); slot++) {
      int place = names.indexOf(wanted.get(slot));
      if (place >= 0) {
        slots.add(slot);
        places.add(place);
      }
    }
    return new Header(names.size(), toArray(slots), toArray(places));
  }

  private List<String> names(String header) throws Rejection {
    var text = header.startsWith(BYTE_ORDER_MARK) ? header.substring(1) : header;
    var names = Arrays.asList(CsvLine.split(text, dialect.delimiter(), dialect.quoting()));
    var seen = new HashSet<String>();
    for (var name : names) {
      if (!seen.add(name) && wanted.contains(name)) {
        throw new Rejection(
            Reason.MALFORMED_CSV, "the header has the column " + Rejection.quote(name) + " twice");
      }
    }
    return names;
  }

  private static int[] toArray(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
