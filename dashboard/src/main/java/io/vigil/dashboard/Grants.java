package io.vigil.dashboard;

/** The SQL for a role that can read Vigil's tables and nothing else. */
final class Grants {

  private static final String SQL =
      """
      -- A role for the dashboard: it reads Vigil's tables and nothing else. Give it a password of your own.
      CREATE ROLE vigil_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 8;
      ALTER ROLE vigil_reader SET default_transaction_read_only = on;
      ALTER ROLE vigil_reader SET statement_timeout = '10s';
      GRANT USAGE ON SCHEMA %1$s TO vigil_reader;
      GRANT SELECT ON %1$s.totals, %1$s.spikes, %1$s.incidents, %1$s.flags, %1$s.conflicts, %1$s.ledger,
        %1$s.ledger_balance, %1$s.newest_minute, %1$s.generations TO vigil_reader;
      -- Of what was set aside it sees counts, reasons and places: no cards, and no bytes of records.
      GRANT SELECT (source, partition, "offset", event_time, written_at) ON %1$s.late TO vigil_reader;
      GRANT SELECT (stage, reason, message, source, partition, "offset", event_time, attempt, written_at)
        ON %1$s.dead_letters TO vigil_reader;
      """;

  private Grants() {}

  /** For the tables of that schema. */
  static String of(String schema) {
    return SQL.formatted(schema);
  }
}
