package io.vigil.pipelines.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;

/** Payments by day and hour, as a table of shades: the darker, the more. */
final class HourTable {

  private static final int HOURS = 24;
  private static final int DARKEST = 6;

  private HourTable() {}

  /** Of each day that has payments a row. */
  static String of(SortedMap<Instant, Long> hours) {
    var days = new TreeMap<LocalDate, long[]>();
    hours.forEach(
        (hour, count) -> {
          var time = hour.atOffset(ZoneOffset.UTC);
          days.computeIfAbsent(time.toLocalDate(), it -> new long[HOURS])[time.getHour()] += count;
        });
    long most = hours.values().stream().mapToLong(it -> it).max().orElse(1);
    var html = new StringBuilder("<div class=\"wide\"><table class=\"hours\"><thead><tr><th></th>");
    for (int hour = 0; hour < HOURS; hour++) {
      html.append("<th>").append(hour).append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    days.forEach(
        (day, counts) -> {
          html.append("<tr><th>").append(day).append("</th>");
          for (long count : counts) {
            html.append("<td class=h").append(shade(count, most)).append('>');
            // The figures of one day can be read; those of a year would only be grey.
            html.append(days.size() <= 31 && count > 0 ? Words.count(count) : "").append("</td>");
          }
          html.append("</tr>\n");
        });
    return html.append("</tbody></table></div>\n").toString();
  }

  private static int shade(long count, long most) {
    return count == 0 ? 0 : (int) Math.max(1, Math.round((double) DARKEST * count / most));
  }
}
