package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.Tables;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Vigil's schema in PostgreSQL: is it there, can it be used, and making it. */
public final class PostgresTables {

  private static final String MIGRATIONS = "classpath:io/vigil/pipelines/postgres/migrations";

  private PostgresTables() {}

  /**
   * Checks, and changes nothing, that the server can be reached with this user and password, and
   * that this build can use the schema or make it.
   *
   * @throws Refusal if not, with one line that says why; within about 5 s
   */
  public static void check(PostgresConfig config) {
    connect(config);
    try {
      checkVersion(flyway(config), config);
    } catch (FlywayException e) {
      throw refusal(config, e);
    }
  }

  /**
   * Checks as {@link #check} does, and then makes the schema and its tables, or takes them to what
   * this build needs. What is there already stays. Several launches may do so at once.
   *
   * @throws Refusal if it cannot be done, with one line that says why
   */
  public static void prepare(PostgresConfig config) {
    connect(config);
    try {
      var flyway = flyway(config);
      checkVersion(flyway, config);
      if (flyway.migrate().migrationsExecuted > 0) {
        describe(config);
      }
    } catch (FlywayException e) {
      throw refusal(config, e);
    }
  }

  private static void connect(PostgresConfig config) {
    try (var connection = config.dataSource().getConnection()) {
      connection.setReadOnly(true);
    } catch (SQLException e) {
      throw unreachable(config, e);
    }
  }

  static Refusal unreachable(PostgresConfig config, SQLException failure) {
    var words = SqlFailure.inWords(failure);
    return new Refusal(
        SqlFailure.isRefusedLogin(failure)
            ? "PostgreSQL at %s refuses the login: %s (--jdbcUser, --jdbcPassword)"
                .formatted(config.address(), words)
            : "cannot reach PostgreSQL at %s (--jdbcUrl): %s".formatted(config.address(), words));
  }

  private static Flyway flyway(PostgresConfig config) {
    return Flyway.configure(PostgresTables.class.getClassLoader())
        .dataSource(config.dataSource())
        .defaultSchema(config.schema())
        .createSchemas(true)
        .locations(MIGRATIONS)
        // Not even migrations of newer builds are left unnoticed.
        .ignoreMigrationPatterns(new String[0])
        .load();
  }

  private static void checkVersion(Flyway flyway, PostgresConfig config) {
    var info = flyway.info();
    var known = newest(info.all(), it -> it.getState().isResolved());
    var present = newest(info.all(), it -> it.getState().isApplied());
    if (present.compareTo(known) > 0) {
      throw new Refusal(
          ("schema %s in PostgreSQL at %s has version %s, made by a newer Vigil; this one knows %s."
                  + " Use the newer Vigil or another --jdbcSchema")
              .formatted(config.schema(), config.address(), present, known));
    }
  }

  private static MigrationVersion newest(MigrationInfo[] all, Predicate<MigrationInfo> wanted) {
    return Arrays.stream(all)
        .filter(wanted)
        .map(MigrationInfo::getVersion)
        // That Flyway made the schema is an entry without a version.
        .filter(Objects::nonNull)
        .max(MigrationVersion::compareTo)
        .orElse(MigrationVersion.EMPTY);
  }

  private static void describe(PostgresConfig config) {
    try (var connection = config.dataSource().getConnection();
        var statement = connection.createStatement()) {
      for (var table : Tables.all()) {
        for (var comment : Comments.of(config.schema(), table)) {
          statement.addBatch(comment);
        }
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new Refusal(
          "cannot describe the tables in PostgreSQL at %s: %s"
              .formatted(config.address(), SqlFailure.inWords(e)));
    }
  }

  private static Refusal refusal(PostgresConfig config, FlywayException failure) {
    var words = failure.getMessage().lines().filter(it -> !it.isBlank()).limit(3).toList();
    return new Refusal(
        "cannot use schema %s in PostgreSQL at %s: %s"
            .formatted(config.schema(), config.address(), String.join(" ", words)));
  }
}
