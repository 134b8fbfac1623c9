package io.vigil.pipelines.draft;

import io.vigil.pipelines.pages.TextTable;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.VisibleText;
import io.vigil.schemas.fields.CardNumbers;
import io.vigil.schemas.fields.MinorUnits;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Stream;

/** What a mapping makes of the sample, for a person: ten transactions, and what is set aside. */
final class Preview {

  private static final int SHOWN = 10;
  private static final int LONGEST = 40;
  private static final int OF_CARD = 2;

  private final Trial.Result result;

  Preview(Trial.Result result) {
    this.result = result;
  }

  void print(PrintWriter out) {
    var table = new TextTable("event_time", "amount", "", "card", "merchant", "country", "status");
    result.transactions().stream().limit(SHOWN).forEach(it -> add(table, it));
    if (!result.transactions().isEmpty()) {
      table.lines().forEach(out::println);
    }
    var reasons = new EnumMap<Reason, List<ParseFailure>>(Reason.class);
    for (var failure : result.failures()) {
      reasons.merge(
          failure.reason(),
          List.of(failure),
          (some, more) -> Stream.of(some, more).flatMap(List::stream).toList());
    }
    reasons.entrySet().stream()
        .sorted(Comparator.comparingInt(it -> -it.getValue().size()))
        .forEach(
            it ->
                out.println(
                    "would be set aside: %,d %s, the first at %s: %s"
                        .formatted(
                            it.getValue().size(),
                            it.getKey(),
                            it.getValue().get(0).source(),
                            VisibleText.line(it.getValue().get(0).message()))));
  }

  private static void add(TextTable table, Transaction it) {
    table.add(
        Instant.ofEpochMilli(it.eventTime()).toString(),
        MinorUnits.toDecimal(it.amount(), it.currency()).toPlainString(),
        it.currency(),
        masked(it.cardId()),
        shown(it.merchantId()),
        it.country() == null ? "-" : it.country(),
        it.status() == null ? "-" : shown(it.status()));
  }

  /** Nothing of a short one: it could be guessed. */
  private static String masked(String card) {
    return card.length() <= 2 * OF_CARD
        ? "***"
        : "***" + shown(card.substring(card.length() - OF_CARD));
  }

  private static String shown(String text) {
    var line = VisibleText.line(CardNumbers.masked(text));
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
