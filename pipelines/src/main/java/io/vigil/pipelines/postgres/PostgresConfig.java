package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Password;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where Vigil's tables are in PostgreSQL and how to get there. Workers receive it with the job, the
 * password included; its text form does not show the password.
 *
 * @param url of JDBC: {@code jdbc:postgresql://host:5432/database}, without a password
 * @param user null for the user that the URL names, or the one who runs the process
 * @param password null for none, or for one that {@code ~/.pgpass} of each worker holds
 * @param schema where the tables are; a plain lower case name
 * @param retryFor how long a write is tried again while the server cannot take it
 */
public record PostgresConfig(
    String url,
    @Nullable String user,
    @Nullable Password password,
    String schema,
    Duration retryFor)
    implements Serializable {

  public static final String DEFAULT_SCHEMA = "vigil";
  public static final Duration DEFAULT_RETRY = Duration.ofMinutes(5);

  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
  private static final Set<String> SECRETS = Set.of("password", "sslpassword");

  /**
   * @throws IllegalArgumentException if one of the values cannot be, with a message for the user
   *     that does not repeat the URL if it holds a password
   */
  public PostgresConfig {
    checkHoldsNoPassword(url);
    if (Driver.parseURL(url, null) == null) {
      throw new IllegalArgumentException(
          "--jdbcUrl=" + url + " is not of the form jdbc:postgresql://host:5432/database");
    }
    if (!Identifier.isValid(schema) || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "--jdbcSchema="
              + schema
              + " is not made of lower case letters, digits and _, or begins with pg_");
    }
    if (retryFor.compareTo(SHORTEST_RETRY) < 0) {
      throw new IllegalArgumentException("--jdbcRetryFor must be 1s or more");
    }
  }

  /** With the default schema and patience, without user and password. */
  public static PostgresConfig at(String url) {
    return new PostgresConfig(url, null, null, DEFAULT_SCHEMA, DEFAULT_RETRY);
  }

  public PostgresConfig withUser(@Nullable String newUser) {
    return new PostgresConfig(url, newUser, password, schema, retryFor);
  }

  public PostgresConfig withPassword(@Nullable Password newPassword) {
    return new PostgresConfig(url, user, newPassword, schema, retryFor);
  }

  public PostgresConfig withSchema(String newSchema) {
    return new PostgresConfig(url, user, password, newSchema, retryFor);
  }

  public PostgresConfig withRetryFor(Duration newRetryFor) {
    return new PostgresConfig(url, user, password, schema, newRetryFor);
  }

  /** {@code host:port/database}, for messages. */
  public String address() {
    var parts = parsed();
    var hosts = PGProperty.PG_HOST.getOrDefault(parts).split(",");
    var ports = PGProperty.PG_PORT.getOrDefault(parts).split(",");
    var address = new StringBuilder();
    for (int i = 0; i < hosts.length; i++) {
      address.append(i == 0 ? "" : ",").append(hosts[i]).append(':').append(ports[i]);
    }
    var database = PGProperty.PG_DBNAME.getOrDefault(parts);
    return database == null ? address.toString() : address + "/" + database;
  }

  /** Opens a new connection each time. What the URL says about the driver goes before defaults. */
  PGSimpleDataSource dataSource() {
    var source = new UnregisteredDataSource();
    source.setUrl(url);
    if (user != null) {
      source.setUser(user);
    }
    if (password != null) {
      source.setPassword(password.reveal());
    }
    // The server's details quote whole rows, and with them cards.
    source.setLogServerErrorDetail(false);
    var given = parsed();
    if (!PGProperty.CONNECT_TIMEOUT.isPresent(given)) {
      source.setConnectTimeout(5);
    }
    if (!PGProperty.SOCKET_TIMEOUT.isPresent(given)) {
      source.setSocketTimeout(60);
    }
    if (!PGProperty.TCP_KEEP_ALIVE.isPresent(given)) {
      source.setTcpKeepAlive(true);
    }
    if (!PGProperty.APPLICATION_NAME.isPresent(given)) {
      source.setApplicationName("vigil");
    }
    return source;
  }

  private Properties parsed() {
    return Objects.requireNonNull(Driver.parseURL(url, null), "url");
  }

  private static void checkHoldsNoPassword(String url) {
    int query = url.indexOf('?');
    var place = query < 0 ? url : url.substring(0, query);
    var settings = query < 0 ? "" : url.substring(query + 1);
    boolean holdsOne =
        place.contains("@")
            || Arrays.stream(settings.split("&"))
                .map(setting -> setting.split("=", 2)[0].toLowerCase(Locale.ROOT))
                .anyMatch(SECRETS::contains);
    if (holdsOne) {
      throw new IllegalArgumentException(
          "--jdbcUrl holds a password, which would be logged; take it out and give"
              + " --jdbcPassword=env:NAME or file:PATH");
    }
  }

  @Override
  public String toString() {
    return "PostgresConfig[" + address() + ", schema " + schema + "]";
  }
}
