package io.vigil.pipelines.live;

import io.vigil.local.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a run has come, as its tables in PostgreSQL say. While the server is away: not at all.
 */
record Ledger(PostgresServer server, String schema) {

  long read() {
    return number("SELECT coalesce(sum(read), 0) FROM %s.ledger");
  }

  long late() {
    return number("SELECT coalesce(sum(late), 0) FROM %s.ledger");
  }

  long accepted() {
    return number("SELECT coalesce(sum(accepted), 0) FROM %s.ledger");
  }

  long deadLetters() {
    return number("SELECT coalesce(sum(dead_letters), 0) FROM %s.ledger");
  }

  long duplicates() {
    return number("SELECT coalesce(sum(duplicates), 0) FROM %s.ledger");
  }

  /** Whether so many records were read, each of them has ended somewhere, and no row is open. */
  boolean isClosedAt(long records) {
    return isClosedButForAnnouncementsAt(records) && open() == 0;
  }

  /** The same, but for spikes that were announced by a run that died, which may never close. */
  boolean isClosedButForAnnouncementsAt(long records) {
    return read() == records
        && number("SELECT sum(accepted + duplicates + dead_letters + late) FROM %s.ledger")
            == records
        && late() == number("SELECT count(*) FROM %s.late")
        && number("SELECT count(*) FROM %s.totals WHERE final") > 0
        && number("SELECT count(*) FROM %s.totals WHERE NOT final") == 0;
  }

  List<String> unbalanced() throws SQLException {
    var blocks = new ArrayList<String>();
    try (var connection = server.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT row(b.*) FROM %s.ledger_balance b WHERE NOT balanced".formatted(schema))) {
      while (rows.next()) {
        blocks.add(rows.getString(1));
      }
    }
    return blocks;
  }

  /** An incident that was retracted stays as it is. */
  private long open() {
    return number(
        "SELECT (SELECT count(*) FROM %1$s.totals WHERE NOT final)"
            + " + (SELECT count(*) FROM %1$s.spikes WHERE NOT final)"
            + " + (SELECT count(*) FROM %1$s.incidents WHERE NOT final AND state <> 'RETRACTED')");
  }

  private long number(String query) {
    try (var connection = server.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query.formatted(schema))) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      return -1;
    }
  }

  @Override
  public String toString() {
    return "read=%d accounted=%d late=%d open rows=%d"
        .formatted(
            read(),
            number("SELECT sum(accepted + duplicates + dead_letters + late) FROM %s.ledger"),
            late(),
            open());
  }
}
