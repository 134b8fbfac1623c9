package io.vigil.schemas;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes transactions to one file in a canonical form, from which the same transactions are read.
 * Only their source positions differ then, which are the file's own.
 */
public interface TransactionWriter extends Closeable {
  void write(Transaction transaction) throws IOException;
}
