package io.vigil.pipelines.files;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds the files of a run and looks at each before the run starts. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * The files that match one of the globs, each once, in the order of their paths.
   *
   * @param flag by which they were given
   * @param format of all of them; null to go by their names
   * @throws Refusal if a glob matches no file, or a file cannot be read or has no known format
   */
  public static List<SourceFile> match(
      String flag, List<String> globs, @Nullable FileFormat format) {
    var files = new TreeMap<String, SourceFile>();
    for (var glob : globs) {
      int before = files.size();
      boolean matched = false;
      for (var path : matching(flag + "=" + glob, glob)) {
        matched = true;
        files.put(path.toString(), inputFile(path, format));
      }
      if (!matched && files.size() == before) {
        throw new Refusal("no file matches " + flag + "=" + glob);
      }
    }
    return List.copyOf(files.values());
  }

  /**
   * Looks into each file and holds its columns against what the parser needs.
   *
   * @param isStrict whether one that cannot give a single transaction is too many
   * @throws Refusal if one of them cannot be opened; or if none, or strictly not each, can give a
   *     transaction
   */
  public static void check(
      List<SourceFile> files, ReadLimits limits, TransactionParser parser, boolean isStrict) {
    Refusal first = null;
    int usable = 0;
    for (var file : files) {
      try {
        file.open(limits, parser).close();
        usable++;
      } catch (UnusableFileException e) {
        first = first == null ? new Refusal("cannot read " + e.getMessage(), e) : first;
      } catch (IOException e) {
        throw new Refusal("cannot read " + file.path() + ": " + FileProblem.inWords(e), e);
      }
    }
    if (first != null && (isStrict || usable == 0)) {
      throw first;
    }
  }

  private static List<Path> matching(String given, String glob) {
    if (glob.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw new Refusal(given + ": only files of this machine can be read");
    }
    try {
      var path = Path.of(glob).toAbsolutePath().normalize();
      if (FilePattern.isPattern(glob)) {
        return found(given, path, FilePattern.of(glob).find());
      }
      if (Files.isDirectory(path)) {
        return FilePattern.in(path).find();
      }
      return Files.exists(path) ? List.of(path) : List.of();
    } catch (InvalidPathException e) {
      throw new Refusal(given + " is no path: " + e.getReason(), e);
    } catch (PatternSyntaxException e) {
      throw new Refusal(given + " is no pattern: " + e.getDescription(), e);
    } catch (UncheckedIOException e) {
      throw new Refusal("cannot look for " + given + ": " + FileProblem.inWords(e.getCause()), e);
    } catch (IOException e) {
      throw new Refusal("cannot look for " + given + ": " + FileProblem.inWords(e), e);
    }
  }

  /** A pattern is a pattern, also where a file has it for a name. */
  private static List<Path> found(String given, Path path, List<Path> found) {
    if (found.isEmpty() && Files.exists(path)) {
      throw new Refusal(
          "no file matches %s; if that is the name of one, put a \\ before each of *?[]{}"
              .formatted(given));
    }
    return found;
  }

  private static SourceFile inputFile(Path path, @Nullable FileFormat format) {
    if (!Files.isRegularFile(path)) {
      throw new Refusal(
          "cannot read %s: it is a pipe or a device, of which nobody can tell whether all of it was read"
                  .formatted(path)
              + "; write it to a file first");
    }
    if (!Files.isReadable(path)) {
      throw new Refusal("cannot read " + path + ": permission denied");
    }
    var known = format == null ? FileFormat.ofName(path.getFileName().toString()) : format;
    if (known == null) {
      throw new Refusal(
          "cannot tell the format of " + path + " by its name; --inputFormat names it");
    }
    try {
      return new SourceFile(path.toString(), known, Files.size(path));
    } catch (IOException e) {
      throw new Refusal("cannot read " + path + ": " + FileProblem.inWords(e), e);
    }
  }
}
