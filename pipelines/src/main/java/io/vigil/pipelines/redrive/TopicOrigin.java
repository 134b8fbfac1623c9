package io.vigil.pipelines.redrive;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.schemas.avro.JsonRowReader;
import io.vigil.schemas.avro.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A topic to which monitor writes one of its tables, as far as it goes now. */
record TopicOrigin<T>(String topic, TopicLog log, RecordType<T> type) implements Origin<T> {

  static <T> TopicOrigin<T> of(KafkaSettings settings, String topic, RecordType<T> type) {
    var log = TopicLog.of(settings.ofCommitted(), topic, new StartFrom.Earliest());
    return new TopicOrigin<>(topic, log, type);
  }

  @Override
  public void forEach(Consumer<T> action) {
    log.forEach(
        record -> {
          if (record.value() != null) {
            action.accept(decoded(record));
          }
        });
  }

  private T decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      var row = new String(record.value(), StandardCharsets.UTF_8);
      return type.fromAvro(JsonRowReader.read(type.schema(), row));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "%s-%d@%d: no row of %s: %s"
              .formatted(
                  topic,
                  record.partition(),
                  record.offset(),
                  type.schema().getName(),
                  e.getMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return "topic " + log.end() + " (end)";
  }
}
