package io.vigil.pipelines.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Configures the Flink that runs inside this process. Flink's own default gives it 64 MiB of
 * network memory, however many tasks exchange data with each other.
 */
final class EmbeddedFlink {

  private static final int BUFFER_KIBIBYTES = 32;
  private static final int LEAST_KIBIBYTES = 64 * 1024;

  /** More exchanges than a pipeline of Vigil has at once, each from every task to every task. */
  private static final int MOST_EXCHANGES = 20;

  private EmbeddedFlink() {}

  /** Writes the configuration to a folder of its own, which goes when the JVM ends. */
  static Path configurationFor(int parallelism) {
    long wanted = (long) MOST_EXCHANGES * parallelism * parallelism * BUFFER_KIBIBYTES;
    var network = Math.max(LEAST_KIBIBYTES, wanted) + "kb";
    try {
      var folder = Files.createTempDirectory("vigil-flink");
      var file = folder.resolve("config.yaml");
      Files.writeString(
          file,
          "taskmanager.memory.network.min: %s%ntaskmanager.memory.network.max: %s%n"
              .formatted(network, network));
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
