package io.vigil.schemas.mapping;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.fields.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the columns of a row out of the records of one encoding. */
interface RowReader {

  /** Sets the row's columns that the record has. */
  void read(RawRecord record, Row into) throws Rejection;

  /** The names of a schema's columns; null if any column may come. */
  @Nullable List<String> columns(@Nullable String schema) throws Rejection;
}
