package io.vigil.pipelines.generate;

import java.util.EnumMap;
import java.util.Map;

/** How much of something an attack has, from so much to so much, for each {@link Subtlety}. */
final class Dose {

  private record Range(int from, int to) {}

  private final Map<Subtlety, Range> ranges = new EnumMap<>(Subtlety.class);

  private Dose() {}

  /** A dose whose ranges are still to be named. */
  static Dose blatant(int from, int to) {
    return new Dose().with(Subtlety.BLATANT, from, to);
  }

  Dose clear(int from, int to) {
    return with(Subtlety.CLEAR, from, to);
  }

  Dose subtle(int from, int to) {
    return with(Subtlety.SUBTLE, from, to);
  }

  Dose faint(int from, int to) {
    return with(Subtlety.FAINT, from, to);
  }

  int draw(Subtlety subtlety, Dice dice) {
    var range = ranges.get(subtlety);
    if (range == null) {
      throw new IllegalStateException("no dose for " + subtlety);
    }
    return dice.between(range.from, range.to);
  }

  private Dose with(Subtlety subtlety, int from, int to) {
    ranges.put(subtlety, new Range(from, to));
    return this;
  }
}
