package io.vigil.pipelines.cli;

import io.vigil.pipelines.folders.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Configures the Flink that runs inside this process. By default it would listen on all interfaces
 * for jobs from anybody, leave its temporary files behind, and have 64 MiB of network memory,
 * however many tasks exchange data with each other.
 */
final class EmbeddedFlink {

  private static final int BUFFER_KIBIBYTES = 32;
  private static final int LEAST_KIBIBYTES = 64 * 1024;

  /** More exchanges than a pipeline of Vigil has at once, each from every task to every task. */
  private static final int MOST_EXCHANGES = 20;

  private static final String THIS_MACHINE = "127.0.0.1";

  private EmbeddedFlink() {}

  /**
   * Writes the configuration to the run's own folder.
   *
   * @param given a folder with a configuration of the user's, each setting of which counts more;
   *     null for none
   * @throws Refusal if that cannot be read
   */
  static Path configurationFor(int parallelism, @Nullable String given) {
    var settings = ownSettings(parallelism);
    if (given != null) {
      settings.addAll(read(given));
    }
    try {
      var folder = Files.createTempDirectory(RunFolder.path(), "flink-conf");
      var lines =
          new TreeMap<>(settings.toMap())
              .entrySet().stream().map(it -> it.getKey() + ": " + quoted(it.getValue())).toList();
      Files.write(folder.resolve("config.yaml"), lines);
      return folder;
    } catch (IOException e) {
      throw new Refusal("cannot write temporary files: " + FileProblem.inWords(e), e);
    }
  }

  private static Configuration ownSettings(int parallelism) {
    long wanted = (long) MOST_EXCHANGES * parallelism * parallelism * BUFFER_KIBIBYTES;
    var network = Math.max(LEAST_KIBIBYTES, wanted) + "kb";
    var temporary = RunFolder.path().toString();
    var settings = new Configuration();
    settings.setString("taskmanager.memory.network.min", network);
    settings.setString("taskmanager.memory.network.max", network);
    settings.setString("jobmanager.rpc.address", THIS_MACHINE);
    settings.setString("jobmanager.bind-host", THIS_MACHINE);
    settings.setString("taskmanager.host", THIS_MACHINE);
    settings.setString("taskmanager.bind-host", THIS_MACHINE);
    settings.setString("rest.address", THIS_MACHINE);
    settings.setString("rest.bind-address", THIS_MACHINE);
    settings.setString("rest.bind-port", "0");
    settings.set(ClosedRest.IS_CLOSED, true);
    settings.setString("web.submit.enable", "false");
    settings.setString("web.cancel.enable", "false");
    settings.setString("web.rescale.enable", "false");
    settings.setString("web.access-control-allow-origin", "http://" + THIS_MACHINE);
    settings.setString("web.tmpdir", temporary);
    settings.setString("web.upload.dir", temporary);
    settings.setString("queryable-state.enable", "false");
    settings.setString("io.tmp.dirs", temporary);
    settings.setString("process.working-dir", temporary);
    return settings;
  }

  private static Configuration read(String folder) {
    try {
      return GlobalConfiguration.loadConfiguration(folder);
    } catch (IllegalConfigurationException e) {
      throw new Refusal("--flinkConfDir=" + folder + ": " + e.getMessage(), e);
    }
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
