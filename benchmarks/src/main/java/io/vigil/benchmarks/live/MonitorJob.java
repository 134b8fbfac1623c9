package io.vigil.benchmarks.live;

import io.vigil.local.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** One run of {@code vigil monitor}, with a topic, a schema and output topics of its own. */
final class MonitorJob {

  private static final Pattern JOB =
      Pattern.compile("\"jid\":\"([0-9a-f]+)\",\"name\":\"([^\"]+)\"");

  private final LocalStack stack;
  private final Path folder;
  private final String name;

  MonitorJob(LocalStack stack, Path folder, String name) {
    this.stack = stack;
    this.folder = folder;
    this.name = name;
  }

  String topic() {
    return name;
  }

  String spikes() {
    return name + "-out.spikes";
  }

  String schema() {
    return "bench_" + name;
  }

  /** Sends generated records, and waits until all are sent. */
  void send(String... flags) throws IOException, InterruptedException {
    check(sendInBackground(flags), "generate");
  }

  Process sendInBackground(String... flags) throws IOException {
    var command = new ArrayList<>(List.of("generate", kafka(), "--topic=" + name));
    command.addAll(List.of("--partitions=4", "--lateRate=0", "--badRate=0.001"));
    command.addAll(Arrays.asList(flags));
    return vigil(command);
  }

  /** Starts the job, and returns when the cluster has taken it. */
  void start() throws IOException, InterruptedException {
    var command =
        List.of(
            "monitor",
            kafka(),
            "--topic=" + name,
            "--startFrom=earliest",
            "--outputTopics=" + name + "-out",
            "--jdbcUrl=" + stack.postgres().jdbcUrl(),
            "--jdbcUser=vigil",
            "--jdbcPassword=file:" + stack.postgres().passwordFile(),
            "--jdbcSchema=" + schema(),
            "--flinkMaster=" + stack.flink().master(),
            "--jobName=" + name,
            "--parallelism=2",
            "--attachedMode=false");
    check(vigil(command), "monitor");
  }

  void cancel() throws IOException, InterruptedException {
    var http = HttpClient.newHttpClient();
    var overview =
        http.send(
                HttpRequest.newBuilder(URI.create(stack.flink().url() + "/jobs/overview")).build(),
                BodyHandlers.ofString())
            .body();
    var jobs = JOB.matcher(overview);
    while (jobs.find()) {
      if (jobs.group(2).equals(name)) {
        var job = URI.create(stack.flink().url() + "/jobs/" + jobs.group(1) + "?mode=cancel");
        http.send(
            HttpRequest.newBuilder(job)
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
      }
    }
  }

  private String kafka() {
    return "--bootstrapServers=" + stack.kafka().bootstrapServers();
  }

  private Process vigil(List<String> command) throws IOException {
    var line = new ArrayList<>(List.of("scripts/vigil"));
    line.addAll(command);
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + "-" + command.get(0) + ".log").toFile())
        .start();
  }

  private void check(Process process, String command) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "vigil " + command + " failed: " + folder.resolve(name + "-" + command + ".log"));
    }
  }
}
