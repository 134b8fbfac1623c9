package io.vigil.pipelines.backfill;

import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaValues;
import io.vigil.pipelines.kafka.ReadTopicRange;
import io.vigil.pipelines.kafka.TopicRange;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.protect.CardProtection;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * The part of a topic that a recomputation reads. Which days are in it shows when it is read.
 *
 * @param kafka the cluster
 * @param offsets which part
 * @param values how they are understood
 * @param protection what becomes of card data in them
 */
public record TopicHistory(
    KafkaSettings kafka, TopicRange offsets, KafkaValues values, CardProtection protection)
    implements History {

  @Override
  public PTransform<PBegin, PCollection<Parsed>> read() {
    return ReadTopicRange.of(kafka, offsets, values).protecting(protection);
  }

  @Override
  public List<String> describe() {
    return List.of("topic " + offsets, "%,d offsets".formatted(offsets.offsets()));
  }

  @Override
  public SortedMap<LocalDate, Long> recordsByDay() {
    return new TreeMap<>();
  }

  @Override
  public @Nullable Long recordsOfRange() {
    return null;
  }
}
