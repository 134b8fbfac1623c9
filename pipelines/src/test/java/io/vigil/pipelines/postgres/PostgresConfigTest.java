package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Password;
import io.vigil.pipelines.cli.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class PostgresConfigTest {

  private static final String URL = "jdbc:postgresql://db:5433/payments";

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        URL + "?password=s3cret",
        URL + "?user=me&Password=s3cret&ssl=true",
        URL + "?sslpassword=s3cret",
        "jdbc:postgresql://me:s3cret@db/payments"
      })
  void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> PostgresConfig.at(url));
    assertThat(
        refusal.getMessage(),
        allOf(containsString("--jdbcUrl holds a password"), not(containsString("s3cret"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:5432", "jdbc:mysql://db/x", "jdbc:postgresql://db:x/y"})
  void whatIsNoUrlOfPostgresIsRefused(String url) {
    assertThrows(IllegalArgumentException.class, () -> PostgresConfig.at(url));
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5433/payments?ssl=true, db:5433/payments",
    "jdbc:postgresql://db/payments, db:5432/payments",
    "'jdbc:postgresql://a:1,b:2/payments', 'a:1,b:2/payments'"
  })
  void messagesNameHostPortAndDatabase(String url, String address) {
    assertThat(PostgresConfig.at(url).address(), is(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Vigil", "pg_vigil", "a-b", "a\"b", ""})
  void aSchemaOfAnotherFormIsRefused(String schema) {
    var config = PostgresConfig.at(URL);
    assertThrows(IllegalArgumentException.class, () -> config.withSchema(schema));
  }

  @Test
  void aPasswordItselfIsRefusedAndNotRepeated() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Password.named("--jdbcPassword", "s3cret"));
    assertThat(refusal.getMessage(), not(containsString("s3cret")));
  }

  @Test
  void aMissingVariableOrFileIsNamed() throws Exception {
    assertThat(refusal("env:VIGIL_NO_SUCH_VARIABLE"), containsString("VIGIL_NO_SUCH_VARIABLE"));
    assertThat(
        refusal("file:/no/such/file"), containsString("/no/such/file: no such file or directory"));
    var empty = Files.writeString(folder.resolve("empty"), "\n");
    assertThat(refusal("file:" + empty), containsString("holds no secret"));
  }

  @Test
  void thePasswordTravelsWithTheConfigAndNeverShows() throws Exception {
    var file = Files.writeString(folder.resolve("password"), " s3cret \r\n");
    var config =
        PostgresConfig.at(URL).withPassword(Password.named("--jdbcPassword", "file:" + file));
    var there = SerializableUtils.clone(config);
    assertThat(there, is(config));
    assertThat(there.password().reveal(), is(" s3cret "));
    assertThat(config + " " + config.password(), not(containsString("s3cret")));
  }

  @Test
  void flagsBecomeAConfig() {
    assertThat(parse(), is(nullValue()));
    assertThat(
        parse("--jdbcUrl=" + URL, "--jdbcUser=me", "--jdbcSchema=other", "--jdbcRetryFor=30s"),
        is(new PostgresConfig(URL, "me", null, "other", Duration.ofSeconds(30))));
    assertThat(parse("--jdbcUrl=" + URL), is(PostgresConfig.at(URL)));
    assertThrows(ParameterException.class, () -> parse("--jdbcUser=me"));
    assertThrows(ParameterException.class, () -> parse("--jdbcUrl=x"));
    assertThrows(ParameterException.class, () -> parse("--jdbcUrl=" + URL, "--jdbcRetryFor=0s"));
  }

  private static String refusal(String reference) {
    return assertThrows(Refusal.class, () -> Password.named("--jdbcPassword", reference))
        .getMessage();
  }

  private static PostgresConfig parse(String... arguments) {
    var command = new WithFlags();
    new CommandLine(command).parseArgs(arguments);
    return command.flags.config();
  }

  @Command(name = "test")
  private static final class WithFlags {
    @Mixin private PostgresFlags flags = new PostgresFlags();
  }
}
