package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;

/** The place where good records go. It takes the record of each position once, in any run. */
interface GoodRecords extends AutoCloseable {

  /** Whether the record that was read there is in place already. */
  boolean has(SourcePosition position);

  /** Takes a record; it may be in place only after {@link #finish}. */
  void add(DeadLetter letter, Transaction mended);

  /** Puts in place what there is, if it is enough to be worth it. */
  void commit();

  /** Returns when all records are in place. */
  void finish();

  @Override
  void close();
}
