package io.vigil.dashboard;

import io.vigil.pipelines.cli.FailureReport;
import io.vigil.pipelines.cli.Secret;
import io.vigil.pipelines.cli.UsageReport;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresFlags;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil dashboard}: serves the live page until it is ended. */
@Command(
    name = "vigil dashboard",
    description =
        "Serves a live page over the tables in PostgreSQL: totals, incidents, books. It reads, and"
            + " cannot write.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "Runs until it is ended.",
      "Exit codes: 0 ended; 1 could not start, the last line says why; 2 wrong command line."
    })
public final class DashboardCommand implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on. Any but this machine's own needs --token or --trustedHeader.")
  private String listen = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8088",
      description = "The port to listen on; 0 is any that is free.")
  private int port;

  @Option(
      names = "--token",
      paramLabel = "REFERENCE",
      description = "Where the token is that visitors must have: env:NAME or file:PATH.")
  private @Nullable String token;

  @Option(
      names = "--trustedHeader",
      paramLabel = "NAME",
      description =
          "A header that your reverse proxy sets for those whom it lets in, and takes from all"
              + " others.")
  private @Nullable String trustedHeader;

  @Option(
      names = "--printGrants",
      description = "Print the SQL of a role that can only read, and end.")
  private boolean printGrants;

  private DashboardCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new DashboardCommand())
        .setParameterExceptionHandler(new UsageReport())
        .setExecutionExceptionHandler(new FailureReport())
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var config = postgres.config();
    if (printGrants) {
      out.print(Grants.of(config == null ? PostgresConfig.DEFAULT_SCHEMA : config.schema()));
      out.flush();
      return ExitCode.OK;
    }
    if (config == null) {
      throw wrong("--jdbcUrl=URL is missing");
    }
    try (var server = DashboardServer.start(config, address(), secret(), trustedHeader)) {
      out.printf("serving http://%s:%d/%n", listen, server.port());
      out.flush();
      new CountDownLatch(1).await();
    }
    return ExitCode.OK;
  }

  private @Nullable String secret() {
    try {
      return token == null ? null : Secret.find("--token", "token", token);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private InetSocketAddress address() {
    if (port < 0 || port > HIGHEST_PORT) {
      throw wrong("--port=" + port + " is not in 0 to " + HIGHEST_PORT);
    }
    try {
      var address = InetAddress.getByName(listen);
      if (!address.isLoopbackAddress() && token == null && trustedHeader == null) {
        throw wrong(
            "--listen=" + listen + " lets other machines in: it needs --token or --trustedHeader");
      }
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw wrong("--listen=" + listen + " is no address of this machine");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
