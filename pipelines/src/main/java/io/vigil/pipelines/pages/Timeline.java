package io.vigil.pipelines.pages;

import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A picture of one incident over time: above how many payments there were, if that is known; below
 * what was counted, expected and needed for a spike; and across both the alarms. Times are in UTC.
 */
public final class Timeline {

  /**
   * The payments that belong to an incident.
   *
   * @param name what they are
   * @param start in milliseconds since the epoch
   * @param end the same
   * @param payments whether they were approved or declined, by their times
   */
  public record Payments(String name, long start, long end, List<Payment> payments) {}

  /** One of them. */
  public record Payment(long time, boolean isDeclined) {}

  private static final int WIDTH = 900;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 34;
  private static final int PANEL = 90;
  private static final int GAP = 26;
  private static final int MOST_BARS = 90;
  private static final int MOST_SERIES = 3;
  private static final long[] STEPS = {10_000, 60_000, 300_000, 900_000, 3_600_000, 14_400_000};
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StringBuilder svg = new StringBuilder();
  private final List<Incident> alarms;
  private final List<Spike> spikes;
  private final @Nullable Payments payments;
  private final long from;
  private final long to;

  private Timeline(@Nullable Payments payments, List<Incident> alarms, List<Spike> spikes) {
    this.payments = payments;
    this.alarms = alarms;
    this.spikes = spikes;
    var times = new ArrayList<Long>();
    if (payments != null) {
      times.add(payments.start());
      times.add(payments.end());
    }
    for (var alarm : alarms) {
      times.add(alarm.alarmedAt());
      times.add(alarm.incidentStart());
      times.add(alarm.incidentEnd());
    }
    for (var spike : spikes) {
      times.add(spike.bucketStart());
      times.add(spike.bucketEnd());
    }
    long first = times.stream().mapToLong(it -> it).min().orElse(0);
    long last = times.stream().mapToLong(it -> it).max().orElse(0);
    long margin = Math.max(30_000, (last - first) / 20);
    from = first - margin;
    to = last + margin;
  }

  /**
   * Draws it.
   *
   * @param payments null if they are not known
   * @param alarms that were told of it
   * @param spikes of these alarms
   * @return an SVG element
   */
  public static String of(@Nullable Payments payments, List<Incident> alarms, List<Spike> spikes) {
    return new Timeline(payments, alarms, spikes).draw();
  }

  private String draw() {
    int panels = (payments == null ? 0 : 1) + (spikes.isEmpty() ? 0 : 1);
    int height = TOP + Math.max(1, panels) * (PANEL + GAP);
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">"
            .formatted(WIDTH, height));
    int bottom = TOP;
    if (payments != null) {
      bottom += PANEL;
      bars(payments, bottom);
      bottom += GAP;
    }
    if (!spikes.isEmpty()) {
      bottom += PANEL;
      series(bottom);
    }
    clock(height);
    alarms(height - GAP);
    return svg.append("</svg>").toString();
  }

  private void bars(Payments of, int bottom) {
    long step = step();
    var approved = new TreeMap<Long, Integer>();
    var declined = new TreeMap<Long, Integer>();
    for (var payment : of.payments()) {
      (payment.isDeclined() ? declined : approved)
          .merge(Math.floorDiv(payment.time(), step) * step, 1, Integer::sum);
    }
    int most = 1;
    for (var it : of.payments()) {
      long bucket = Math.floorDiv(it.time(), step) * step;
      most = Math.max(most, approved.getOrDefault(bucket, 0) + declined.getOrDefault(bucket, 0));
    }
    axis(bottom, most, of.name() + " per " + seconds(step));
    double width = Math.max(1, x(from + step) - x(from) - 0.5);
    for (var bucket : approved.entrySet()) {
      bar("approved", bucket.getKey(), 0, bucket.getValue(), most, bottom, width);
    }
    for (var bucket : declined.entrySet()) {
      int below = approved.getOrDefault(bucket.getKey(), 0);
      bar("declined", bucket.getKey(), below, bucket.getValue(), most, bottom, width);
    }
  }

  private void bar(
      String style, long bucket, int below, int count, int most, int bottom, double width) {
    double high = (double) PANEL * count / most;
    double y = bottom - (double) PANEL * below / most - high;
    svg.append(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
            .formatted(
                style, number(Math.max(LEFT, x(bucket))), number(y), number(width), number(high)));
  }

  /** The signals with the most spikes; of a bucket the one that says most. */
  private void series(int bottom) {
    var byName =
        spikes.stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.signal() + " in " + seconds(it.spanSeconds() * 1000),
                    TreeMap::new,
                    Collectors.toList()));
    var shown =
        byName.entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                        (Map.Entry<String, List<Spike>> it) -> -it.getValue().size())
                    .thenComparing(Map.Entry::getKey))
            .limit(MOST_SERIES)
            .toList();
    double most =
        shown.stream()
            .flatMap(it -> it.getValue().stream())
            .mapToDouble(it -> Math.max(it.flagged(), it.threshold()))
            .max()
            .orElse(1);
    axis(bottom, (int) Math.ceil(most), "counted");
    var names = shown.stream().map(Map.Entry::getKey).collect(Collectors.joining(" · "));
    svg.append(
        "<text class=\"note\" x=\"%d\" y=\"%d\">%s</text>"
            .formatted(LEFT + 6, bottom - PANEL - 4, Html.escaped(names)));
    for (var it : shown) {
      var inOrder = strongest(it.getValue());
      line("expected", sinceItsSpan(inOrder, Spike::expected), most, bottom);
      line("threshold", sinceItsSpan(inOrder, Spike::threshold), most, bottom);
      line("observed", points(inOrder, Spike::flagged), most, bottom);
      for (var spike : inOrder) {
        svg.append(
            "<circle cx=\"%s\" cy=\"%s\" r=\"1.8\"/>"
                .formatted(
                    number(x(spike.bucketEnd())), number(height(spike.flagged(), most, bottom))));
      }
    }
  }

  /** Of several keys' spikes at one time the least probable, in the order of their times. */
  private static List<Spike> strongest(List<Spike> spikes) {
    var strongest = new TreeMap<Long, Spike>();
    var order = Comparator.comparingDouble(Spike::probability).thenComparing(Spike::spikeId);
    for (var it : spikes) {
      strongest.merge(it.bucketEnd(), it, BinaryOperator.minBy(order));
    }
    return List.copyOf(strongest.values());
  }

  private record Point(long time, double figure) {}

  private static List<Point> points(List<Spike> spikes, ToDoubleFunction<Spike> figure) {
    return spikes.stream()
        .map(it -> new Point(it.bucketEnd(), figure.applyAsDouble(it)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** One spike is a point, but what was to be expected holds for its whole span. */
  private List<Point> sinceItsSpan(List<Spike> spikes, ToDoubleFunction<Spike> figure) {
    var first = spikes.get(0);
    long start = Math.max(from, first.bucketEnd() - 1000 * first.spanSeconds());
    var points = points(spikes, figure);
    points.add(0, new Point(start, figure.applyAsDouble(first)));
    return points;
  }

  private void line(String style, List<Point> points, double most, int bottom) {
    var places =
        points.stream()
            .map(it -> number(x(it.time())) + "," + number(height(it.figure(), most, bottom)))
            .collect(Collectors.joining(" "));
    svg.append("<polyline class=\"%s\" points=\"%s\"/>".formatted(style, places));
  }

  private static double height(double figure, double most, int bottom) {
    return bottom - PANEL * figure / Math.max(1, most);
  }

  private void axis(int bottom, int most, String name) {
    svg.append(
        "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>"
            .formatted(LEFT, bottom - PANEL, bottom, WIDTH - RIGHT));
    svg.append(
        "<text class=\"end\" x=\"%d\" y=\"%d\">%d</text><text class=\"end\" x=\"%d\" y=\"%d\">0</text>"
            .formatted(LEFT - 4, bottom - PANEL + 8, most, LEFT - 4, bottom));
    svg.append(
        "<text transform=\"translate(12 %d) rotate(-90)\">%s</text>"
            .formatted(bottom - 6, Html.escaped(name)));
  }

  private void clock(int height) {
    for (int i = 0; i <= 4; i++) {
      long time = from + (to - from) * i / 4;
      svg.append(
          "<text class=\"%s\" x=\"%s\" y=\"%d\">%s</text>"
              .formatted(
                  i == 0 ? "" : i == 4 ? "end" : "middle",
                  number(x(time)),
                  height - 8,
                  CLOCK.format(Instant.ofEpochMilli(time))));
    }
  }

  private void alarms(int bottom) {
    for (var alarm : alarms) {
      var x = number(x(alarm.alarmedAt()));
      var name = alarm.kind().name().toLowerCase(Locale.ROOT);
      svg.append(
          "<path class=\"%s\" d=\"M%s %dV%d\"/><text class=\"note\" x=\"%s\" y=\"10\">%s</text>"
              .formatted(
                  alarm.isFraud() ? "alarm" : "benign",
                  x,
                  TOP - 22,
                  bottom,
                  x,
                  Html.escaped(name)));
    }
  }

  private long step() {
    for (long step : STEPS) {
      if ((to - from) / step <= MOST_BARS) {
        return step;
      }
    }
    return STEPS[STEPS.length - 1];
  }

  private double x(long time) {
    return LEFT + (double) (WIDTH - LEFT - RIGHT) * (time - from) / (to - from);
  }

  private static String seconds(long millis) {
    long seconds = millis / 1000;
    return seconds % 3600 == 0
        ? seconds / 3600 + " h"
        : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
