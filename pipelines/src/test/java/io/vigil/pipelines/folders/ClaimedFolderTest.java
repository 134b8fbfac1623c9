package io.vigil.pipelines.folders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimedFolderTest {

  @TempDir private Path parent;

  @Test
  void shouldBeItsOwnersAlone() throws IOException {
    try (var folder = ClaimedFolder.in(parent, "run-")) {
      var permissions = Files.getPosixFilePermissions(folder.path());
      assertThat(PosixFilePermissions.toString(permissions), is("rwx------"));
    }
  }

  @Test
  void shouldGoWithAllThatIsInIt() throws IOException {
    try (var folder = ClaimedFolder.in(parent.resolve("made/for/it"), "run-")) {
      Files.createDirectories(folder.path().resolve("deep/er"));
      Files.writeString(folder.path().resolve("deep/er/file"), "x");
    }

    assertThat(names(parent.resolve("made/for/it")), is(empty()));
  }

  @Test
  void shouldSweepWhatTheDeadHaveLeft() throws IOException {
    leaveBehind("run-1");
    leaveBehind("other-1");
    Files.writeString(parent.resolve("run-notes"), "no folder of Vigil's");

    ClaimedFolder.in(parent, "run-").close();

    assertThat(names(parent), containsInAnyOrder("other-1", "other-1.lock", "run-notes"));
  }

  @Test
  void shouldSweepALockWhoseFolderWasNeverMade() throws IOException {
    Files.createFile(parent.resolve("run-1.lock"));

    ClaimedFolder.in(parent, "run-").close();

    assertThat(names(parent), is(empty()));
  }

  @Test
  void shouldLeaveAloneWhatIsAlive() throws IOException {
    try (var one = ClaimedFolder.in(parent, "run-");
        var other = ClaimedFolder.in(parent, "run-")) {
      assertThat(Files.isDirectory(one.path()), is(true));
      assertThat(Files.isDirectory(other.path()), is(true));
    }
  }

  /** In a folder for everybody, anybody can make a link of that name. */
  @Test
  void shouldFollowNoLink(@TempDir Path precious) throws IOException {
    Files.writeString(precious.resolve("file"), "x");
    Files.createFile(parent.resolve("run-1.lock"));
    Files.createSymbolicLink(parent.resolve("run-1"), precious);
    leaveBehind("run-2");
    Files.createSymbolicLink(parent.resolve("run-2/inside"), precious);

    ClaimedFolder.in(parent, "run-").close();

    assertThat(names(precious), contains("file"));
    assertThat(Files.exists(parent.resolve("run-2")), is(false));
  }

  private void leaveBehind(String name) throws IOException {
    Files.createDirectory(parent.resolve(name));
    Files.writeString(parent.resolve(name).resolve("left"), "x");
    Files.createFile(parent.resolve(name + ".lock"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(it -> it.getFileName().toString()).toList();
    }
  }
}
