package io.vigil.pipelines;

import io.vigil.pipelines.archive.ArchiveCommand;
import io.vigil.pipelines.backfill.BackfillCommand;
import io.vigil.pipelines.cards.KeysCommand;
import io.vigil.pipelines.cli.FailureReport;
import io.vigil.pipelines.cli.PathFlag;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.Terminal;
import io.vigil.pipelines.cli.UsageReport;
import io.vigil.pipelines.draft.MappingCommand;
import io.vigil.pipelines.folders.RunFolder;
import io.vigil.pipelines.generate.GenerateCommand;
import io.vigil.pipelines.metrics.MetricsCommand;
import io.vigil.pipelines.monitor.MonitorCommand;
import io.vigil.pipelines.purge.PurgeCommand;
import io.vigil.pipelines.reconcile.ReconcileCommand;
import io.vigil.pipelines.redrive.RedriveCommand;
import io.vigil.pipelines.report.ReportCommand;
import io.vigil.pipelines.score.ScoreCommand;
import io.vigil.pipelines.stop.StopCommand;
import io.vigil.schemas.VigilVersion;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of Vigil: {@code vigil COMMAND [--flag=value …]}. */
@Command(
    name = "vigil",
    description = "Watches payment transactions, as a stream or as a batch.",
    subcommands = {
      MonitorCommand.class,
      MappingCommand.class,
      ArchiveCommand.class,
      BackfillCommand.class,
      GenerateCommand.class,
      RedriveCommand.class,
      ReconcileCommand.class,
      PurgeCommand.class,
      KeysCommand.class,
      ReportCommand.class,
      ScoreCommand.class,
      MetricsCommand.class,
      StopCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Vigil.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "vigil COMMAND --help lists the flags of a command.",
      "vigil demo shows in about two minutes what Vigil promises: vigil demo --help.",
      "vigil local up|status|down runs Kafka, PostgreSQL and Flink here: vigil local --help.",
      "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line."
    })
public final class Vigil implements Runnable {

  @Spec private CommandSpec spec;

  private Vigil() {}

  public static void main(String[] args) {
    try {
      RunFolder.takeAllTemporaryFiles();
    } catch (Refusal e) {
      Terminal.err().println("vigil: " + e.getMessage());
      System.exit(CommandLine.ExitCode.SOFTWARE);
    }
    System.exit(run(args));
  }

  /**
   * Runs one command as {@link #main} does, and returns its exit code instead of ending the JVM.
   */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Vigil())
        .setParameterExceptionHandler(new UsageReport())
        .setExecutionExceptionHandler(new FailureReport())
        .setOut(Terminal.out())
        .setErr(Terminal.err())
        // Colours would be made visible, like all that steers a terminal.
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .registerConverter(Path.class, new PathFlag())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** Without a command there is nothing to run. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /** Prints the version of the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"vigil " + VigilVersion.CURRENT};
    }
  }
}
