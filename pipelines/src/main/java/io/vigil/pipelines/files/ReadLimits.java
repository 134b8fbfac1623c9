package io.vigil.pipelines.files;

import java.io.Serializable;

/**
 * How files are cut into records.
 *
 * @param maxRecordBytes a longer record becomes a dead letter
 * @param delimiter between the fields of a CSV file
 */
public record ReadLimits(int maxRecordBytes, char delimiter) implements Serializable {}
