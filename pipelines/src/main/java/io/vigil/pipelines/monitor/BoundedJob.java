package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.files.FolderSink;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.files.ReadFiles;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.pipelines.webhook.IncidentReport;
import io.vigil.schemas.parse.Warnings;
import io.vigil.schemas.protect.CardProtection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;
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
      Progress.during(progress, files.bytes(), () -> pipeline.run().waitUntilFinish());
      var audit = Audit.of(directory.staging(), files.format());
      var incidents = IncidentReport.of(directory.staging(), files.format());
      if (!audit.isBalanced()) {
        return report(audit, incidents, null, out);
      }
      warn(
          Warnings.unknownCountries() - unknownCountries,
          "the country that they named: ISO 3166-1 has none such",
          out);
      warn(
          Warnings.unusableIssuers() - unusableIssuers,
          "their issuer: it is neither 6 to 8 digits nor a name",
          out);
      directory.publish();
      var webhook = servers.webhook();
      return report(audit, incidents, webhook == null ? null : incidents.tell(webhook), out);
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

  private static void warn(long transactions, String without, PrintWriter out) {
    if (transactions > 0) {
      out.println("warning: %,d transactions without %s".formatted(transactions, without));
    }
  }

  private static int report(
      Audit audit, IncidentReport incidents, @Nullable String untold, PrintWriter out) {
    audit
        .reasons()
        .forEach((reason, count) -> out.println("dead letters: %,d %s".formatted(count, reason)));
    audit.damages().forEach(damage -> out.println("damaged file: " + damage));
    audit.problems().forEach(problem -> out.println("not balanced: " + problem));
    incidents.lines().forEach(out::println);
    if (untold != null) {
      out.println("webhook: " + untold);
    }
    out.println(audit.resultLine());
    return audit.isBalanced() && untold == null ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
