package io.vigil.pipelines.kafka;

import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.pipelines.tables.Tables;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/**
 * Writes each table to a topic: {@code PREFIX.totals} and so on, the underscores of its name as
 * hyphens.
 */
public record TopicsSink(KafkaSettings settings, String prefix) implements TableSink {

  /** Rows that nobody revises: their topics are logs, and the others tables. */
  private static final Set<Table<?>> LOGS = Set.of(Tables.DEAD_LETTERS, Tables.LATE, Tables.FLAGS);

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public <T> PTransform<PCollection<T>, ? extends POutput> to(Table<T> table) {
    return WriteKafka.to(settings, topicOf(table), table.type(), table.key());
  }

  /** The topics, as they must be made. */
  public List<OutputTopic> topics(int partitions) {
    return Tables.all().stream()
        .map(
            table ->
                LOGS.contains(table)
                    ? OutputTopic.log(topicOf(table), partitions)
                    : OutputTopic.table(topicOf(table), partitions))
        .toList();
  }

  private String topicOf(Table<?> table) {
    return prefix + "." + table.name().replace('_', '-');
  }
}
