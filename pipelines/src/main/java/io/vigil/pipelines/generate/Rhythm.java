package io.vigil.pipelines.generate;

/**
 * How payments are spread over the hours of a day and the days of a week, in UTC. The rate changes
 * every quarter of an hour.
 */
final class Rhythm {

  static final long DAY = 86_400_000;
  static final long QUARTER = DAY / 96;

  /** Payments in each hour of a day. */
  private static final double[] HOURS = {
    22, 14, 10, 8, 9, 14, 26, 45, 62, 70, 76, 84, 96, 92, 82, 80, 86, 98, 100, 92, 78, 62, 46, 32
  };

  /** Payments on each day of a week, from Monday on. */
  private static final double[] WEEKDAYS = {0.92, 0.92, 0.95, 1.0, 1.18, 1.2, 0.83};

  private static final int THURSDAY = 3; // 1970-01-01
  private static final int NO_DAY = -1;

  private final long start;
  private final long step;

  /** Which part of all payments falls before each step of time, and before the end. */
  private final double[] before;

  private int quarter;

  /** The rhythm of so many days from a time on. */
  Rhythm(long start, int days) {
    this(start, days, NO_DAY);
  }

  /**
   * The same with one day that has twice its traffic.
   *
   * @param busyDay counted from 0, in days of 24 hours from the start on
   */
  Rhythm(long start, int days, int busyDay) {
    this.start = start;
    step = QUARTER;
    before = new double[days * 96 + 1];
    for (int i = 1; i < before.length; i++) {
      double rate = rate(start + (i - 1) * QUARTER);
      before[i] = before[i - 1] + ((i - 1) / 96 == busyDay ? 2 * rate : rate);
    }
    double total = before[before.length - 1];
    for (int i = 0; i < before.length; i++) {
      before[i] /= total;
    }
  }

  private Rhythm(long start, long step, double[] before) {
    this.start = start;
    this.step = step;
    this.before = before;
  }

  /** No rhythm: the same rate for so many milliseconds. */
  static Rhythm even(long start, long millis) {
    return new Rhythm(start, millis, new double[] {0, 1});
  }

  /** How many payments there are at a time, compared with others. */
  static double rate(long epochMillis) {
    int quarterOfDay = (int) (Math.floorMod(epochMillis, DAY) / QUARTER);
    int hour = quarterOfDay / 4;
    double part = quarterOfDay % 4 / 4.0;
    double ofDay = HOURS[hour] * (1 - part) + HOURS[(hour + 1) % HOURS.length] * part;
    return ofDay * WEEKDAYS[(int) Math.floorMod(Math.floorDiv(epochMillis, DAY) + THURSDAY, 7L)];
  }

  /**
   * The time before which that part of all payments falls. Faster if it is asked for in ascending
   * order.
   *
   * @param part from 0 to 1, without 1
   */
  long timeAt(double part) {
    if (part < before[quarter]) {
      quarter = 0;
    }
    while (quarter < before.length - 2 && part >= before[quarter + 1]) {
      quarter++;
    }
    double within = (part - before[quarter]) / (before[quarter + 1] - before[quarter]);
    return start + quarter * step + (long) (Math.min(within, 0x1.fffffp-1) * step);
  }
}
