package io.vigil.local.cli;

import io.vigil.local.Installation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack a command is about. */
final class FolderFlag {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "The folder that holds the stack: its data, logs and ports (default: .vigil/local in the"
              + " project's folder).")
  private @Nullable Path folder;

  Path folder() {
    return (folder == null ? Installation.home().resolve(".vigil/local") : folder)
        .toAbsolutePath()
        .normalize();
  }
}
