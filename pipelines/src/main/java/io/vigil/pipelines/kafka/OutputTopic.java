package io.vigil.pipelines.kafka;

import org.jspecify.annotations.Nullable;

/**
 * A topic for results.
 *
 * @param isCompacted whether the newest row of each key is kept for ever, which makes the topic a
 *     table; otherwise rows are kept as long as the cluster keeps records by default
 * @param partitions how many to make
 * @param replication how many brokers hold each; null for three, or all if there are fewer
 */
public record OutputTopic(
    String name, boolean isCompacted, int partitions, @Nullable Short replication) {

  /** A topic of which the newest row of each key stays. */
  public static OutputTopic table(String name, int partitions) {
    return new OutputTopic(name, true, partitions, null);
  }

  /** A topic that forgets its rows when the cluster's time for them is over. */
  public static OutputTopic log(String name, int partitions) {
    return new OutputTopic(name, false, partitions, null);
  }
}
