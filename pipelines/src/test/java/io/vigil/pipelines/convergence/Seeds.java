package io.vigil.pipelines.convergence;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.LongStream;

/**
 * Which courses of events a run tries. Every day they are others, so that in time many are tried;
 * the name of each test says its seed, and {@code -Dvigil.baseSeed=N} brings those of a day back. A
 * run tries a quarter of them, and all with {@code -Dvigil.seeds=all}.
 */
final class Seeds {

  private static final long BASE =
      Long.getLong("vigil.baseSeed", LocalDate.now(ZoneOffset.UTC).toEpochDay() * 10_000);
  private static final int SHARE = System.getProperty("vigil.seeds", "").equals("all") ? 1 : 4;

  static {
    System.out.println("Seeds of today: -Dvigil.baseSeed=" + BASE);
  }

  private Seeds() {}

  /**
   * @param first the first one, which no other group of tests may reach
   * @param count how many there are if all are tried
   */
  static LongStream of(int first, int count) {
    return LongStream.range(0, (count + SHARE - 1) / SHARE).map(number -> BASE + first + number);
  }
}
