package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartFromTest {

  private static final TopicPartition ZERO = new TopicPartition("t", 0);
  private static final TopicPartition ONE = new TopicPartition("t", 1);

  @ParameterizedTest
  @ValueSource(
      strings = {"earliest", "latest", "committed", "2026-03-01T06:00:00Z", "0:17,1:99", "0:0"})
  void shouldUnderstandWhatItWouldSay(String text) {
    assertThat(StartFrom.parse(text).toString(), is(text));
  }

  @Test
  void shouldTakeTimesWithAnyOffset() {
    assertThat(StartFrom.parse("2026-03-01T06:00:00+01:00").toString(), is("2026-03-01T05:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yesterday | 'yesterday' is not earliest, latest, committed, a time such as",
        "2026-03-01 | '2026-03-01' is not earliest",
        "0:17,1 | '1' is not partition:offset",
        "0:17,0:18 | partition 0 is given twice",
        "0:17, | '' is not partition:offset",
        "0:-1 | '0:-1' is not earliest",
      })
  void shouldRefuseAnythingElse(String text, String message) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> StartFrom.parse(text));
    assertThat(refusal.getMessage(), containsString(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "earliest | t 0:10,1:0",
        "latest | t 0:50,1:7",
        // Nobody has committed for partition 1.
        "committed | t 0:20,1:0",
        "0:10,1:7 | t 0:10,1:7",
        "0:50,1:0 | t 0:50,1:0",
      })
  void shouldFindTheOffsets(String from, String offsets) {
    assertThat(resolver(20).resolve(StartFrom.parse(from)).toString(), is(offsets));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0:9,1:0 | the start is given as offset 9 of t-0, but the topic holds 10 to 50",
        "0:10,1:8 | the start is given as offset 8 of t-1, but the topic holds 0 to 7",
        "0:10 | topic 't' has the partitions [0, 1], and offsets are given for [0]",
        "0:10,1:0,2:0 | topic 't' has the partitions [0, 1], and offsets are given for [0, 1, 2]",
        "committed | group 'g' stands at offset 5 of t-0, but the topic holds 10 to 50",
      })
  void shouldRefuseToStartWhereThereIsNothing(String from, String message) {
    var resolver = resolver(5);
    var refusal = assertThrows(Refusal.class, () -> resolver.resolve(StartFrom.parse(from)));
    assertThat(refusal.getMessage(), is(message));
  }

  @Test
  void shouldRefuseATopicThatIsNotThere() {
    var consumer = new MockConsumer<byte[], byte[]>(OffsetResetStrategy.NONE);
    var refusal = assertThrows(Refusal.class, () -> new StartResolver(consumer, "g", "t"));
    assertThat(refusal.getMessage(), is("there is no topic 't'"));
  }

  /** A topic that holds 10 to 50 and 0 to 7, and a group that has read part of the first. */
  private static StartResolver resolver(long committed) {
    var consumer = new MockConsumer<byte[], byte[]>(OffsetResetStrategy.NONE);
    consumer.updatePartitions("t", List.of(partition(0), partition(1)));
    consumer.assign(Set.of(ZERO, ONE));
    consumer.updateBeginningOffsets(Map.of(ZERO, 10L, ONE, 0L));
    consumer.updateEndOffsets(Map.of(ZERO, 50L, ONE, 7L));
    consumer.commitSync(Map.of(ZERO, new OffsetAndMetadata(committed)));
    return new StartResolver(consumer, "g", "t");
  }

  private static PartitionInfo partition(int number) {
    return new PartitionInfo("t", number, Node.noNode(), new Node[0], new Node[0]);
  }
}
