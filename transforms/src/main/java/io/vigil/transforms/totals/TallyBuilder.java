package io.vigil.transforms.totals;

import io.vigil.schemas.Transaction;

/** Adds up transactions of one key, one by one, and belongs to one thread. */
public final class TallyBuilder {

  private long count;
  private long declined;
  private long flagged;
  private long sumHigh;
  private long sumLow;
  private long largest = Long.MIN_VALUE;
  private final CardSketch.Builder cards = new CardSketch.Builder();

  public void add(Transaction transaction) {
    long amount = transaction.amount();
    count++;
    if (transaction.isDeclined()) {
      declined++;
    }
    long low = sumLow + amount;
    sumHigh += (amount >> 63) + Tally.carry(sumLow, low);
    sumLow = low;
    largest = Math.max(largest, amount);
    cards.add(transaction.cardId());
  }

  /** Counts a transaction as flagged, whether it was added here or elsewhere. */
  public void addFlagged() {
    flagged++;
  }

  public Tally build() {
    return new Tally(count, declined, flagged, sumHigh, sumLow, largest, cards.build());
  }
}
