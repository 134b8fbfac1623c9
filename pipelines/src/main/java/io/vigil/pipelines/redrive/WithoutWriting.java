package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.util.function.Predicate;

/** Takes whatever comes, and puts it nowhere: for a run that only shows what would be. */
record WithoutWriting(Predicate<SourcePosition> isThere) implements GoodRecords, Returns {

  @Override
  public boolean has(SourcePosition position) {
    return isThere.test(position);
  }

  @Override
  public void add(DeadLetter letter, Transaction mended) {}

  @Override
  public void add(DeadLetter raised) {}

  @Override
  public void commit() {}

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
