package io.vigil.transforms.signals;

/**
 * What is known of the transactions of a key and a bucket that have a signal. Immutable.
 *
 * @param count how many there are
 * @param cards their cards
 * @param times when the first of them happened
 * @param sample some of their ids
 */
public record SignalCount(long count, Distinct cards, Times times, Sample sample) {

  public static final SignalCount NONE =
      new SignalCount(0, Distinct.none(), Times.none(), Sample.none());

  /** One transaction. */
  public static SignalCount of(String transactionId, String cardId, long eventTime) {
    return new SignalCount(1, Distinct.of(cardId), Times.of(eventTime), Sample.of(transactionId));
  }

  /** At about how many times they happened: the others share theirs as the first ones do. */
  public long moments() {
    return count == 0 ? 0 : Math.round((double) times.distinctCount() * count / times.size());
  }

  /** The count of both, which must not overlap. */
  public SignalCount plus(SignalCount other) {
    return new SignalCount(
        count + other.count,
        cards.union(other.cards),
        times.plus(other.times),
        sample.union(other.sample));
  }
}
