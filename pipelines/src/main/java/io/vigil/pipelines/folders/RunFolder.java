package io.vigil.pipelines.folders;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one folder for all temporary files of this process, which goes when it ends. */
public final class RunFolder {

  private static final String TEMPORARY = "java.io.tmpdir";

  private static @Nullable ClaimedFolder folder;

  private RunFolder() {}

  /**
   * Where it is. The first call makes it, in the system's folder for temporary files.
   *
   * @throws Refusal if it cannot be made
   */
  public static synchronized Path path() {
    if (folder == null) {
      var parent = Path.of(System.getProperty(TEMPORARY));
      try {
        folder = ClaimedFolder.in(parent, "vigil-run-");
      } catch (IOException e) {
        throw new Refusal(
            "cannot write temporary files to " + parent + ": " + FileProblem.inWords(e), e);
      }
    }
    return folder.path();
  }

  /**
   * Lets all libraries put their temporary files there. Must come before any of them makes one, and
   * is for a process that runs one command.
   *
   * @throws Refusal if it cannot be made
   */
  public static void takeAllTemporaryFiles() {
    System.setProperty(TEMPORARY, path().toString());
  }
}
