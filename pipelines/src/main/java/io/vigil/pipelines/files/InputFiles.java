package io.vigil.pipelines.files;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.jspecify.annotations.Nullable;

/** Finds the files of a run and looks at each before the run starts. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * The files that match one of the globs, each once, in the order of their paths.
   *
   * @param format of all of them; null to go by their names
   * @throws Refusal if a glob matches no file, or a file cannot be read or has no known format
   */
  public static List<SourceFile> match(List<String> globs, @Nullable FileFormat format) {
    var files = new TreeMap<String, SourceFile>();
    for (var glob : globs) {
      int before = files.size();
      boolean matched = false;
      for (var metadata : matching(glob)) {
        var path = Path.of(metadata.resourceId().toString());
        if (!Files.isDirectory(path)) {
          matched = true;
          files.put(path.toString(), inputFile(path, metadata.sizeBytes(), format));
        }
      }
      if (!matched && files.size() == before) {
        throw new Refusal("no file matches --input=" + glob);
      }
    }
    return List.copyOf(files.values());
  }

  /**
   * Looks into each file and holds its columns against what the parser needs.
   *
   * @throws Refusal if one of them cannot give a single transaction, with the reason
   */
  public static void check(List<SourceFile> files, ReadLimits limits, TransactionParser parser) {
    for (var file : files) {
      try (var reader = file.open(limits)) {
        var problems = parser.problems(file.format().encoding(), reader.schema());
        if (!problems.isEmpty()) {
          throw new Refusal(file.path() + ": " + String.join("; ", problems));
        }
      } catch (UnusableFileException e) {
        throw new Refusal("cannot read " + e.getMessage(), e);
      } catch (IOException e) {
        throw new Refusal("cannot read " + file.path() + ": " + FileProblem.inWords(e), e);
      }
    }
  }

  private static List<Metadata> matching(String glob) {
    if (isDirectory(glob)) {
      throw new Refusal("--input=" + glob + " is a directory; did you mean '" + glob + "/*'?");
    }
    if (glob.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw new Refusal("--input=" + glob + ": only files of this machine can be read");
    }
    try {
      return FileSystems.match(glob, EmptyMatchTreatment.ALLOW).metadata();
    } catch (IOException e) {
      throw new Refusal("cannot look for --input=" + glob + ": " + FileProblem.inWords(e), e);
    }
  }

  private static boolean isDirectory(String glob) {
    try {
      return Files.isDirectory(Path.of(glob));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static SourceFile inputFile(Path path, long bytes, @Nullable FileFormat format) {
    if (!Files.isReadable(path)) {
      throw new Refusal("cannot read " + path + ": permission denied");
    }
    var known = format == null ? FileFormat.ofName(path.getFileName().toString()) : format;
    if (known == null) {
      throw new Refusal(
          "cannot tell the format of " + path + " by its name; --inputFormat names it");
    }
    return new SourceFile(path.toString(), known, bytes);
  }
}
