package io.vigil.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes a file or a folder with what is in it. Links are deleted, not followed. */
public final class Deletion {

  private Deletion() {}

  /**
   * Deletes it if it is there.
   *
   * @throws StackException if something of it cannot be deleted
   */
  public static void of(Path path) {
    try {
      Files.walkFileTree(path, new DeletingVisitor());
    } catch (NoSuchFileException e) {
      // There is nothing to delete.
      return;
    } catch (IOException e) {
      throw new StackException("cannot delete %s: %s".formatted(path, e.getMessage()));
    }
  }

  private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
