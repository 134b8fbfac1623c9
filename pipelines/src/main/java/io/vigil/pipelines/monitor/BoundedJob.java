package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.JobCommand;
import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.files.FolderSink;
import io.vigil.pipelines.files.LineNumbers;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.files.ReadFiles;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.pipelines.folders.OwnFiles;
import io.vigil.pipelines.report.Findings;
import io.vigil.pipelines.report.Report;
import io.vigil.pipelines.results.ResultTables;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.pipelines.webhook.IncidentReport;
import io.vigil.schemas.parse.Warnings;
import io.vigil.schemas.protect.CardProtection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The main job over files. What it says of the records is read back from the files that it wrote.
 *
 * @param files what is read and written
 * @param protection what becomes of card data in them
 * @param settings what is made of the records
 * @param servers where the tables go besides the folder
 * @param runnerFlags for Beam and its runner
 */
record BoundedJob(
    BoundedFiles files,
    CardProtection protection,
    MonitorSettings settings,
    Servers servers,
    RunnerFlags runnerFlags)
    implements Job {

  /** As many as Kafka gives a topic in most clusters. */
  private static final int TOPIC_PARTITIONS = 4;

  BoundedJob {
    servers.check();
    runnerFlags.checkCluster();
  }

  @Override
  public Plan plan(CommandSpec command) {
    var paths = files.files().stream().map(SourceFile::path).toList();
    return Plan.of(command, runnerFlags, pipeline(files.output())).withInput(paths, files.bytes());
  }

  @Override
  public int run(PrintWriter out, PrintWriter progress) throws IOException {
    servers.prepare(TOPIC_PARTITIONS);
    try (var directory = OutputDirectory.prepare(files.output(), FileFlags.TABLES)) {
      var pipeline = pipeline(directory.staging());
      long unknownCountries = Warnings.unknownCountries();
      long unusableIssuers = Warnings.unusableIssuers();
      long ambiguousNumbers = Warnings.ambiguousNumbers();
      Progress.during(progress, files.bytes(), () -> pipeline.run().waitUntilFinish());
      var tables = ResultTables.inFolder(directory.staging());
      var audit = Audit.of(tables);
      var incidents = IncidentReport.of(tables);
      warn(
          Warnings.unknownCountries() - unknownCountries,
          "without the country that they named: ISO 3166-1 has none such",
          out);
      warn(
          Warnings.unusableIssuers() - unusableIssuers,
          "without their issuer: it is neither 6 to 8 digits nor a name",
          out);
      warn(
          Warnings.ambiguousNumbers() - ambiguousNumbers,
          "with an amount such as 1.000, taken for 1: if it is a thousand, say 'number' in the mapping",
          out);
      describe(audit, out);
      if (!audit.isBalanced() || audit.hasMoreDeadLettersThan(files.maxDeadLetters())) {
        return refuse(audit, out);
      }
      var findings = Findings.in(tables);
      writeReport(findings, directory.staging());
      directory.publish();
      var days = new DaysCovered(findings.hours()).line();
      if (days != null) {
        out.println(days);
      }
      incidents.lines().forEach(out::println);
      out.println("report: " + files.output().resolve(Report.FILE));
      return finish(audit, tell(incidents, out), out);
    }
  }

  Pipeline pipeline(Path folder) {
    var sinks = new ArrayList<TableSink>(List.of(FolderSink.in(folder, files.format())));
    sinks.addAll(servers.sinks());
    var pipeline = Pipeline.create(runnerFlags.toOptions());
    Monitor.build(
        pipeline,
        ReadFiles.of(files.files(), files.limits(), settings.mapping()).protecting(protection),
        sinks,
        settings);
    return pipeline;
  }

  private void writeReport(Findings findings, Path folder) throws IOException {
    var rules = new ArrayList<>(List.of("detection " + settings.rules().fingerprint()));
    rules.addAll(settings.rules().describe());
    var page = Report.of(findings, rules);
    OwnFiles.create(folder.resolve(Report.FILE), page.getBytes(StandardCharsets.UTF_8));
  }

  private static void warn(long transactions, String problem, PrintWriter out) {
    if (transactions > 0) {
      out.println("warning: %,d transactions %s".formatted(transactions, problem));
    }
  }

  private void describe(Audit audit, PrintWriter out) {
    var lines = LineNumbers.of(audit.firstOfReasons(), files.files(), files.limits());
    audit.reasons(lines).forEach(out::println);
    audit.damages().forEach(damage -> out.println("damaged file: " + damage));
    audit.filesSetAside().forEach(file -> out.println("file set aside: " + file));
    audit.problems().forEach(problem -> out.println("not balanced: " + problem));
  }

  private int refuse(Audit audit, PrintWriter out) {
    if (audit.isBalanced()) {
      out.println(
          "not published: a larger share of dead letters than --maxDeadLetters=%s; does the mapping fit?"
              .formatted(files.maxDeadLetters()));
    }
    out.println(audit.resultLine());
    return ExitCode.SOFTWARE;
  }

  /** Whether everybody was told of the incidents who was to be. */
  private boolean tell(IncidentReport incidents, PrintWriter out) {
    var webhook = servers.webhook();
    var untold = webhook == null ? null : incidents.tell(webhook);
    if (untold != null) {
      out.println("webhook: " + untold);
    }
    return untold == null;
  }

  private static int finish(Audit audit, boolean isTold, PrintWriter out) {
    out.println(audit.resultLine());
    if (!isTold) {
      return ExitCode.SOFTWARE;
    }
    return audit.needsEyes() ? JobCommand.NEEDS_EYES : ExitCode.OK;
  }
}
