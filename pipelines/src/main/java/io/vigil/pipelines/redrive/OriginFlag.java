package io.vigil.pipelines.redrive;

import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.tables.Table;
import org.jspecify.annotations.Nullable;

/** Understands where rows come from: {@code GLOB}, {@code topic:NAME} or {@code table}. */
record OriginFlag(String flag, String text) {

  private static final String TOPIC = "topic:";
  private static final String TABLE = "table";

  boolean isTable() {
    return text.equals(TABLE);
  }

  boolean isFiles() {
    return !isTable() && topic() == null;
  }

  /** The name of the topic; null if it is none. */
  @Nullable String topic() {
    return text.startsWith(TOPIC) ? text.substring(TOPIC.length()) : null;
  }

  /**
   * Looks for them.
   *
   * @throws IllegalArgumentException if another flag is missing
   * @throws io.vigil.pipelines.cli.Refusal if they are not there
   */
  <T> Origin<T> resolve(Table<T> table, KafkaFlags kafka, @Nullable PostgresConfig postgres) {
    var topic = topic();
    if (topic != null) {
      return TopicOrigin.of(kafka.settings(), topic, table.type());
    }
    if (isTable()) {
      if (postgres == null) {
        throw new IllegalArgumentException(flag + "=table needs --jdbcUrl");
      }
      return new TableOrigin<>(table, postgres);
    }
    return FilesOrigin.matching(flag, text, table.type());
  }
}
