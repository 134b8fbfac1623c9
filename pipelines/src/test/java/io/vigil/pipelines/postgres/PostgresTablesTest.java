package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Password;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.Tables;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PostgresTablesTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void checkingChangesNothingAndPreparingTwiceIsAsGoodAsOnce() throws SQLException {
    var config = TestPostgres.emptySchema();
    PostgresTables.check(config);
    var schemas =
        "SELECT count(*) FROM pg_namespace WHERE nspname = '%s'".formatted(config.schema());
    assertThat(TestPostgres.query(config, schemas), is("0"));

    PostgresTables.prepare(config);
    Writes.batch(Tables.TOTALS, config, List.of(Totals.of("m", 0).with(1, 0, false, 1)));
    PostgresTables.prepare(config);
    assertThat(TestPostgres.query(config, "SELECT count(*) FROM totals"), is("1"));
  }

  @Test
  void theKeyOfEveryTableIsItsPrimaryKeyAndItsColumnsAreThoseOfItsRecord() throws SQLException {
    var config = TestPostgres.freshSchema();
    for (var table : Tables.all()) {
      var key =
          TestPostgres.query(
              config,
              """
              SELECT string_agg(a.attname, ',' ORDER BY k.place)
              FROM pg_index i
              CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
              WHERE i.indisprimary AND i.indrelid = '%s'::regclass
              """
                  .formatted(table.name()));
      assertThat(table.name(), key, is(String.join(",", table.key())));
      assertThat(PostgresRows.list(table, config), is(List.of()));
    }
  }

  @Test
  void tablesAndColumnsAreDescribed() throws SQLException {
    var config = TestPostgres.freshSchema();
    var totals = "'totals'::regclass";
    assertThat(
        TestPostgres.query(config, "SELECT obj_description(" + totals + ")"),
        is("What happened in one window to one key, in one currency."));
    assertThat(
        TestPostgres.query(config, "SELECT col_description(" + totals + ", 5)"),
        is("The first millisecond of the window."));
  }

  @Test
  void theNewestMinuteAndTheBalanceOfTheLedgerCanBeAskedFor() throws SQLException {
    var config = TestPostgres.freshSchema();
    Writes.batch(
        Tables.TOTALS,
        config,
        List.of(Totals.of("old", 1).with(5, 0, true, 5), Totals.of("new", 2).with(3, 0, false, 3)));
    assertThat(TestPostgres.query(config, "SELECT key FROM newest_minute"), is("new"));
    assertThat(TestPostgres.query(config, "SELECT count(*) FROM newest_minute"), is("1"));
    TestPostgres.execute(
        config,
        "INSERT INTO ledger VALUES ('f', -1, 1, 9, 8, 5, 1, 1, 1), ('g', -1, 1, 9, 8, 0, 0, 0, 0)");
    assertThat(
        TestPostgres.query(
            config,
            "SELECT string_agg(source || balanced, ' ' ORDER BY source) FROM ledger_balance"),
        is("ftrue gfalse"));
  }

  @Test
  void everyRowSaysWhenItWasLastWritten() throws SQLException {
    var config = TestPostgres.freshSchema();
    var total = Totals.of("m", 0);
    Writes.batch(Tables.TOTALS, config, List.of(total.with(2, 0, false, 2)));
    TestPostgres.execute(config, "UPDATE totals SET written_at = 'epoch'");
    var isOld = "SELECT written_at = 'epoch' FROM totals";

    Writes.batch(Tables.TOTALS, config, List.of(total.with(1, 0, false, 1)));
    assertThat("a refused row", TestPostgres.query(config, isOld), is("t"));

    Writes.batch(Tables.TOTALS, config, List.of(total.with(3, 0, false, 3)));
    assertThat("a revision", TestPostgres.query(config, isOld), is("f"));
  }

  @Test
  void aSchemaOfANewerBuildIsRefused() throws SQLException {
    var config = TestPostgres.freshSchema();
    TestPostgres.execute(
        config,
        "INSERT INTO flyway_schema_history VALUES"
            + " (99, '999', 'from the future', 'SQL', 'V999__x.sql', 1, 'me', now(), 1, true)");
    for (var message :
        List.of(
            messageOf(() -> PostgresTables.check(config)),
            messageOf(() -> PostgresTables.prepare(config)))) {
      assertThat(message, startsWith("schema " + config.schema() + " in PostgreSQL at localhost:"));
      assertThat(message, containsString("has version 999, made by a newer Vigil"));
    }
  }

  @Test
  void severalLaunchesMayPrepareOneSchemaAtOnce() throws Exception {
    var config = TestPostgres.emptySchema();
    var threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> launch =
          () -> {
            PostgresTables.prepare(config);
            return null;
          };
      for (var done : threads.invokeAll(Collections.nCopies(4, launch))) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(PostgresRows.list(Tables.TOTALS, config), is(List.of()));
  }

  @Test
  void aSchemaThatIsNotVigilsIsRefused() throws SQLException {
    var config = TestPostgres.emptySchema();
    TestPostgres.execute(
        config,
        "CREATE SCHEMA " + config.schema(),
        "CREATE TABLE " + config.schema() + ".others (id int)");
    assertThat(
        messageOf(() -> PostgresTables.prepare(config)),
        allOf(
            startsWith("cannot use schema " + config.schema() + " in PostgreSQL at localhost:"),
            containsString("non-empty")));
  }

  @Test
  void aWrongPasswordIsOneLineThatDoesNotShowIt() throws IOException {
    var config = guarded("wrong-horse-8");
    var message = messageOf(() -> PostgresTables.prepare(config));
    assertThat(
        message,
        allOf(
            startsWith("PostgreSQL at localhost:"),
            containsString("refuses the login: password authentication failed for user"),
            not(containsString("wrong-horse-8"))));
    assertThat(config.toString(), not(containsString("wrong-horse-8")));
    assertThat(
        messageOf(
            () ->
                Writes.batch(
                    Tables.TOTALS, config, List.of(Totals.of("m", 0).with(1, 0, false, 1)))),
        containsString("password authentication failed"));
  }

  @Test
  void aMissingPasswordIsOneLine() {
    var config = TestPostgres.emptySchema().withUser(TestPostgres.GUARDED_USER);
    assertThat(
        messageOf(() -> PostgresTables.check(config)),
        allOf(containsString("refuses the login"), containsString("--jdbcPassword")));
  }

  @Test
  void theRightPasswordOpens() throws IOException {
    var config = guarded(TestPostgres.PASSWORD);
    PostgresTables.prepare(config);
    Writes.batch(Tables.TOTALS, config, List.of(Totals.of("m", 0).with(1, 0, false, 1)));
    assertThat(PostgresRows.list(Tables.TOTALS, config).size(), is(1));
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var config = PostgresConfig.at("jdbc:postgresql://localhost:" + port + "/vigil");
    assertThat(
        messageOf(() -> PostgresTables.check(config)),
        startsWith("cannot reach PostgreSQL at localhost:" + port + "/vigil (--jdbcUrl): "));
    var nowhere = PostgresConfig.at("jdbc:postgresql://no-such-host.invalid/vigil");
    assertThat(
        messageOf(() -> PostgresTables.check(nowhere)),
        startsWith("cannot reach PostgreSQL at no-such-host.invalid:5432/vigil (--jdbcUrl): "));
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    var url = TestPostgres.emptySchema().url().replaceFirst("/postgres$", "/nothing");
    assertThat(
        messageOf(() -> PostgresTables.check(PostgresConfig.at(url).withUser("postgres"))),
        containsString("database \"nothing\" does not exist"));
  }

  private PostgresConfig guarded(String password) throws IOException {
    var file = Files.writeString(folder.resolve("password"), password + "\n");
    return TestPostgres.emptySchema()
        .withUser(TestPostgres.GUARDED_USER)
        .withPassword(Password.named("--jdbcPassword", "file:" + file));
  }

  /** The message, which is one line. */
  private static String messageOf(Executable refused) {
    var message = assertThrows(Refusal.class, refused).getMessage();
    assertThat(message, not(containsString("\n")));
    return message;
  }
}
