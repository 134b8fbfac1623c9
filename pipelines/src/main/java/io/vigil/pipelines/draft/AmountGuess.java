package io.vigil.pipelines.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the column with the amount, and how its numbers are written, by trying. */
final class AmountGuess {

  private static final List<String> FORMATS =
      List.of(
          "{decimal: \",\"}",
          "{decimal: \".\", grouping: \",\"}",
          "{decimal: \",\", grouping: \".\"}",
          "{decimal: \",\", grouping: \" \"}",
          "{decimal: \".\", grouping: \"'\"}");
  private static final String EXTRAS =
      ", currency_sign: true, brackets: true, trailing_minus: true}";

  private final Trial trial;
  private final List<String> columns;

  AmountGuess(Trial trial, List<String> columns) {
    this.trial = trial;
    this.columns = columns;
  }

  /** Null if nothing looks like an amount. */
  @Nullable Line line() {
    var debit = containing("debit", "soll");
    var credit = containing("credit", "haben");
    if (debit != null && credit != null && Names.candidates("amount", columns).isEmpty()) {
      var line = twoColumns(debit, credit);
      if (line != null) {
        return line;
      }
    }
    for (var column : Names.candidates("amount", columns)) {
      var line = line(column);
      if (line != null) {
        return line;
      }
    }
    return null;
  }

  private @Nullable Line line(String column) {
    var name = "{column: " + Yaml.quoted(column);
    var plain = trial.with("amount", name + "}");
    if (plain.fits()) {
      var questions = new ArrayList<String>();
      if (plain.ambiguousNumbers() > 0) {
        questions.add(
            "amounts such as 1.000 are taken for 1; if they are thousands: number: {decimal: \",\", grouping: \".\"}");
      }
      if (areWhole(plain)) {
        questions.add(
            "all amounts are whole numbers; if they are cents: {expression: %s}"
                .formatted(
                    Yaml.expression("DIVIDE(DECIMAL(" + Yaml.variable(column) + "), 100, 2)")));
      }
      if (areMostlyMinus(plain)) {
        questions.add(turned(column));
      }
      var quantity = containing("quantity");
      if (quantity != null && Names.has(column, "price")) {
        questions.add(
            "is it the price of one? Then: {expression: %s}"
                .formatted(
                    Yaml.expression(
                        "DECIMAL(%s) * DECIMAL(%s)"
                            .formatted(Yaml.variable(quantity), Yaml.variable(column)))));
      }
      return new Line(name + "}", questions);
    }
    return likeliest(written(name))
        .map(
            it ->
                areMostlyMinus(it.result())
                    ? Line.asking(it.line(), turned(column))
                    : Line.sure(it.line()))
        .orElse(null);
  }

  /** The line with each way to write numbers. */
  private static Stream<String> written(String begun) {
    return Stream.of("}", EXTRAS)
        .flatMap(
            extras -> FORMATS.stream().map(it -> begun + ", number: " + with(it, extras) + "}"));
  }

  private record Tried(String line, Trial.Result result) {}

  /** Of two that are as good the plainer one: the first. */
  private Optional<Tried> likeliest(Stream<String> lines) {
    return lines
        .map(it -> new Tried(it, trial.with("amount", it)))
        .filter(it -> it.result().fits())
        .max(Comparator.comparingInt(it -> it.result().transactions().size()));
  }

  private static String with(String format, String extras) {
    return format.substring(0, format.length() - 1) + extras;
  }

  /** One of the two is empty. */
  private @Nullable Line twoColumns(String debit, String credit) {
    var line =
        "{expression: "
            + Yaml.expression(
                "IF(%1$s != NULL, ABS(DECIMAL(%1$s)), 0 - ABS(DECIMAL(%2$s)))"
                    .formatted(Yaml.variable(debit), Yaml.variable(credit)));
    return likeliest(Stream.concat(Stream.of(line + "}"), written(line)))
        .map(
            it ->
                Line.asking(
                    it.line(), "a debit is a payment here, and a credit is minus: is it so?"))
        .orElse(null);
  }

  private @Nullable String containing(String... words) {
    return columns.stream()
        .filter(it -> Stream.of(words).anyMatch(word -> Names.has(it, word)))
        .findFirst()
        .orElse(null);
  }

  private static boolean areMostlyMinus(Trial.Result result) {
    long minus = result.transactions().stream().filter(it -> it.amount() < 0).count();
    return 2 * minus > result.transactions().size();
  }

  private static String turned(String column) {
    return "most amounts are minus; if these are payments: expression: "
        + Yaml.expression("0 - DECIMAL(" + Yaml.variable(column) + ")")
        + " in place of the column";
  }

  /** In the currency of the trial, which has four decimals. */
  private static boolean areWhole(Trial.Result result) {
    return result.transactions().stream()
        .allMatch(it -> it.amount() % 10_000 == 0 && Math.abs(it.amount()) >= 1_000_000);
  }
}
