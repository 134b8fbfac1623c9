package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.StartOffsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a job without savepoint begins to read.
 *
 * @param from as a person says it; null to go on where the archive ends
 */
record ArchiveStart(@Nullable StartFrom from) {

  private static final String ARCHIVED = "archived";

  static final class Flag implements ITypeConverter<ArchiveStart> {
    @Override
    public ArchiveStart convert(String text) {
      if (text.equals(ARCHIVED)) {
        return new ArchiveStart(null);
      }
      try {
        return new ArchiveStart(StartFrom.parse(text));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * Asks the cluster and the archive.
   *
   * @throws Refusal if the topic is not there, or cannot be the one that was archived
   */
  StartOffsets resolve(KafkaSettings kafka, String group, String topic, Manifest manifest) {
    if (from != null) {
      return StartOffsets.resolve(kafka, group, topic, from);
    }
    var first = StartOffsets.resolve(kafka, group, topic, new StartFrom.Earliest()).byPartition();
    var end = StartOffsets.resolve(kafka, group, topic, new StartFrom.Latest()).byPartition();
    return new StartOffsets(topic, after(manifest, topic, first, end));
  }

  /**
   * The first offset of each partition that the archive does not have, or the oldest that the topic
   * still has.
   */
  static SortedMap<Integer, Long> after(
      Manifest manifest,
      String topic,
      SortedMap<Integer, Long> first,
      SortedMap<Integer, Long> end) {
    var next = new TreeMap<Integer, Long>();
    end.forEach(
        (partition, last) -> {
          var archived = manifest.positions(topic, partition);
          if (archived.size() > 0 && archived.last(archived.size() - 1) >= last) {
            throw new Refusal(
                ("the archive has offset %d of %s-%d, but the topic ends at %d: it is another topic"
                        + " of that name, which needs an archive of its own")
                    .formatted(archived.last(archived.size() - 1), topic, partition, last));
          }
          next.put(partition, archived.firstMissing(first.get(partition)));
        });
    return next;
  }

  /** As it is given on the command line. */
  @Override
  public String toString() {
    return from == null ? ARCHIVED : from.toString();
  }
}
