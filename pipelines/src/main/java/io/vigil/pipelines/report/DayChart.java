package io.vigil.pipelines.report;

import io.vigil.pipelines.pages.Html;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SortedMap;

/** A picture of payments by day: a bar for each, its declined part dark. */
final class DayChart {

  private static final int WIDTH = 900;
  private static final int LEFT = 60;
  private static final int TOP = 10;
  private static final int HEIGHT = 140;
  private static final int FOOT = 20;
  private static final int MOST_LABELS = 6;

  private final StringBuilder svg = new StringBuilder();
  private final SortedMap<LocalDate, Counted> days;
  private final long span;
  private final long most;

  private DayChart(SortedMap<LocalDate, Counted> days) {
    this.days = days;
    this.span = place(days.lastKey()) + 1;
    this.most = days.values().stream().mapToLong(Counted::count).max().orElse(1);
  }

  /** Draws it; there must be a day. */
  static String of(SortedMap<LocalDate, Counted> days) {
    return new DayChart(days).draw();
  }

  private String draw() {
    int bottom = TOP + HEIGHT;
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"payments by day\" xmlns=\"http://www.w3.org/2000/svg\">"
            .formatted(WIDTH, bottom + FOOT));
    svg.append("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>".formatted(LEFT, TOP, bottom, WIDTH));
    label("end", LEFT - 4, TOP + 8, Words.count(most));
    label("end", LEFT - 4, bottom, "0");
    double width = Math.max(0.6, 0.82 * (WIDTH - LEFT) / span);
    days.forEach(
        (day, counted) -> {
          double declined = HEIGHT * (double) counted.declined() / most;
          double all = HEIGHT * (double) counted.count() / most;
          bar("approved", x(place(day)), bottom - all, width, all - declined);
          bar("declined", x(place(day)), bottom - declined, width, declined);
        });
    long step = Math.max(1, (span + MOST_LABELS - 1) / MOST_LABELS);
    for (long at = 0; at < span; at += step) {
      label("", x(at), bottom + 14, days.firstKey().plusDays(at).toString());
    }
    return svg.append("</svg>").toString();
  }

  private long place(LocalDate day) {
    return ChronoUnit.DAYS.between(days.firstKey(), day);
  }

  private double x(long place) {
    return LEFT + (double) (WIDTH - LEFT) * place / span;
  }

  private void bar(String style, double x, double y, double width, double height) {
    if (height > 0) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
              style,
              x,
              y,
              width,
              height));
    }
  }

  private void label(String style, double x, double y, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            style,
            x,
            y,
            Html.escaped(text)));
  }
}
