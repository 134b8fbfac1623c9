package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {

  @TempDir private Path folder;

  @Test
  void shouldTakeSettingsFromAFileAndFromFlagsOfWhichTheFlagsWin() throws IOException {
    var file =
        Files.writeString(folder.resolve("k.properties"), "client.id=a\nsend.buffer.bytes=7");
    var settings = KafkaSettings.of("a:1,b:2", List.of("client.id=b=c"), file);

    assertThat(settings.names(), is(Set.of("client.id", "send.buffer.bytes")));
    assertThat(settings.forConsumer().get("client.id"), is("b=c"));
    assertThat(settings.forProducer().get("send.buffer.bytes"), is("7"));
    assertThat(settings.forAdmin().get("bootstrap.servers"), is("a:1,b:2"));
  }

  @Test
  void shouldTellEachClientOnlyWhatItKnowsAndWhatNoneKnows() {
    var settings = KafkaSettings.of("a:1", List.of("linger.ms=9", "company.plugin=x"), null);

    assertThat(settings.forProducer().get("linger.ms"), is("9"));
    assertThat(settings.forConsumer().get("linger.ms"), is(nullValue()));
    assertThat(settings.forConsumer().get("company.plugin"), is("x"));
  }

  @Test
  void shouldShowNoValueAnywhere() {
    var settings =
        KafkaSettings.of("a:1", List.of("sasl.jaas.config=login password=hunter2;"), null);
    var start = new StartOffsets("t", new TreeMap<>(Map.of(0, 1L)));
    var read = ReadKafka.from(settings, start, KafkaValues.json(null)).withConsumerGroup("g");
    var pipeline = Pipeline.create();
    pipeline.apply(read);
    var shown =
        new StringBuilder(settings + " " + read + " " + new ConsumerFactory(settings, start));
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              shown.append(DisplayData.from(node.getTransform()));
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });

    assertThat(shown.toString(), containsString("sasl.jaas.config"));
    assertThat(shown.toString(), not(containsString("hunter2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | client.id=a | --bootstrapServers=localhost is not host:port",
        "http://a:1 | client.id=a | --bootstrapServers=http://a:1 is not host:port",
        "a:1 | secret | --kafkaConfig needs a name and a value: name=value",
        "a:1 | group.id=x | group.id cannot be set: --consumerGroup says it",
        "a:1 | sasl.jas.config=hunter2 | no setting 'sasl.jas.config'; did you mean 'sasl.jaas",
      })
  void shouldRefuseWhatIsWrong(String servers, String assignment, String message) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> KafkaSettings.of(servers, List.of(assignment), null));
    assertThat(refusal.getMessage(), containsString(message));
    assertThat(refusal.getMessage(), not(containsString("hunter2")));
  }

  @Test
  void shouldNameTheSettingThatAClientRefusesAndNotItsValue() {
    var settings = KafkaSettings.of("127.0.0.1:1", List.of("send.buffer.bytes=hunter2"), null);
    var refusal = assertThrows(Refusal.class, () -> KafkaTopics.connect(settings));
    assertThat(
        refusal.getMessage(),
        is(
            "cannot reach the brokers, Kafka at 127.0.0.1:1: the value of the setting"
                + " send.buffer.bytes is wrong"));
  }

  @Test
  void shouldSayWhichFileCannotBeRead() {
    var file = folder.resolve("none");
    var refusal = assertThrows(Refusal.class, () -> KafkaSettings.of("a:1", List.of(), file));
    assertThat(
        refusal.getMessage(),
        is("cannot read --kafkaConfigFile=" + file + ": no such file or directory"));
  }
}
