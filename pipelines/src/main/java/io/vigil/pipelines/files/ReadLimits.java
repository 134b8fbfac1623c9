package io.vigil.pipelines.files;

import io.vigil.schemas.csv.CsvDialect;
import java.io.Serializable;

/**
 * How files are cut into records.
 *
 * @param maxRecordBytes a longer record becomes a dead letter
 * @param csv how CSV is written
 */
public record ReadLimits(int maxRecordBytes, CsvDialect csv) implements Serializable {}
