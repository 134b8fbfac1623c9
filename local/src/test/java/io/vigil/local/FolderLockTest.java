package io.vigil.local;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @Test
  void makesTheStacksFolderForItsOwnerAlone(@TempDir Path folder) throws IOException {
    var stack = folder.resolve("some/stack");
    assertThat(FolderLock.during(stack, () -> "done"), is("done"));
    assertThat(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(stack)), is("rwx------"));
  }
}
