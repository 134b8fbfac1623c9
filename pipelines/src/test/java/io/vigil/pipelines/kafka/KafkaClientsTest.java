package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

  private static final Pattern MAKES_A_CLIENT =
      Pattern.compile(
          "new Kafka(Consumer|Producer|AdminClient)\\b|\\bAdmin(Client)?\\.create\\(|\\.for(Consumer|Producer|Admin)\\(\\)");

  @Test
  void shouldBeTheOnlyPlaceThatMakesClients() throws IOException {
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      var found =
          sources
              .filter(it -> it.toString().endsWith(".java") && makesClients(it))
              .map(it -> it.getFileName().toString())
              .toList();
      assertThat(found, contains("KafkaClients.java"));
    }
  }

  @Test
  void shouldLetWhatTheUserHasSetWin() {
    var settings =
        KafkaSettings.of(
            "a:1", List.of("isolation.level=read_uncommitted", "fetch.min.bytes=9"), null);

    var config = KafkaClients.consumerConfig(settings, Map.of("fetch.min.bytes", 1));

    assertThat(config.get("fetch.min.bytes"), is("9"));
    assertThat(config.get("auto.offset.reset"), is("none"));
    assertThat(KafkaClients.isolation(settings), is(IsolationLevel.READ_UNCOMMITTED));
    assertThat(KafkaClients.isolation(settings.ofCommitted()), is(IsolationLevel.READ_COMMITTED));
  }

  /** Kafka refuses a time for one attempt that is longer than that for all. */
  @Test
  void shouldMakeAClientWithOneOfTwoTimesThatKafkaHoldsAgainstEachOther() {
    var settings = KafkaSettings.of("127.0.0.1:1", List.of("request.timeout.ms=40000"), null);
    KafkaClients.admin(settings, 10_000, 5_000).close(Duration.ZERO);
  }

  private static boolean makesClients(Path file) {
    try {
      return MAKES_A_CLIENT.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
