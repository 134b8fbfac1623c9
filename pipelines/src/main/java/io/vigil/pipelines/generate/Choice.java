package io.vigil.pipelines.generate;

/**
 * A choice among things of different weight, in constant time whatever their number: Walker's alias
 * method, as Vose builds it.
 */
final class Choice {

  private final double[] share;
  private final int[] alias;

  private Choice(double[] weights) {
    int size = weights.length;
    // Not with a stream: how that adds up is the JDK's affair, and must not change what is chosen.
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    share = new double[size];
    alias = new int[size];
    var stack = new int[size];
    int small = 0;
    int large = size;
    for (int i = 0; i < size; i++) {
      share[i] = weights[i] * size / total;
      alias[i] = i;
      if (share[i] < 1) {
        stack[small++] = i;
      } else {
        stack[--large] = i;
      }
    }
    while (small > 0 && large < size) {
      int poor = stack[--small];
      int rich = stack[large];
      alias[poor] = rich;
      share[rich] -= 1 - share[poor];
      if (share[rich] < 1) {
        large++;
        stack[small++] = rich;
      }
    }
    // What is left has the share 1, but for rounding.
    while (small > 0) {
      share[stack[--small]] = 1;
    }
  }

  static Choice of(double... weights) {
    return new Choice(weights);
  }

  /** The weights of Zipf's law: of the thing of rank k, counted from 1, {@code 1 / k^exponent}. */
  static double[] zipf(int size, double exponent) {
    var weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = StrictMath.pow(i + 1.0, -exponent);
    }
    return weights;
  }

  int next(Dice dice) {
    int column = dice.below(share.length);
    return dice.fraction() < share[column] ? column : alias[column];
  }
}
