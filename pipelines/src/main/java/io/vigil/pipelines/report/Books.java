package io.vigil.pipelines.report;

import io.vigil.schemas.LedgerEntry;

/** What became of the records, by the ledger. */
public record Books(
    long read,
    long accepted,
    long duplicates,
    long deadLetters,
    long late,
    long skipped,
    boolean isBalanced) {

  static final Books EMPTY = new Books(0, 0, 0, 0, 0, 0, true);

  static Books of(LedgerEntry entry) {
    return new Books(
        entry.read(),
        entry.accepted(),
        entry.duplicates(),
        entry.deadLetters(),
        entry.late(),
        entry.skipped(),
        entry.isBalanced());
  }

  Books plus(Books other) {
    return new Books(
        read + other.read,
        accepted + other.accepted,
        duplicates + other.duplicates,
        deadLetters + other.deadLetters,
        late + other.late,
        skipped + other.skipped,
        isBalanced && other.isBalanced);
  }
}
