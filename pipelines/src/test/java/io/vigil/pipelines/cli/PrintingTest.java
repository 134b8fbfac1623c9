package io.vigil.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks through the sources for ways to a terminal that go past {@link Terminal}. */
class PrintingTest {

  private static final Pattern PRINTING =
      Pattern.compile(
          "System\\s*\\.\\s*(out|err|console)\\b|FileDescriptor\\s*\\.\\s*(out|err)\\b"
              + "|new\\s+Print(Writer|Stream)\\b|\\.printStackTrace\\("
              // Their lines would be those of the values.
              + "|\\b(out|err|progress|warnings|getOut\\(\\)|getErr\\(\\))\\s*\\.\\s*(printf|format)\\(");

  private static final Path MODULES = Path.of("..");

  @Test
  void shouldPrintThroughTheTerminalAlone() throws IOException {
    var found = new ArrayList<String>();
    for (var module : List.of("schemas", "transforms", "pipelines")) {
      var sources = MODULES.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
          if (isPrinting(Files.readString(file))) {
            found.add(file.getFileName().toString());
          }
        }
      }
    }
    assertThat(found, contains("Terminal.java"));
  }

  @Test
  void shouldLogThroughTheSameFunction() throws IOException {
    var pattern =
        Files.readAllLines(Path.of("src/main/resources/logback.xml")).stream()
            .filter(it -> it.contains("<pattern>"))
            .toList();
    assertThat(pattern, is(not(empty())));
    for (var line : pattern) {
      assertThat(line, containsString("%visible(%msg){line}"));
      assertThat(line, containsString("%visible(%ex){lines}"));
    }
  }

  @Test
  void shouldFindTheWaysThatThereAre() {
    for (var way :
        List.of(
            "System.out.println(x)",
            "System\n.err",
            "new PrintWriter(file)",
            "new  PrintStream(o)",
            "e.printStackTrace()",
            "out.printf(\"%s%n\", x)",
            "FileDescriptor.out")) {
      assertThat(way, isPrinting(way));
    }
    assertThat("a parameter is none", !isPrinting("int run(PrintWriter out) { out.println(x); }"));
  }

  private static boolean isPrinting(String source) {
    return PRINTING.matcher(source).find();
  }
}
