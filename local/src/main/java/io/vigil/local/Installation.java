package io.vigil.local;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build has put the servers' jars, found from where this class lies. */
public final class Installation {

  private Installation() {}

  /** The folder of the whole project. */
  public static Path home() {
    // This class is in local/target/classes or in a jar in local/target.
    return target().resolve("../..").normalize();
  }

  /** The class path of a server, for the java command: what is built here, and what it needs. */
  static String classPath(String server) {
    return stack(server).resolve("classes") + ":" + jars(server);
  }

  /** Where PostgreSQL is unpacked to, once for all stacks. */
  static Path unpackedPostgres() {
    return stack("postgres").resolve("server");
  }

  /** Those of the last build: jars of other versions may lie beside them. */
  private static String jars(String server) {
    var list = stack(server).resolve("jars.classpath");
    try {
      return Files.readString(list).strip();
    } catch (IOException e) {
      throw new StackException(
          "%s is not there: build the module local with Maven first".formatted(list));
    }
  }

  private static Path stack(String server) {
    return target().resolve("../stack/" + server + "/target").normalize();
  }

  private static Path target() {
    var source = Installation.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      return Path.of(source.toURI()).resolveSibling(".").normalize().toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new StackException("cannot find the servers' jars from " + source);
    }
  }
}
