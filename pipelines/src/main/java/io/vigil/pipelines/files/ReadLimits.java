package io.vigil.pipelines.files;

import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.json.RecordList;
import io.vigil.schemas.mapping.Mapping;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How files are cut into records.
 *
 * @param maxRecordBytes a longer record becomes a dead letter
 * @param csv how CSV is written
 * @param list where the records are within the objects of JSON; null if the objects are records
 */
public record ReadLimits(int maxRecordBytes, CsvDialect csv, @Nullable RecordList list)
    implements Serializable {

  /** Those for files whose objects are records, if they are JSON. */
  public ReadLimits(int maxRecordBytes, CsvDialect csv) {
    this(maxRecordBytes, csv, null);
  }

  /** As a mapping says; null stands for Vigil's own form. */
  public static ReadLimits of(int maxRecordBytes, @Nullable Mapping mapping) {
    return mapping == null
        ? new ReadLimits(maxRecordBytes, CsvDialect.DEFAULT)
        : new ReadLimits(maxRecordBytes, mapping.csv(), mapping.list());
  }
}
