package io.vigil.pipelines.redrive;

import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.TopicTransactions;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordTypes;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes a dead letter to the topic it came from, where it counts instead of the one before it. */
final class ReturnToTopic implements Returns {

  private final TopicTransactions transactions;
  private final String topic;
  private final boolean isOwner;

  private ReturnToTopic(TopicTransactions transactions, String topic, boolean isOwner) {
    this.transactions = transactions;
    this.topic = topic;
    this.isOwner = isOwner;
  }

  /** In the same transactions as the mended ones. */
  static ReturnToTopic with(IntoTopic mended, String topic) {
    return new ReturnToTopic(mended.transactions(), topic, false);
  }

  static ReturnToTopic open(KafkaSettings settings, String topic) {
    return new ReturnToTopic(
        TopicTransactions.open(settings, "vigil-redrive-" + topic), topic, true);
  }

  @Override
  public void add(DeadLetter raised) {
    var row = RecordTypes.DEAD_LETTER.toAvro(raised);
    transactions.write(
        new ProducerRecord<>(
            topic,
            JsonRow.key(row, Tables.DEAD_LETTERS.key()).getBytes(StandardCharsets.UTF_8),
            JsonRow.of(row).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void commit() {
    transactions.commit();
  }

  @Override
  public void finish() {
    transactions.commit();
  }

  @Override
  public void close() {
    if (isOwner) {
      transactions.close();
    }
  }
}
