package io.vigil.pipelines.redrive;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaTopics;
import io.vigil.pipelines.kafka.OutputTopic;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.pipelines.kafka.TopicTransactions;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.json.JsonTransactionWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes mended records to the topic from which monitor reads. Beside it a journal, a compacted
 * topic, says which records are there; both are written in one transaction of Kafka, so that they
 * agree whatever happens.
 */
final class IntoTopic implements GoodRecords {

  private static final String REDRIVEN_HEADER = "vigil-redriven";
  private static final byte[] REDRIVEN = "{\"redriven\":true}".getBytes(StandardCharsets.UTF_8);

  private final TopicTransactions transactions;
  private final String topic;
  private final String journal;
  private final boolean keepsBytes;
  private final Set<String> redriven = new HashSet<>();

  private IntoTopic(TopicTransactions transactions, String topic, boolean keepsBytes) {
    this.transactions = transactions;
    this.topic = topic;
    this.journal = journalOf(topic);
    this.keepsBytes = keepsBytes;
  }

  static String journalOf(String topic) {
    return topic + ".redriven";
  }

  /**
   * Ends what another run has begun, and then reads the journal.
   *
   * @param keepsBytes whether the original bytes are written, for a topic that is read with a
   *     mapping; otherwise Vigil's own form
   */
  static IntoTopic open(KafkaSettings settings, String topic, boolean keepsBytes) {
    try (var cluster = KafkaTopics.connect(settings)) {
      cluster.awaitLeaders(topic);
      cluster.create(OutputTopic.table(journalOf(topic), 1));
    }
    // First of all: what hangs between the two topics must be decided before the journal is read.
    var transactions = TopicTransactions.open(settings, "vigil-redrive-" + topic);
    var into = new IntoTopic(transactions, topic, keepsBytes);
    try {
      readJournal(settings, topic, into.redriven);
      return into;
    } catch (Refusal e) {
      into.close();
      throw e;
    }
  }

  /** What is in place now, for a run that writes nothing. */
  static WithoutWriting asItIs(KafkaSettings settings, String topic) {
    var redriven = new HashSet<String>();
    try (var cluster = KafkaTopics.connect(settings)) {
      cluster.partitions(topic);
      if (cluster.find(journalOf(topic)).isPresent()) {
        readJournal(settings, topic, redriven);
      }
    }
    return new WithoutWriting(position -> redriven.contains(position.toString()));
  }

  private static void readJournal(KafkaSettings settings, String topic, Set<String> redriven) {
    TopicLog.of(settings.ofCommitted(), journalOf(topic), new StartFrom.Earliest())
        .forEach(record -> redriven.add(new String(record.key(), StandardCharsets.UTF_8)));
  }

  /** The transactions, for whatever else belongs into the same ones. */
  TopicTransactions transactions() {
    return transactions;
  }

  @Override
  public boolean has(SourcePosition position) {
    return redriven.contains(position.toString());
  }

  @Override
  public void add(DeadLetter letter, Transaction mended) {
    var place = letter.source().toString();
    if (letter.encoding() == Encoding.CONFLUENT && !keepsBytes) {
      throw new Refusal(place + " is in Confluent's wire format: --keepBytes is missing");
    }
    transactions.write(redriven(letter, mended, place));
    transactions.write(
        new ProducerRecord<>(journal, place.getBytes(StandardCharsets.UTF_8), REDRIVEN));
    redriven.add(place);
  }

  /** The record, with what stood beside it if a mapping understands it by that. */
  private ProducerRecord<byte[], byte[]> redriven(
      DeadLetter letter, Transaction mended, String place) {
    var metadata = keepsBytes ? letter.topicMetadata() : null;
    var key = metadata == null ? mended.cardId() : metadata.key();
    var record =
        new ProducerRecord<>(
            topic,
            null,
            metadata == null ? null : metadata.timestamp(),
            key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            keepsBytes ? letter.bytes() : json(mended));
    if (metadata != null) {
      metadata.headers().forEach((name, text) -> add(record, name, text));
    }
    add(record, REDRIVEN_HEADER, place);
    return record;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String header, String text) {
    record.headers().add(header, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] json(Transaction transaction) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = new JsonTransactionWriter(bytes)) {
      json.write(transaction);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Without the end of the line.
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
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
    transactions.close();
  }
}
