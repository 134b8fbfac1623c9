package io.vigil.schemas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads all records of a file at once, for tests. */
public final class Records {

  private Records() {}

  /** All records, which must be numbered from 1 on without a gap. */
  public static List<RawRecord> all(RecordReader reader) throws IOException {
    try (reader) {
      var records = new ArrayList<RawRecord>();
      for (var record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
        if (record.position().offset() != records.size()) {
          throw new AssertionError(record + " is number " + records.size());
        }
      }
      for (int i = 0; i < 2; i++) {
        if (reader.next() != null) {
          throw new AssertionError("there is a record behind the end");
        }
      }
      return records;
    }
  }

  /** The texts of the records, with the reason in front if they are damaged. */
  public static List<String> texts(RecordReader reader) throws IOException {
    return all(reader).stream().map(Records::text).toList();
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(RawRecord record) {
    var text = new String(record.bytes(), StandardCharsets.UTF_8);
    var damage = record.damage();
    return damage == null ? text : damage.reason() + ":" + text;
  }
}
