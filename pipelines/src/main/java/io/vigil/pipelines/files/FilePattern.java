package io.vigil.pipelines.files;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern of paths, as {@link java.nio.file.FileSystem#getPathMatcher} knows it.
 *
 * @param folder where to look: all of the path that is no pattern
 * @param pattern relative to it
 */
record FilePattern(Path folder, Path pattern) {

  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{\\\\]");

  /** Whether the text is a pattern, and not just a path. */
  static boolean isPattern(String text) {
    return WILDCARD.matcher(text).find();
  }

  /** The pattern in a text that {@linkplain #isPattern is one}. */
  static FilePattern of(String text) {
    var given = Path.of(text);
    int plain = 0;
    while (!isPattern(given.getName(plain).toString())) {
      plain++;
    }
    var folder = given.isAbsolute() ? given.getRoot() : Path.of("");
    if (plain > 0) {
      folder = folder.resolve(given.subpath(0, plain));
    }
    return new FilePattern(
        folder.toAbsolutePath().normalize(), given.subpath(plain, given.getNameCount()));
  }

  /** All that lies in the folder itself. */
  static FilePattern in(Path folder) {
    return new FilePattern(folder, Path.of("*"));
  }

  /**
   * What matches and is no directory, a pipe for example. It looks no deeper than the pattern goes:
   * a disk may hold more than anybody wants to walk. Names that begin with a point or an underscore
   * are passed over unless the pattern names them so: they are those of files that are not
   * finished, or that say something of others, as {@code _SUCCESS} and {@code .part-0.crc}.
   *
   * @throws java.util.regex.PatternSyntaxException if it is no right pattern
   */
  List<Path> find() throws IOException {
    var matcher = pattern.getFileSystem().getPathMatcher("glob:" + pattern);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    boolean namesHidden = isHidden(pattern);
    int deepest = pattern.toString().contains("**") ? Integer.MAX_VALUE : pattern.getNameCount();
    try (var found =
        Files.find(
            folder,
            deepest,
            (path, attributes) ->
                !attributes.isDirectory()
                    && matcher.matches(folder.relativize(path))
                    && (namesHidden || !isHidden(folder.relativize(path))),
            FileVisitOption.FOLLOW_LINKS)) {
      return found.toList();
    }
  }

  private static boolean isHidden(Path path) {
    for (var part : path) {
      if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
        return true;
      }
    }
    return false;
  }
}
