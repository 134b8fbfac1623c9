package io.vigil.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** PostgreSQL's programs, unpacked when they are first asked for. */
final class PostgresPrograms {

  private PostgresPrograms() {}

  /**
   * The beginning of a command that runs one of them. PostgreSQL refuses to run as root; in a user
   * namespace without a mapping root is nobody, while the files stay root's.
   */
  static List<String> command(Part part, String program) {
    var path = unpacked(part).resolve("bin").resolve(program).toString();
    return isRoot() ? List.of("unshare", "--user", path) : List.of(path);
  }

  private static synchronized Path unpacked(Part part) {
    var server = Installation.unpackedPostgres();
    if (Files.exists(server)) {
      return server;
    }
    // Under another name until it is whole.
    var begun = server.resolveSibling("server." + ProcessHandle.current().pid());
    part.run(
        "unpack its programs",
        JavaCommand.of(
            part.mark() + "-unpack",
            Installation.classPath("postgres"),
            List.of(),
            "io.vigil.local.unpack.UnpackPostgres",
            List.of(archive(), begun.toString())));
    try {
      Files.move(begun, server, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(server)) {
        throw new StackException("cannot write %s: %s".formatted(server, e.getMessage()));
      }
      // Another process was faster.
      Deletion.of(begun);
    }
    return server;
  }

  private static String archive() {
    var machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    return switch (machine) {
      case "Linux on amd64" -> "postgres-linux-x86_64.txz";
      case "Linux on aarch64" -> "postgres-linux-arm_64.txz";
      default ->
          throw new StackException(
              "the local stack has no PostgreSQL for %s, only for Linux on amd64 and aarch64"
                  .formatted(machine));
    };
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      throw new StackException("cannot find out who runs this: " + e.getMessage());
    }
  }
}
