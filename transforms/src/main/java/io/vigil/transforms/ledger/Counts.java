package io.vigil.transforms.ledger;

import io.vigil.schemas.LedgerEntry;

/** How many records of a block were read and where they ended. Immutable. */
public record Counts(
    long read, long accepted, long duplicates, long deadLetters, long late, long skipped) {

  /** So many records of one outcome. */
  public static Counts of(Outcome outcome, long records) {
    return switch (outcome) {
      case READ -> new Counts(records, 0, 0, 0, 0, 0);
      case ACCEPTED -> new Counts(0, records, 0, 0, 0, 0);
      case DUPLICATE -> new Counts(0, 0, records, 0, 0, 0);
      case DEAD_LETTER -> new Counts(0, 0, 0, records, 0, 0);
      case LATE -> new Counts(0, 0, 0, 0, records, 0);
      case SKIPPED -> new Counts(0, 0, 0, 0, 0, records);
    };
  }

  public Counts plus(Counts other) {
    return new Counts(
        read + other.read,
        accepted + other.accepted,
        duplicates + other.duplicates,
        deadLetters + other.deadLetters,
        late + other.late,
        skipped + other.skipped);
  }

  /** Whether every record that was read ended in exactly one place. */
  public boolean isBalanced() {
    return read == accepted + duplicates + deadLetters + late + skipped;
  }

  /** The ledger's entry for the block. */
  public LedgerEntry entryFor(Block block, long generation) {
    return new LedgerEntry(
        block.source(),
        block.partition(),
        block.start(),
        block.end(),
        read,
        accepted,
        duplicates,
        deadLetters,
        late,
        skipped,
        generation);
  }
}
