package io.vigil.local.demo;

import io.vigil.local.LogFile;
import io.vigil.local.PostgresServer;
import java.time.Duration;
import java.util.List;

/** {@code vigil dashboard} over the demo's tables, until the demo ends. */
final class DashboardPage {

  private static final Duration START = Duration.ofSeconds(60);
  private static final String NAME = "dashboard";
  private static final String SERVING = "serving ";

  private DashboardPage() {}

  /** Serves it, and returns its address. */
  static String serve(DemoFolder folder, PostgresServer postgres) {
    var log = folder.log(NAME);
    new VigilProgram(folder)
        .start(
            NAME,
            NAME,
            List.of(
                "--jdbcUrl=" + postgres.jdbcUrl(),
                "--jdbcUser=" + PostgresServer.USER,
                folder.databaseMark(),
                "--port=0"));
    Limit.await(
        "vigil dashboard serves", START, log, () -> LogFile.lastLine(log).startsWith(SERVING));
    return LogFile.lastLine(log).substring(SERVING.length());
  }
}
