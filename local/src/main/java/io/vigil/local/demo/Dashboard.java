package io.vigil.local.demo;

import io.vigil.local.Waiting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Shows the totals of this minute, as they stand in PostgreSQL. */
final class Dashboard {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int MOST_ROWS = 6;
  private static final List<String> HEADER =
      List.of("this minute", "payments", "sum", "flagged", "cards");
  private static final String TOTALS =
      "SELECT currency, count, sum, flagged, cards, to_char(window_start, 'HH24:MI') AS minute"
          + " FROM newest_minute WHERE dimension = 'all' ORDER BY count DESC, currency";

  private final Results results;
  private final Probe probe;
  private final Commentary commentary;

  Dashboard(Results results, Probe probe, Commentary commentary) {
    this.results = results;
    this.probe = probe;
    this.commentary = commentary;
  }

  /** A total of a minute, in the currency's smallest unit. */
  record Total(String currency, long count, long sum, long flagged, long cards, String minute) {}

  /**
   * Shows them for so long, or until the condition holds if that is earlier.
   *
   * @return whether the condition holds
   */
  boolean showFor(Duration time, BooleanSupplier until) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      show();
      if (Waiting.until(PAUSE, until)) {
        return true;
      }
    }
    return false;
  }

  private void show() {
    var totals =
        results.rows(
            TOTALS,
            row ->
                new Total(
                    row.getString("currency"),
                    row.getLong("count"),
                    row.getLong("sum"),
                    row.getLong("flagged"),
                    row.getLong("cards"),
                    row.getString("minute")));
    long age = probe.ageOfNewest(results.probes(), System.currentTimeMillis());
    var fresh = "newest event visible: %,d ms old".formatted(age);
    var lines = new ArrayList<>(table(totals));
    lines.add(fresh);
    long count = totals.stream().mapToLong(Total::count).sum();
    commentary.draw(lines, "this minute: %,d payments; %s".formatted(count, fresh));
  }

  /** The busiest currencies, in as many lines whether there are few or many. */
  static List<String> table(List<Total> totals) {
    var rows = new ArrayList<List<String>>();
    totals.stream().limit(MOST_ROWS).forEach(it -> rows.add(row(it)));
    while (rows.size() < MOST_ROWS) {
      rows.add(List.of("", "", "", "", ""));
    }
    return TextTable.lines(HEADER, rows);
  }

  private static List<String> row(Total total) {
    int decimals = Currency.getInstance(total.currency()).getDefaultFractionDigits();
    return List.of(
        total.minute() + " " + total.currency(),
        "%,d".formatted(total.count()),
        "%,.{d}f"
            .replace("{d}", String.valueOf(decimals))
            .formatted(BigDecimal.valueOf(total.sum(), decimals)),
        "%,d".formatted(total.flagged()),
        "%,d".formatted(total.cards()));
  }
}
