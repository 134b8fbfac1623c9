package io.vigil.transforms.spikes;

import java.util.Random;

/** Draws counts from a known distribution, without the code under test. */
final class Counts {

  /** Cumulative probabilities of 0, 1, 2 … */
  private final double[] upTo;

  private Counts(double[] upTo) {
    this.upTo = upTo;
  }

  /** With dispersion 0 it is Poisson. */
  static Counts negativeBinomial(double mean, double dispersion) {
    int most = (int) (100 + mean * (20 + 40 * dispersion));
    double[] upTo = new double[most];
    double probability =
        dispersion == 0 ? Math.exp(-mean) : Math.exp(-Math.log1p(mean * dispersion) / dispersion);
    double sum = 0;
    for (int count = 0; count < most; count++) {
      sum += probability;
      upTo[count] = sum;
      probability *= mean * (1 + count * dispersion) / (1 + mean * dispersion) / (count + 1);
    }
    return new Counts(upTo);
  }

  long draw(Random random) {
    double point = random.nextDouble();
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (upTo[middle] > point) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  double tail(long count) {
    return count == 0 ? 1 : 1 - upTo[(int) Math.min(count - 1, upTo.length - 1)];
  }

  /** A baseline that saw days of such counts. */
  Baseline feed(SpikeSettings settings, long start, int days, long seed) {
    var random = new Random(seed);
    var baseline = Baseline.starting(settings, start);
    long end = start + days * SpikeSettings.DAY;
    for (long bucket = start; bucket < end; bucket += settings.bucket().toMillis()) {
      baseline = baseline.closed(bucket, draw(random));
    }
    return baseline;
  }
}
