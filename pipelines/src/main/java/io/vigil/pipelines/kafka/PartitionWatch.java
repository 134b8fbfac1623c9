package io.vigil.pipelines.kafka;

import java.util.Optional;

/**
 * Notices when a topic has got partitions that a running job does not read. KafkaIO fixes the
 * partitions when the job is submitted, so the records in new ones wait until somebody acts.
 */
public final class PartitionWatch {

  private final KafkaTopics topics;
  private final StartOffsets start;

  /**
   * @param topics of the cluster; stays the caller's to close
   * @param start what the job reads
   */
  public PartitionWatch(KafkaTopics topics, StartOffsets start) {
    this.topics = topics;
    this.start = start;
  }

  /**
   * Looks once; to be called every minute or so.
   *
   * @return one line that says what is not read, and what to do; empty if all is read
   * @throws io.vigil.pipelines.cli.Refusal if the cluster does not answer, or the topic is gone
   */
  public Optional<String> alarm() {
    int read = start.byPartition().size();
    int there = topics.partitions(start.topic());
    return there == read
        ? Optional.empty()
        : Optional.of(
            ("ALARM: topic '%s' has %d partitions, but this job reads %d: records in the others are"
                    + " not read; stop the job and start it anew with --startFrom=committed")
                .formatted(start.topic(), there, read));
  }
}
