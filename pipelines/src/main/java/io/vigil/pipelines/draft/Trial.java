package io.vigil.pipelines.draft;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.parse.Warnings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses the sample with a mapping, as a run would. */
final class Trial {

  private static final double MOST_BAD = 0.1;

  /** Of a few records one may be bad. */
  private static final int FEW = 3;

  private static final int FIRST = 20;

  private static final String MANY_DECIMALS = "CLF";

  /** What every record can be, so that one field alone is tried. */
  private static final Map<String, String> ANYTHING =
      Map.of(
          "transaction_id", "{constant: x}",
          "event_time", "{constant: \"2000-01-01T00:00:00Z\"}",
          "card_id", "{constant: x}",
          "merchant_id", "{constant: x}",
          "amount", "{constant: 1}",
          "currency", "{constant: " + MANY_DECIMALS + "}");

  private final Sample sample;

  Trial(Sample sample) {
    this.sample = sample;
  }

  /**
   * What came of it.
   *
   * @param skipped how many records the mapping does not mean
   * @param ambiguousNumbers how many amounts could be read in two ways
   */
  record Result(
      List<Transaction> transactions,
      List<ParseFailure> failures,
      int skipped,
      long ambiguousNumbers) {

    /**
     * Whether the guess is good: of the records that have the field, half of all or more, nearly
     * all are understood. Some records are bad everywhere.
     */
    boolean fits() {
      int all = transactions.size() + failures.size();
      long bad = failures.size() - missing();
      return 2 * transactions.size() >= all && bad <= Math.max(MOST_BAD * all, all >= FEW ? 1 : 0);
    }

    boolean isAllMissing() {
      return transactions.isEmpty() && missing() == failures.size();
    }

    private long missing() {
      return failures.stream().filter(it -> it.reason() == Reason.MISSING_FIELD).count();
    }
  }

  /** Tries these lines for one field, and what suits every record for all others. */
  Result with(String field, String line) {
    return with(text(field, line));
  }

  private String text(String field, String line) {
    var all = new TreeMap<>(ANYTHING);
    all.put(field, line);
    return all.entrySet().stream()
        .map(it -> "  " + it.getKey() + ": " + it.getValue() + "\n")
        .collect(Collectors.joining("", head() + "fields:\n", ""));
  }

  /** Tries a whole mapping. */
  Result with(String mapping) {
    return with(Mapping.parse("the draft", mapping));
  }

  /** Tries a mapping; null for Vigil's own form. */
  Result with(@Nullable Mapping mapping) {
    return of(sample.records(), mapping);
  }

  /** Whether these lines for one field are good. Most guesses are not, which few records show. */
  boolean fits(String field, String line) {
    var mapping = Mapping.parse("the draft", text(field, line));
    var records = sample.records();
    var first = of(records.subList(0, Math.min(FIRST, records.size())), mapping);
    return (!first.transactions().isEmpty() || first.isAllMissing()) && of(records, mapping).fits();
  }

  private static Result of(List<RawRecord> records, @Nullable Mapping mapping) {
    var parser = TransactionParser.of(mapping);
    long ambiguous = Warnings.ambiguousNumbers();
    var transactions = new ArrayList<Transaction>();
    var failures = new ArrayList<ParseFailure>();
    for (var record : records) {
      var parsed = parser.parse(record);
      if (parsed instanceof Transaction it) {
        transactions.add(it);
      } else if (parsed instanceof ParseFailure it) {
        failures.add(it);
      }
    }
    int skipped = records.size() - transactions.size() - failures.size();
    return new Result(transactions, failures, skipped, Warnings.ambiguousNumbers() - ambiguous);
  }

  /** The texts of a column, each with how often it comes; records without one are not counted. */
  Map<String, Integer> texts(String column) {
    var texts = new LinkedHashMap<String, Integer>();
    for (var it : with("merchant_id", "{column: " + Yaml.quoted(column) + "}").transactions()) {
      texts.merge(it.merchantId(), 1, Integer::sum);
    }
    return texts;
  }

  /** The lines before the fields. */
  String head() {
    var csv = sample.csv() == null ? null : sample.csv().text();
    return "version: 1\n" + (csv == null ? "" : csv);
  }

  int records() {
    return sample.records().size();
  }
}
