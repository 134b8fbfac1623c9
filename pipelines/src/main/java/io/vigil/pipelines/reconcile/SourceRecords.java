package io.vigil.pipelines.reconcile;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the records where they come from, by nobody who had to do with reading them before. */
final class SourceRecords {

  private SourceRecords() {}

  /**
   * The records of each partition, from there to the end. Offsets tell how many there are, unless
   * compaction or transactions have left gaps: then they are read.
   *
   * @param books what was read of each
   */
  static SortedMap<Place, Long> inTopic(
      KafkaSettings settings, String topic, StartFrom from, Map<Place, Books.Account> books) {
    var log = TopicLog.of(settings, topic, from);
    var counts = new TreeMap<Place, Long>();
    log.end()
        .byPartition()
        .forEach(
            (partition, end) ->
                counts.put(
                    new Place(topic, partition), end - log.start().byPartition().get(partition)));
    boolean agree =
        counts.entrySet().stream()
            .allMatch(
                it -> {
                  var account = books.get(it.getKey());
                  return (account == null ? 0 : account.read) == it.getValue();
                });
    if (!agree) {
      counts.replaceAll((place, offsets) -> 0L);
      log.forEach(record -> counts.merge(new Place(topic, record.partition()), 1L, Long::sum));
    }
    return counts;
  }

  /** The records of each file, with those that are damaged; one that is unusable counts as one. */
  static SortedMap<Place, Long> inFiles(
      List<SourceFile> files, ReadLimits limits, TransactionParser parser) {
    var counts = new TreeMap<Place, Long>();
    for (var file : files) {
      long count = 0;
      try (var reader = file.openOrSetAside(limits, parser)) {
        while (reader.next() != null) {
          count++;
        }
      } catch (IOException e) {
        throw new Refusal("cannot read " + file.path() + ": " + FileProblem.inWords(e), e);
      }
      counts.put(new Place(file.path(), SourcePosition.NO_PARTITION), count);
    }
    return counts;
  }
}
