package io.vigil.transforms.ledger;

import io.vigil.schemas.SourcePosition;

/**
 * A block of neighbouring positions of one source, of which the ledger keeps one entry.
 *
 * @param start the block's first position
 */
public record Block(String source, int partition, long start) {

  /** How many positions a block has. */
  public static final long SIZE = 65_536;

  /** The block that the position lies in. Files count from 1, so their first block begins there. */
  public static Block of(SourcePosition position) {
    long first = firstOf(position.partition());
    long offset = position.offset() - first;
    return new Block(
        position.source(), position.partition(), first + offset - Math.floorMod(offset, SIZE));
  }

  /** The block of the same source that starts there. */
  public Block at(long otherStart) {
    return new Block(source, partition, otherStart);
  }

  /** The first block of the same source. */
  public Block first() {
    return at(firstOf(partition));
  }

  private static long firstOf(int partition) {
    return partition == SourcePosition.NO_PARTITION ? 1 : 0;
  }

  /** The first position after the block. */
  public long end() {
    return start + SIZE;
  }
}
