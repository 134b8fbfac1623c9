package io.vigil.pipelines.monitor;

import io.vigil.pipelines.kafka.KafkaTopics;
import io.vigil.pipelines.kafka.TopicsSink;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresSink;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.pipelines.webhook.Webhook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that take tables, and who is told.
 *
 * @param topics as topics; null for none
 * @param postgres as tables of a database; null for none
 * @param webhook who is told of incidents; null for nobody
 */
record Servers(
    @Nullable TopicsSink topics, @Nullable PostgresConfig postgres, @Nullable Webhook webhook) {

  boolean areNone() {
    return topics == null && postgres == null;
  }

  /**
   * Checks that they can be reached and used, and changes nothing.
   *
   * @throws io.vigil.pipelines.cli.Refusal if not
   */
  void check() {
    if (topics != null) {
      KafkaTopics.connect(topics.settings()).close();
    }
    if (postgres != null) {
      PostgresTables.check(postgres);
    }
  }

  /**
   * What is dangerous about topics that are there already, a line each.
   *
   * @param partitions how many the input has
   */
  List<String> dangers(int partitions) {
    var dangers = new ArrayList<String>();
    if (topics != null) {
      try (var cluster = KafkaTopics.connect(topics.settings())) {
        for (var topic : topics.topics(partitions)) {
          cluster
              .find(topic.name())
              .filter(there -> there < partitions)
              .ifPresent(
                  there ->
                      dangers.add(
                          ("topic '%s' has %d partitions and the input %d: more keys would share a"
                                  + " partition than can be written as fast as they are read")
                              .formatted(topic.name(), there, partitions)));
        }
      }
    }
    return dangers;
  }

  /**
   * Makes the topics and tables that are not there.
   *
   * @param partitions how many a new topic has
   */
  void prepare(int partitions) {
    if (topics != null) {
      try (var cluster = KafkaTopics.connect(topics.settings())) {
        topics.topics(partitions).forEach(cluster::create);
      }
    }
    if (postgres != null) {
      PostgresTables.prepare(postgres);
    }
  }

  List<TableSink> sinks() {
    var sinks = new ArrayList<TableSink>();
    if (topics != null) {
      sinks.add(topics);
    }
    if (postgres != null) {
      sinks.add(new PostgresSink(postgres));
    }
    return sinks;
  }
}
