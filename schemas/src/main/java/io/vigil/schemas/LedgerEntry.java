package io.vigil.schemas;

/**
 * What became of the records of one block of positions of a source. All records are counted twice,
 * independently: where they are read, and where they end.
 *
 * @param source the file's path, or the topic
 * @param partition the topic's partition, or {@link SourcePosition#NO_PARTITION}
 * @param blockStart the first position of the block
 * @param blockEnd the first position after the block
 * @param read counted at the source
 * @param accepted counted where they are accepted, as are the others
 * @param generation as in {@link Total}
 */
public record LedgerEntry(
    String source,
    int partition,
    long blockStart,
    long blockEnd,
    long read,
    long accepted,
    long duplicates,
    long deadLetters,
    long late,
    long skipped,
    long generation) {

  /** Whether every record that was read ended in exactly one place. */
  public boolean isBalanced() {
    return open() == 0;
  }

  /** How many records are on their way, or lost; below zero, how many were counted twice. */
  public long open() {
    return read - accepted - duplicates - deadLetters - late - skipped;
  }
}
