package io.vigil.schemas.fields;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of a transaction in a raw record. May keep buffers between records, so each
 * thread needs its own.
 */
public interface FieldReader {

  /** Reads the record's fields into the builder, which has been cleared; or says why it cannot. */
  void read(RawRecord record, TransactionBuilder into) throws Rejection;

  /**
   * Why no record of that schema can become a transaction: columns that are missing or of a wrong
   * type, a line each; empty if there is no reason. Lets a whole file be refused before a run.
   */
  List<String> problems(Encoding encoding, @Nullable String schema);
}
