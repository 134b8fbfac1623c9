package io.vigil.schemas;

import java.util.Comparator;

/**
 * Where a record was read: a record number in a file, or an offset in a partition of a topic.
 *
 * @param source the file's path, or the topic
 * @param partition the topic's partition, or {@link #NO_PARTITION} for a file
 * @param offset the record's number in the file, counted from 1 without header and blank lines,
 *     {@link #WHOLE_FILE} for the file itself; or the offset in the partition
 */
public record SourcePosition(String source, int partition, long offset)
    implements Comparable<SourcePosition> {

  /** The partition of a record that was read from a file. */
  public static final int NO_PARTITION = -1;

  /** In place of a record's number: the file as a whole. */
  public static final long WHOLE_FILE = 0;

  private static final Comparator<SourcePosition> ORDER =
      Comparator.comparing(SourcePosition::source)
          .thenComparingInt(SourcePosition::partition)
          .thenComparingLong(SourcePosition::offset);

  public static SourcePosition inFile(String path, long record) {
    return new SourcePosition(path, NO_PARTITION, record);
  }

  public static SourcePosition inTopic(String topic, int partition, long offset) {
    return new SourcePosition(topic, partition, offset);
  }

  @Override
  public int compareTo(SourcePosition other) {
    return ORDER.compare(this, other);
  }

  /** {@code path:record} or {@code topic-partition@offset}. */
  @Override
  public String toString() {
    return partition == NO_PARTITION
        ? source + ":" + offset
        : source + "-" + partition + "@" + offset;
  }
}
