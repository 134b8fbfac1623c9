package io.vigil.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Vigil writes can be read by nobody but its owner. */
class OwnerOnlyTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Set<String> OWN = Set.of("rwx------", "rw-------");
  private static final String INPUT =
      """
      {"transaction_id":"1","event_time":"2026-03-01T12:00:00Z","card_id":"c","merchant_id":"m","amount":1,"currency":"GBP"}
      {"bad":"4111111111111111"}
      """;

  @TempDir private Path folder;
  private Path input;

  @BeforeEach
  void setUp() throws IOException {
    input = Files.writeString(folder.resolve("in.jsonl"), INPUT);
  }

  /** This process has whatever umask the build has. */
  @Test
  void shouldMakeFoldersForTheOwnerAloneHoweverItWasStarted() throws IOException {
    var output = folder.resolve("made/on/the/way/out");
    try (var directory = OutputDirectory.prepare(output, Set.of("totals"))) {
      directory.publish();
    }
    var archive = folder.resolve("archive");
    ArchiveWriter.to(Archive.at(archive))
        .write(
            List.of(
                (Transaction)
                    TransactionParser.of(null)
                        .parse(
                            RawRecord.json(
                                SourcePosition.inFile("f", 1),
                                INPUT.lines().findFirst().orElseThrow().getBytes()))));

    for (var made : List.of(folder.resolve("made"), output, archive)) {
      assertThat(made.toString(), permissions(made), is("rwx------"));
    }
    try (var files = Files.walk(archive)) {
      var dated = files.filter(it -> it.toString().contains("date=")).toList();
      assertThat(dated.size(), is(5));
      for (var file : dated) {
        assertThat(file.toString(), OWN.contains(permissions(file)), is(true));
      }
    }
  }

  /** As the launcher starts it: nothing that any of the libraries makes takes permissions back. */
  @Test
  void shouldMakeTemporaryFilesOfFlinkForTheOwnerAlone() throws Exception {
    var temporary = Files.createDirectory(folder.resolve("tmp"));
    var output = folder.resolve("out");
    var process =
        start(temporary, "monitor", "--input=" + input, "--output=" + output, "--parallelism=1");
    var seen = new TreeSet<String>();
    var open = new TreeSet<String>();
    try {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!process.waitFor(50, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
        look(temporary, seen, open);
        look(output.getParent(), new TreeSet<>(), open);
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(folder.resolve("log")), process.waitFor(), is(0));
    look(output, seen, open);

    assertThat(seen.size(), is(greaterThan(3)));
    open.removeIf(it -> it.startsWith(temporary + " ") || it.startsWith(folder + " "));
    open.removeIf(it -> it.startsWith(input + " "));
    assertThat(open, is(empty()));
  }

  /** The launcher's own lines, with a Java that tells its umask instead of running anything. */
  @Test
  void shouldSetTheUmaskInTheLauncher() throws Exception {
    var home = folder.resolve("home");
    for (var module : List.of("schemas", "transforms", "pipelines")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.writeString(home.resolve(module).resolve("pom.xml"), "");
    }
    Files.writeString(home.resolve("pom.xml"), "");
    var launcher = Files.createDirectory(home.resolve("scripts")).resolve("vigil");
    Files.copy(Path.of("../scripts/vigil"), launcher);
    var java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; else umask; fi
        """);
    java.toFile().setExecutable(true);
    Files.createDirectories(home.resolve("pipelines/target"));
    Files.writeString(home.resolve("pipelines/target/vigil.jar"), "");

    var builder = new ProcessBuilder("bash", "-c", "umask 022; bash " + launcher + " keys");
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    var process = builder.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes());

    // The first run keeps the classes of the next ones, which this Java has none of.
    assertThat(
        said.lines().toList(),
        is(List.of("vigil: keeping its classes, once, so that it starts faster", "0077")));
  }

  private Process start(Path temporary, String... arguments) throws IOException {
    var command = new ArrayList<String>(List.of("bash", "-c", "umask 077; exec \"$@\"", "vigil"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(it -> it.startsWith("--add-opens"))
        .forEach(command::add);
    // A short life: it starts in half of the time without the second compiler.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add(Vigil.class.getName());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Files.writeString(folder.resolve("log"), "");
    Files.setPosixFilePermissions(
        folder.resolve("log"), PosixFilePermissions.fromString("rw-------"));
    return builder.start();
  }

  /** Files come and go meanwhile. */
  private static void look(Path below, Set<String> seen, Set<String> open) {
    try {
      Files.walkFileTree(
          below,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path it, BasicFileAttributes attributes) {
              return visitFile(it, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path it, BasicFileAttributes attributes) {
              try {
                var permissions = permissions(it);
                seen.add(it.toString());
                if (!permissions.endsWith("------")) {
                  open.add(it + " " + permissions);
                }
              } catch (IOException e) {
                return FileVisitResult.CONTINUE;
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path it, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
