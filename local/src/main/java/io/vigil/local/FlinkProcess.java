package io.vigil.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process of the Flink cluster. */
public abstract sealed class FlinkProcess extends Part permits JobManager, TaskManager {

  private static final int OK = 200;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(ANSWER).build();

  FlinkProcess(String name, StackFolder folder) {
    super(name, folder);
  }

  @Override
  final void prepare() {
    var settings = new ArrayList<>(FlinkSettings.ofCluster(folder()));
    settings.addAll(ownSettings());
    StackFolder.write(configuration().resolve("config.yaml"), settings);
  }

  /** Lines of config.yaml for this process alone. */
  abstract List<String> ownSettings();

  final List<String> java(String mainClass, List<String> memory, List<String> arguments) {
    var flags = new ArrayList<>(memory);
    flags.add("-Dlog.file=" + logFile());
    flags.addAll(FlinkSettings.OPENED);
    var all = new ArrayList<>(List.of("--configDir", configuration().toString()));
    all.addAll(arguments);
    return JavaCommand.of(mark(), Installation.classPath("flink"), flags, mainClass, all);
  }

  /** Whether the REST interface has this page. */
  final boolean has(String page) {
    var url = URI.create("http://127.0.0.1:" + folder().ports().flink() + page);
    var request = HttpRequest.newBuilder(url).timeout(ANSWER).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }

  private Path configuration() {
    return folder().path().resolve("flink/conf").resolve(name());
  }
}
