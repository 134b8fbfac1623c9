package io.vigil.pipelines;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the documents say, held against what Vigil does. */
class DocsTest {

  @ParameterizedTest
  @EnumSource
  void shouldExplainEveryReason(Reason reason) throws IOException {
    assertThat(
        Files.readString(Path.of("../docs/dead-letters.md")),
        containsString("| `" + reason + "` |"));
  }

  @Test
  void shouldRunTheCommandOfTheReadme(@TempDir Path folder) throws IOException {
    var readme = Files.readString(Path.of("../README.md"));
    var command =
        Pattern.compile("scripts/vigil (monitor .*?--output=\\S+)", Pattern.DOTALL).matcher(readme);
    assertThat("the README shows a command", command.find(), is(true));

    var arguments =
        Stream.of(command.group(1).replace("\\\n", " ").replace("'", "").trim().split("\\s+"))
            .map(it -> it.replace("=samples/", "=../samples/"))
            .map(it -> it.startsWith("--output=") ? "--output=" + folder.resolve("out") : it)
            .toArray(String[]::new);

    assertThat(vigil(arguments).exitCode(), is(0));
  }
}
