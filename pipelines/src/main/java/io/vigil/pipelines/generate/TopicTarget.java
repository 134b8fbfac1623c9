package io.vigil.pipelines.generate;

import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaTopics;
import io.vigil.pipelines.kafka.OutputTopic;

/**
 * A topic to which records are sent, in the order of their arrival.
 *
 * @param partitions with how many to make the topic if it is not there; 0 if it must be there
 * @param perSecond how many are sent in a second; 0 for as many as possible
 * @param isLive whether each is sent when its time of arrival has come
 */
record TopicTarget(
    KafkaSettings settings, String topic, int partitions, long perSecond, boolean isLive) {

  /** Looks whether the topic is there, makes it if it may, and opens it. */
  EntrySink open() {
    try (var topics = KafkaTopics.connect(settings)) {
      if (partitions > 0) {
        topics.create(OutputTopic.log(topic, partitions));
      } else {
        topics.awaitLeaders(topic);
      }
    }
    return new TopicSink(this);
  }

  @Override
  public String toString() {
    return "topic " + topic + ", Kafka at " + settings.bootstrapServers();
  }
}
