package io.vigil.pipelines.kafka;

import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Writes one of Vigil's records to a topic, a row of JSON each, with the columns of its published
 * schema.
 *
 * <p>In: the records, in any windows. The key of a row is a JSON array of its key columns, such as
 * {@code ["minute","all"]}; without key columns rows have no key. Every row is written at least
 * once, and a bundle ends only when all replicas have its rows. Rows of one key are written in the
 * order in which they come, and nothing is reshuffled; a bundle that is tried again repeats its
 * rows from the first, so that the last row of a key is always the newest.
 *
 * <p>While no broker answers the step waits, and tries again with growing pauses up to ten seconds.
 * After five minutes it fails, with the topic and the servers in the message.
 *
 * @param <T> the record
 */
public final class WriteKafka<T> extends PTransform<PCollection<T>, PDone> {

  /** The longest row: a record of the largest usual size, in Base64, with all that is around it. */
  static final int MOST_BYTES = 16 << 20;

  private static final long serialVersionUID = 1;

  private final KafkaSettings settings;
  private final String topic;
  private final Class<T> type;
  private final List<String> keyColumns;

  private WriteKafka(KafkaSettings settings, String topic, Class<T> type, List<String> keyColumns) {
    this.settings = settings;
    this.topic = topic;
    this.type = type;
    this.keyColumns = keyColumns;
  }

  /**
   * Writes to a topic that is there.
   *
   * @param keyColumns of the schema, in the order of the key; empty for rows without a key
   * @throws IllegalArgumentException if the schema has no such column
   */
  public static <T> WriteKafka<T> to(
      KafkaSettings settings, String topic, RecordType<T> type, List<String> keyColumns) {
    for (var column : keyColumns) {
      if (type.schema().getField(column) == null) {
        throw new IllegalArgumentException(type.type() + " has no column '" + column + "'");
      }
    }
    return new WriteKafka<>(settings, topic, type.type(), List.copyOf(keyColumns));
  }

  @Override
  public PDone expand(PCollection<T> records) {
    records.apply("Send", ParDo.of(new SendFn<>(settings, topic, type, keyColumns)));
    return PDone.in(records.getPipeline());
  }

  private static final class SendFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1;

    private final KafkaSettings settings;
    private final String topic;
    private final Class<T> type;
    private final List<String> keyColumns;
    private transient RecordType<T> recordType;
    private transient @Nullable TopicWriter writer;

    SendFn(KafkaSettings settings, String topic, Class<T> type, List<String> keyColumns) {
      this.settings = settings;
      this.topic = topic;
      this.type = type;
      this.keyColumns = keyColumns;
    }

    @Setup
    public void setup() {
      recordType = RecordTypes.of(type);
    }

    @ProcessElement
    public void process(@Element T record) {
      var row = recordType.toAvro(record);
      writer()
          .write(
              keyColumns.isEmpty() ? null : utf8(JsonRow.key(row, keyColumns)),
              utf8(JsonRow.of(row)));
    }

    @FinishBundle
    public void finishBundle() {
      if (writer != null) {
        writer.flush();
      }
    }

    @Teardown
    public void teardown() {
      if (writer != null) {
        writer.close();
      }
    }

    private TopicWriter writer() {
      if (writer == null) {
        writer = TopicWriter.open(settings, topic);
      }
      return writer;
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
