package io.vigil.pipelines.postgres;

/**
 * What became of the records of a recomputation.
 *
 * @param read all that were read in the range
 * @param accepted those that the totals count
 * @param duplicates those that were there already
 * @param deadLetters those that were set aside
 */
public record RecordCounts(long read, long accepted, long duplicates, long deadLetters) {}
