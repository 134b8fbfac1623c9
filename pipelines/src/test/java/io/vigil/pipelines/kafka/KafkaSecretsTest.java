package io.vigil.pipelines.kafka;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password is nowhere in what is printed or thrown, however wrong the flag is that has it. */
class KafkaSecretsTest {

  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.jaas.config=hunter2",
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule hunter2;",
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required hunter2;",
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " password=\"hunter2\"",
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " password= hunter2@x;",
        "sasl.jaas.config=hunter2.LoginModule required;",
        "sasl.login.callback.handler.class=hunter2",
        "ssl.truststore.location=hunter2",
        "ssl.keystore.type=hunter2",
        "client.dns.lookup=hunter2",
        "send.buffer.bytes=hunter2",
        "security.protocol=hunter2",
      })
  void shouldBeInNoMessageAndNoCause(String assignment) {
    var given = new ArrayList<>(List.of("sasl.mechanism=PLAIN", assignment));
    given.addAll(List.of("default.api.timeout.ms=1000", "request.timeout.ms=900"));
    if (!assignment.startsWith("security.protocol")) {
      given.add("security.protocol=" + (assignment.startsWith("ssl") ? "SSL" : "SASL_PLAINTEXT"));
    }
    var settings = KafkaSettings.of("127.0.0.1:1", given, null);

    var refusal = assertThrows(Refusal.class, () -> KafkaTopics.connect(settings).close());

    var trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString(), not(containsString(SECRET)));
    assertThat(refusal.getMessage(), containsString("127.0.0.1:1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--kafkaConfig=hunter2",
        "--kafkaConfig=hunter2=",
        "--kafkaConfig=eyJhbGciOi.hunter2.x=1",
        "--kafkaConfig=org.apache.PlainLoginModule required hunter2=1",
        "--kafkaConfg=sasl.jaas.config=hunter2",
        "--bootstrapServers=me:hunter2@broker:9092",
        "password=hunter2;",
        "hunter2",
      })
  void shouldNotBeRepeatedByARefusedFlag(String flag) {
    for (var command : List.of("monitor", "generate", "metrics", "redrive", "stop")) {
      var run = vigil(command, "--topic=payments", flag);

      assertThat(run.exitCode(), is(2));
      assertThat(command + run.out() + run.err(), not(containsString(SECRET)));
    }
  }

  @Test
  void shouldNotBeRepeatedOfAFileThatIsNone(@TempDir Path folder) throws Exception {
    var file =
        Files.writeString(
            folder.resolve("client.properties"),
            "sasl.jaas.config=org.x.Module required\n  hunter2=\"x\";\n");

    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> KafkaSettings.of("x:1", List.of(), file));

    assertThat(
        refusal.getMessage(),
        is("--kafkaConfigFile=" + file + " needs a name and a value: name=value"));
  }

  @Test
  void shouldHideEveryPartOfAValue() {
    var settings =
        KafkaSettings.of(
            "x:1", List.of("sasl.jaas.config=a.B required u=\"me\" p=\"s3-c,r€t\";"), null);

    assertThat(
        settings.withoutValues("entry 's3-c,r€t' of me: r and t, a.B, in theme and true"),
        is("entry '***' of ***: *** and ***, ***, in theme and true"));
  }

  @Test
  void helpShouldSayWhoSeesTheValue() {
    var help = String.join(" ", vigil("monitor", "--help").out()).replaceAll("\\s+", " ");

    assertThat(help, containsString("passwords belong into --kafkaConfigFile"));
  }
}
