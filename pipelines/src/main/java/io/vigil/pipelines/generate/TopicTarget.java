package io.vigil.pipelines.generate;

import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaTopics;

/**
 * A topic to which records are sent, in the order of their arrival.
 *
 * @param perSecond how many are sent in a second; 0 for as many as possible
 * @param isLive whether each is sent when its time of arrival has come
 */
record TopicTarget(KafkaSettings settings, String topic, long perSecond, boolean isLive) {

  /** Looks whether the topic is there, and opens it. */
  EntrySink open() {
    try (var topics = KafkaTopics.connect(settings)) {
      topics.partitions(topic);
    }
    return new TopicSink(this);
  }

  @Override
  public String toString() {
    return "topic " + topic + ", Kafka at " + settings.bootstrapServers();
  }
}
