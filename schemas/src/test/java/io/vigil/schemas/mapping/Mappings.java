package io.vigil.schemas.mapping;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Mappings for tests, of which a test changes the one field that it is about. */
final class Mappings {

  static final SourcePosition HERE = SourcePosition.inFile("file", 1);

  private Mappings() {}

  /** A mapping of constants, with some fields replaced: name, and what stands behind it. */
  static Mapping with(String... namesAndOptions) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("transaction_id", "{constant: t1}");
    fields.put("event_time", "{constant: '2011-10-17T13:45:56Z'}");
    fields.put("card_id", "{constant: c1}");
    fields.put("merchant_id", "{constant: m1}");
    fields.put("amount", "{constant: 1}");
    fields.put("currency", "{constant: GBP}");
    for (int i = 0; i < namesAndOptions.length; i += 2) {
      fields.put(namesAndOptions[i], namesAndOptions[i + 1]);
    }
    return Mapping.parse("m.yaml", yaml(fields));
  }

  private static String yaml(Map<String, String> fields) {
    var yaml = new StringBuilder("version: 1\nfields:\n");
    fields.forEach(
        (name, options) ->
            yaml.append("  ").append(name).append(": ").append(options).append('\n'));
    return yaml.toString();
  }

  static RawRecord csv(String header, String record) {
    return RawRecord.csv(HERE, header, record.getBytes(StandardCharsets.UTF_8));
  }

  static RawRecord json(String record) {
    return RawRecord.json(HERE, record.getBytes(StandardCharsets.UTF_8));
  }

  static Parsed parse(Mapping mapping, RawRecord record) {
    return new TransactionParser(new MappedFields(mapping)).parse(record);
  }

  static Transaction good(Mapping mapping, RawRecord record) {
    if (parse(mapping, record) instanceof Transaction transaction) {
      return transaction;
    }
    throw new AssertionError(bad(mapping, record).message());
  }

  static ParseFailure bad(Mapping mapping, RawRecord record) {
    if (parse(mapping, record) instanceof ParseFailure failure) {
      return failure;
    }
    throw new AssertionError("a transaction, where a failure was expected");
  }
}
