package io.vigil.pipelines.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.files.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

  @TempDir private Path folder;

  @Test
  void shouldRefuseWhatIsNoFile() throws Exception {
    var pipe = folder.resolve("pipe.jsonl");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(), is(0));

    for (var path : List.of(pipe.toString(), folder + "/*.jsonl", "/dev/zero", "/dev/null")) {
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () -> refuses(path, "it is a pipe or a device, of which nobody can tell"));
    }
  }

  /** What a shell makes of {@code <(…)}. */
  @Test
  void shouldRefuseThePipeOfAShell() throws Exception {
    var shell = new ProcessBuilder("cat").start();
    try {
      refuses("/proc/" + shell.pid() + "/fd/0", "it is a pipe or a device");
    } finally {
      shell.destroyForcibly();
    }
  }

  @Test
  void shouldTakeAPatternForAPattern() throws IOException {
    write("*.jsonl");
    write("a.jsonl");
    write("b.jsonl");

    assertThat(found("*.jsonl"), contains("*.jsonl", "a.jsonl", "b.jsonl"));
  }

  @Test
  void shouldSayHowToNameAFileThatLooksLikeAPattern() throws IOException {
    write("day[1].jsonl");

    refuses(folder + "/day[1].jsonl", "if that is the name of one, put a \\ before each of");
    assertThat(found("day\\[1\\].jsonl"), contains("day[1].jsonl"));
  }

  @Test
  void shouldTakeOnlyThePatternForOne() throws IOException {
    var odd = Files.createDirectory(folder.resolve("x{1}"));
    Files.writeString(odd.resolve("a.jsonl"), "{}\n");

    assertThat(new FilePattern(odd, Path.of("*.jsonl")).find(), contains(odd.resolve("a.jsonl")));
  }

  @Test
  void shouldRefuseABrokenPattern() {
    refuses(folder + "/[", "is no pattern: ");
    refuses(folder + "/{a,{b}}", "is no pattern: ");
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name), "{}\n");
  }

  private List<String> found(String pattern) {
    return InputFiles.match("--input", List.of(folder + "/" + pattern), null).stream()
        .map(it -> Path.of(it.path()).getFileName().toString())
        .toList();
  }

  private void refuses(String glob, String message) {
    var refusal =
        assertThrows(
            Refusal.class, () -> InputFiles.match("--input", List.of(glob), FileFormat.JSON));
    assertThat(refusal.getMessage(), containsString(message));
    assertThat(refusal.getMessage().lines().count(), is(1L));
  }
}
