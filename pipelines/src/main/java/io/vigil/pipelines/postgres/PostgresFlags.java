package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.cli.Password;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The flags that say where PostgreSQL is, for commands to mix in. */
public final class PostgresFlags {

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--jdbcUrl",
      paramLabel = "URL",
      description =
          "PostgreSQL that takes the tables: jdbc:postgresql://HOST:5432/DATABASE, without a"
              + " password.")
  private @Nullable String url;

  @Option(names = "--jdbcUser", paramLabel = "USER", description = "The user of PostgreSQL.")
  private @Nullable String user;

  @Option(
      names = "--jdbcPassword",
      paramLabel = "REFERENCE",
      description =
          "Where the password is: env:NAME or file:PATH. It is looked up once, at launch. Without"
              + " it: none, or what ~/.pgpass says on each machine.")
  private @Nullable String password;

  @Option(
      names = "--jdbcSchema",
      paramLabel = "SCHEMA",
      defaultValue = PostgresConfig.DEFAULT_SCHEMA,
      description = "The schema of Vigil's tables; made if it is not there.")
  private String schema = PostgresConfig.DEFAULT_SCHEMA;

  @Option(
      names = "--jdbcRetryFor",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationFlag.class,
      description = "How long a write waits for a server that is away before the job fails.")
  private Duration retryFor = PostgresConfig.DEFAULT_RETRY;

  /** Whether a database is named. */
  public boolean isGiven() {
    return url != null;
  }

  /**
   * What the flags say; null without {@code --jdbcUrl}. The password is looked up here.
   *
   * @throws ParameterException if they contradict each other or cannot be
   * @throws io.vigil.pipelines.cli.Refusal if there is no password where there should be one
   */
  public @Nullable PostgresConfig config() {
    try {
      if (url == null) {
        if (user != null || password != null) {
          throw new IllegalArgumentException("--jdbcUser and --jdbcPassword need --jdbcUrl");
        }
        return null;
      }
      var secret = password == null ? null : Password.named("--jdbcPassword", password);
      return new PostgresConfig(url, user, secret, schema, retryFor);
    } catch (IllegalArgumentException e) {
      if (command == null) {
        throw e;
      }
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
