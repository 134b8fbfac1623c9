package io.vigil.schemas.yaml;

import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.VisibleText;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One YAML file that a person has written. Its {@linkplain #root() values} are asked for what they
 * should be; whoever asks goes on after a wrong one, and at the end {@link #check()} reports all
 * that was wrong, in one go.
 *
 * <p>Only plain values: no tags, no aliases of mappings or lists, no objects, one document.
 */
public final class YamlFile {

  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 32;

  private record Problem(int line, String text) {}

  private final String name;
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable YamlValue root;

  private YamlFile(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @throws UnusableFileException if there is no such file, or it is no text
   * @throws InvalidFileException if the text is no YAML
   */
  public static YamlFile read(Path path) throws IOException {
    return parse(path.toString(), text(path));
  }

  /** The text of a file that a person has written. */
  public static String text(Path path) throws IOException {
    // Some files do not tell their size, and some have no end.
    try (var in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new UnusableFileException(path.toString(), "is larger than " + LONGEST + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new UnusableFileException(path.toString(), "no such file");
    } catch (CharacterCodingException e) {
      throw new UnusableFileException(path.toString(), "is no text in UTF-8");
    }
  }

  /**
   * Reads a text that is already there.
   *
   * @param name what to call the file in messages
   * @throws InvalidFileException if the text is no YAML
   */
  public static YamlFile parse(String name, String text) {
    var file = new YamlFile(name);
    file.root = file.compose(text);
    return file;
  }

  /** The whole of the file. */
  public YamlValue root() {
    return Objects.requireNonNull(root);
  }

  /** Tells of all problems that have been found so far, in the order of their lines. */
  public void check() {
    if (!problems.isEmpty()) {
      throw new InvalidFileException(
          problems.stream()
              .sorted(Comparator.comparingInt(Problem::line))
              .map(it -> VisibleText.line(name + ":" + it.line() + ": " + it.text()))
              .distinct()
              .toList());
    }
  }

  void problem(int line, String text) {
    // One problem is one line, whatever was quoted from the file.
    problems.add(new Problem(line, text.replaceAll("\\s*\\R\\s*", " ")));
  }

  private YamlValue compose(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LONGEST);
    Node node = null;
    try {
      node = new Yaml(options).compose(new StringReader(text));
      if (node == null) {
        problem(1, "the file is empty");
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      problem(mark == null ? 1 : mark.getLine() + 1, "not YAML: " + e.getProblem());
    } catch (ReaderException e) {
      int line = (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      problem(line, "not YAML: a character that may not stand in a text file");
    } catch (YAMLException e) {
      problem(1, "not YAML: " + e.getMessage());
    }
    check();
    return new YamlValue(this, Objects.requireNonNull(node));
  }
}
