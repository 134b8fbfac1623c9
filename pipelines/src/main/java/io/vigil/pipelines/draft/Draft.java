package io.vigil.pipelines.draft;

import io.vigil.schemas.VisibleText;
import io.vigil.schemas.fields.CardNumbers;
import io.vigil.schemas.fields.MinorUnits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mapping to begin with.
 *
 * @param lines what it says of each field
 * @param missing required fields for which nothing was found
 */
record Draft(String head, Map<String, Line> lines, List<String> missing) {

  private static final double NEARLY_ALL = 0.9;
  private static final int MOST_VALUES = 60;
  private static final int MOST_STATES = 12;

  /** Signs that mean one currency far more often than others. */
  private static final Map<String, String> SIGNS =
      Map.of("$", "USD", "€", "EUR", "£", "GBP", "¥", "JPY", "₹", "INR", "zł", "PLN");

  private static final Set<String> DECLINED =
      Set.of("declined", "failed", "refused", "rejected", "denied", "failure", "error");
  private static final Set<String> APPROVED =
      Set.of(
          "approved",
          "captured",
          "success",
          "succeeded",
          "settled",
          "completed",
          "ok",
          "paid",
          "authorised",
          "authorized");
  private static final Set<String> REVERSED =
      Set.of("reversed", "refunded", "refund", "chargeback", "voided", "reversal");

  /** Tries what the columns may be. */
  static Draft of(Sample sample) {
    return new Guesses(sample).draft();
  }

  /** The mapping; of a missing field it has a line that a person must write. */
  String text() {
    var text = new StringBuilder(head).append("fields:\n");
    lines.forEach(
        (field, line) -> {
          line.questions().forEach(it -> text.append("  # ? ").append(inOneLine(it)).append('\n'));
          text.append("  ").append(field).append(": ").append(line.text()).append('\n');
        });
    for (var field : missing) {
      text.append("  # ? no column looks like it: which one is it?\n  # ")
          .append(field)
          .append(": {column: …}\n");
    }
    return text.toString();
  }

  /** Questions quote the data: nothing in these may end the comment, nor be a card. */
  private static String inOneLine(String question) {
    return VisibleText.line(CardNumbers.masked(question));
  }

  int questions() {
    return missing.size() + lines.values().stream().mapToInt(it -> it.questions().size()).sum();
  }

  boolean isComplete() {
    return missing.isEmpty();
  }

  /** The guesses of one sample, field by field. */
  private static final class Guesses {
    private final Trial trial;
    private final List<String> free;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> columns;

    Guesses(Sample sample) {
      this.trial = new Trial(sample);
      this.columns = sample.columns();
      this.free = new ArrayList<>(columns);
    }

    Draft draft() {
      var time = new TimeGuess(trial, columns).line();
      take(time);
      var amount = new AmountGuess(trial, columns).line();
      take(amount);
      put("transaction_id", id());
      put("event_time", time);
      put("card_id", card());
      put("merchant_id", merchant());
      put("amount", amount);
      put("currency", currency());
      optional("country", country());
      optional("status", status());
      optional("category", column("category"));
      optional("risk_score", column("risk_score"));
      return new Draft(trial.head(), lines, missing);
    }

    private void put(String field, @Nullable Line line) {
      if (line == null) {
        missing.add(field);
      } else {
        lines.put(field, line);
        take(line);
      }
    }

    private void optional(String field, @Nullable Line line) {
      if (line != null) {
        put(field, line);
      }
    }

    /** A column is one field. */
    private void take(@Nullable Line line) {
      if (line != null) {
        free.removeIf(
            it ->
                line.text().contains("column: " + Yaml.quoted(it) + "}")
                    || line.text().contains("column: " + Yaml.quoted(it) + ",")
                    || line.text().contains(Yaml.variable(it)));
      }
    }

    private Line id() {
      for (var column : Names.candidates("transaction_id", free)) {
        var texts = trial.texts(column);
        if (texts.size() >= NEARLY_ALL * trial.records()) {
          return Line.sure(columnLine(column));
        }
      }
      return Line.asking(
          "{expression: row_hash}",
          "no column names each record alone: two records of the same content count once; if they are two payments:"
              + " row_hash + \"-\" + file_name + \"-\" + TEXT(record_number)");
    }

    private Line card() {
      for (var column : Names.candidates("card_id", free)) {
        int count = count(column);
        if (count >= NEARLY_ALL * trial.records()) {
          return isMostlyDigits(column)
              ? Line.asking(
                  columnLine(column),
                  "if these are card numbers, add: pseudonym: env:CARD_KEY (vigil keys makes one)")
              : Line.sure(columnLine(column));
        }
      }
      return someCard();
    }

    /** Guests have none. */
    private Line someCard() {
      for (var column : Names.candidates("card_id", free)) {
        int count = count(column);
        if (count > 0) {
          return Line.asking(
              "{column: " + Yaml.quoted(column) + ", default: unknown}",
              "%d of %d records have no '%s': are these one customer?"
                  .formatted(trial.records() - count, trial.records(), column));
        }
      }
      return Line.asking(
          "{constant: unknown}", "whose card is it? Rules of cards need one for each customer");
    }

    private boolean isMostlyDigits(String column) {
      return trial.texts(column).keySet().stream()
          .limit(20)
          .allMatch(it -> it.replaceAll("[ -]", "").matches("\\d{13,19}"));
    }

    private Line merchant() {
      var column = filled("merchant_id");
      return column == null
          ? Line.asking("{constant: unknown}", "who was paid? A constant is one merchant for all")
          : Names.has(column, "description")
              ? Line.asking(columnLine(column), "does '%s' say who was paid?".formatted(column))
              : Line.sure(columnLine(column));
    }

    private Line currency() {
      for (var column : Names.candidates("currency", free)) {
        if (trial.fits("currency", columnLine(column))) {
          return Line.sure(columnLine(column));
        }
      }
      var code = namedCurrency();
      if (code != null) {
        return Line.sure("{constant: " + code + "}");
      }
      var signed = signedCurrency();
      var guess = signed == null ? "EUR" : signed;
      return Line.asking(
          "{constant: " + guess + "}", "which currency is it? " + guess + " is a guess");
    }

    /** By the sign in the first amount that has one. */
    private @Nullable String signedCurrency() {
      return Names.candidates("amount", columns).stream()
          .flatMap(it -> trial.texts(it).keySet().stream().limit(20))
          .flatMap(it -> SIGNS.entrySet().stream().filter(sign -> it.contains(sign.getKey())))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }

    /** {@code Amount (GBP)}. */
    private @Nullable String namedCurrency() {
      return Names.candidates("amount", columns).stream()
          .flatMap(it -> Stream.of(it.split("[^A-Z]+")))
          .filter(it -> it.length() == 3 && MinorUnits.currencyCode(it) != null)
          .findFirst()
          .orElse(null);
    }

    /** Codes as they are; names are translated where they are those of a country in English. */
    private @Nullable Line country() {
      for (var column : Names.candidates("country", free)) {
        var texts = trial.texts(column);
        if (texts.isEmpty()) {
          continue;
        }
        var result = trial.with("country", columnLine(column));
        long known = result.transactions().stream().filter(it -> it.country() != null).count();
        if (known >= NEARLY_ALL * texts.values().stream().mapToInt(it -> it).sum()) {
          return Line.sure(columnLine(column));
        }
        var values = countries(texts.keySet());
        if (!values.isEmpty() && texts.size() <= MOST_VALUES) {
          var unknown = texts.keySet().stream().filter(it -> !values.containsKey(it)).toList();
          var line = "{column: " + Yaml.quoted(column) + ", values: {" + pairs(values) + "}}";
          return unknown.isEmpty()
              ? Line.sure(line)
              : Line.asking(line, "which countries are these: " + String.join(", ", unknown) + "?");
        }
      }
      return null;
    }

    private static Map<String, String> countries(Set<String> names) {
      var codes = new LinkedHashMap<String, String>();
      for (var code : Locale.getISOCountries()) {
        var name = new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
        names.stream()
            .filter(it -> it.strip().equalsIgnoreCase(name))
            .forEach(it -> codes.put(it, code));
      }
      return codes;
    }

    private @Nullable Line status() {
      for (var column : Names.candidates("status", free)) {
        var texts = trial.texts(column).keySet();
        var states = new LinkedHashMap<String, String>();
        var others = new ArrayList<String>();
        for (var text : texts) {
          var state = state(text);
          if (state == null) {
            others.add(text);
          } else if (!state.equals(text)) {
            states.put(text, state);
          }
        }
        if (texts.size() > MOST_STATES || others.size() == texts.size()) {
          continue;
        }
        var line =
            states.isEmpty()
                ? columnLine(column)
                : "{column: " + Yaml.quoted(column) + ", values: {" + pairs(states) + "}}";
        return others.isEmpty()
            ? Line.sure(line)
            : Line.asking(
                line,
                "which of these were declined (DECLINED): " + String.join(", ", others) + "?");
      }
      return null;
    }

    private static @Nullable String state(String text) {
      var word = text.strip().toLowerCase(Locale.ROOT);
      return DECLINED.contains(word)
          ? "DECLINED"
          : APPROVED.contains(word) ? "APPROVED" : REVERSED.contains(word) ? "REVERSED" : null;
    }

    private @Nullable Line column(String field) {
      for (var column : Names.candidates(field, free)) {
        var texts = trial.texts(column);
        if (!texts.isEmpty() && trial.fits(field, columnLine(column))) {
          return Line.sure(columnLine(column));
        }
      }
      return null;
    }

    /** The likeliest column that at least half of the records have. */
    private @Nullable String filled(String field) {
      return Names.candidates(field, free).stream()
          .filter(it -> 2 * count(it) >= trial.records())
          .findFirst()
          .orElse(null);
    }

    /** How many records have the column. */
    private int count(String column) {
      return trial.texts(column).values().stream().mapToInt(it -> it).sum();
    }

    private static String columnLine(String column) {
      return "{column: " + Yaml.quoted(column) + "}";
    }

    private static String pairs(Map<String, String> values) {
      return values.entrySet().stream()
          .map(it -> Yaml.quoted(it.getKey()) + ": " + Yaml.quoted(it.getValue()))
          .collect(Collectors.joining(", "));
    }
  }

  Draft {
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    missing = List.copyOf(missing);
  }
}
