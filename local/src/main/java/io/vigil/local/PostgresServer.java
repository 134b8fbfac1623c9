package io.vigil.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * A PostgreSQL server with the database {@value #DATABASE} and its owner {@value #USER}, whose
 * password is made up once and kept in a file that only the owner of the stack can read.
 */
public final class PostgresServer extends Part {

  public static final String DATABASE = "vigil";
  public static final String USER = "vigil";

  private static final int PASSWORD_BYTES = 24;
  private static final int ANSWER_SECONDS = 2;

  PostgresServer(StackFolder folder) {
    super("postgres", folder);
  }

  /** The URL for JDBC, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s/%s".formatted(address(), DATABASE);
  }

  /**
   * The file whose one line is the password. It is there as soon as the server was started once.
   */
  public Path passwordFile() {
    return folder().path().resolve("postgres/password");
  }

  /**
   * Connects as the owner of the database.
   *
   * @throws SQLException if the server does not let one in
   */
  public Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password());
    properties.setProperty("connectTimeout", String.valueOf(ANSWER_SECONDS));
    return DriverManager.getConnection(jdbcUrl(), properties);
  }

  @Override
  public String address() {
    return "127.0.0.1:" + folder().ports().postgres();
  }

  @Override
  List<ListeningPort> listeningPorts() {
    return List.of(new ListeningPort(folder().ports().postgres(), "--postgresPort"));
  }

  @Override
  void prepare() {
    if (Files.exists(data())) {
      forgetStrangersPid();
      return;
    }
    // Under another name until it is whole.
    var begun = data().resolveSibling("data.new");
    Deletion.of(begun);
    makePassword();
    run(
        "make its data",
        program(
            "initdb",
            "--pgdata=" + begun,
            "--username=" + USER,
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync"));
    run(
        "make its database",
        program("postgres", "--single", "-D", begun.toString(), "postgres"),
        "CREATE DATABASE " + DATABASE + "\n");
    try {
      Files.move(begun, data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StackException("cannot write %s: %s".formatted(data(), e.getMessage()));
    }
  }

  @Override
  List<String> command() {
    return program(
        "postgres",
        "-D",
        data().toString(),
        "--port=" + folder().ports().postgres(),
        "--listen_addresses=127.0.0.1",
        "--unix_socket_directories=",
        "--shared_buffers=64MB",
        "--timezone=UTC",
        "--log_timezone=UTC",
        "--" + mark());
  }

  @Override
  boolean answers(ProcessHandle process) {
    try (var connection = connect()) {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** The fast shutdown: clients are sent away. On the signal to end it would wait for them. */
  @Override
  void askToEnd(ProcessHandle process) {
    run(
        "ask it to end",
        program("pg_ctl", "stop", "--pgdata=" + data(), "--mode=fast", "--no-wait"));
  }

  private Path data() {
    return folder().path().resolve("postgres/data");
  }

  private List<String> program(String name, String... arguments) {
    var command = new ArrayList<>(PostgresPrograms.command(this, name));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * A server that was killed leaves the number of its process behind. If another process has the
   * number now, PostgreSQL would refuse to start.
   */
  private void forgetStrangersPid() {
    var file = data().resolve("postmaster.pid");
    try {
      if (!Files.exists(file)) {
        return;
      }
      var pid = Files.readAllLines(file).stream().findFirst().orElse("").strip();
      if (pid.isEmpty() || ProcessHandle.of(Long.parseLong(pid)).isPresent()) {
        Files.delete(file);
      }
    } catch (IOException | NumberFormatException e) {
      throw new StackException("cannot make out %s: %s".formatted(file, e.getMessage()));
    }
  }

  private void makePassword() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    var password = Base64.getUrlEncoder().encodeToString(bytes) + "\n";
    var file = passwordFile();
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.deleteIfExists(file);
      try (var channel =
          Files.newByteChannel(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOwner)) {
        channel.write(ByteBuffer.wrap(password.getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (IOException e) {
      throw new StackException("cannot write %s: %s".formatted(file, e.getMessage()));
    }
  }

  private String password() {
    try {
      return Files.readString(passwordFile()).strip();
    } catch (IOException e) {
      throw new StackException(
          "postgres: the password in %s cannot be read".formatted(passwordFile()));
    }
  }
}
