package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Records with ten kinds of faults, some of each kind, among good ones; and a mapping that mends
 * five of the kinds. Each record's id is its number, from 0.
 */
record TenReasons(int ofEach) {

  static final Set<String> MENDED =
      Set.of(
          "UNKNOWN_CURRENCY",
          "FIELD_TOO_LONG",
          "MISSING_FIELD",
          "NOT_A_NUMBER",
          "TIME_WITHOUT_ZONE");

  private static final String LONG = "x".repeat(257);

  private static final Map<String, String> FORMS =
      new TreeMap<>(
          Map.of(
              "UNKNOWN_CURRENCY", form("'amount':%d,'currency':'EURO'"),
              "FIELD_TOO_LONG", form("'amount':%d,'currency':'EUR','category':'" + LONG + "'"),
              "MISSING_FIELD", form("'amount':%d,'currency':'EUR'").replace("\"shop\"", "null"),
              "NOT_A_NUMBER", form("'amount':'n/a','currency':'EUR','no':%d"),
              "TIME_WITHOUT_ZONE", form("'amount':%d,'currency':'EUR'").replace("00Z", "00"),
              "MALFORMED_JSON", form("'amount':%d,,'currency':'EUR'"),
              "TRUNCATED_JSON", form("'amount':%d,'currency':'EUR'").replace("}", ""),
              "INVALID_TIME", form("'amount':%d,'currency':'EUR'").replace("-01T", "-32T"),
              "TOO_MANY_DECIMALS", form("'amount':%d.001,'currency':'EUR'"),
              "DUPLICATE_KEY", form("'amount':%d,'amount':2,'currency':'EUR'")));

  private static String form(String rest) {
    return ("{'transaction_id':'t%d','event_time':'2026-03-01T12:00:00Z','card_id':'card-4111%d',"
            + "'merchant_id':'shop',"
            + rest
            + "}")
        .replace('\'', '"');
  }

  Set<String> reasons() {
    return FORMS.keySet();
  }

  /** All records, a line each; every eleventh is good. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < ofEach; i++) {
      for (var form : FORMS.values()) {
        lines.add(line(form, lines.size()));
      }
      lines.add(line(form("'amount':%d,'currency':'EUR'"), lines.size()));
    }
    return lines;
  }

  private static String line(String form, int number) {
    return form.formatted(number, number % 7, number);
  }

  /** The ids of the records that the mapping mends. */
  List<String> mended() {
    var reasons = List.copyOf(FORMS.keySet());
    return IntStream.range(0, ofEach * 11)
        .filter(it -> it % 11 < 10 && MENDED.contains(reasons.get(it % 11)))
        .mapToObj(it -> "t" + it)
        .toList();
  }

  Path mapping(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("mended.yaml"),
        """
        version: 1
        fields:
          transaction_id: {column: transaction_id}
          event_time: {column: event_time, zone: UTC}
          card_id: {column: card_id}
          merchant_id: {column: merchant_id, default: shop}
          amount: {column: amount, values: {n/a: 7}}
          currency: {column: currency, values: {EURO: EUR}}
          category: {expression: 'IF(category = NULL, NULL, STR_LEFT(category, 10))'}
        """);
  }

  /** The dead letters of the records, as monitor sets them aside. */
  List<DeadLetter> deadLetters(String source) {
    var parser = TransactionParser.of(null);
    var letters = new ArrayList<DeadLetter>();
    var lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      var position = SourcePosition.inFile(source, i + 1);
      var record = RawRecord.json(position, lines.get(i).getBytes(StandardCharsets.UTF_8));
      if (parser.parse(record) instanceof ParseFailure failure) {
        letters.add(DeadLetter.of(failure));
      }
    }
    return letters;
  }
}
