package io.vigil.pipelines.archive;

import java.io.Serializable;

/**
 * Which records of one source a file holds.
 *
 * @param source the path of a file or the topic
 * @param partition of the topic; {@link io.vigil.schemas.SourcePosition#NO_PARTITION} for a file
 * @param sequence the highest number that a file of these records' key has had; numbers are not
 *     given twice, even when files are compacted
 * @param ranges their numbers in the file, or offsets in the partition
 */
public record ArchivedPositions(String source, int partition, int sequence, OffsetRanges ranges)
    implements Serializable {}
