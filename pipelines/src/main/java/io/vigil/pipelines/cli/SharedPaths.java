package io.vigil.pipelines.cli;

import picocli.CommandLine.Option;

/** The flag with which somebody vouches that the workers of a cluster see the launcher's files. */
public final class SharedPaths {

  @Option(
      names = "--sharedPaths",
      description =
          "All machines of --flinkMaster see the files and folders of this command, under the same"
              + " paths.")
  private boolean areShared;

  /**
   * Checks that paths mean the same to all who open them.
   *
   * @param paths the flags that have them
   * @throws IllegalArgumentException if workers would open their own, with a line for the user
   */
  public void check(RunnerFlags flags, String paths) {
    if (flags.isCluster() && !areShared) {
      throw new IllegalArgumentException(
          "the workers of --flinkMaster would look for %s on their own machines: if all of them see"
                  .formatted(paths)
              + " the same files under the same paths, say so with --sharedPaths");
    }
  }
}
