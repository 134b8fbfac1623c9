package io.vigil.schemas;

import java.io.IOException;

/** Writes transactions to a file of lines, among which other lines may stand. */
public interface TextTransactionWriter extends TransactionWriter {

  /**
   * Writes a line as it is, whatever it is: for files that show a reader what bad records are.
   *
   * @param line without its end
   */
  void writeLine(byte[] line) throws IOException;
}
