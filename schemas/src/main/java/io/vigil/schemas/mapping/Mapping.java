package io.vigil.schemas.mapping;

import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.json.RecordList;
import io.vigil.schemas.yaml.InvalidFileException;
import io.vigil.schemas.yaml.YamlFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says how transactions come out of somebody's data: which column, constant or expression gives
 * each field. It is a YAML file; docs/mappings.md describes it. All of it has been checked when
 * there is a mapping; what is left to go wrong lies in the data. Immutable.
 */
public final class Mapping implements Serializable {

  private static final long serialVersionUID = 1;

  private final String name;
  private final String text;
  private final transient Content content;

  /** What the file says. */
  record Content(
      CsvDialect csv,
      @Nullable RecordList list,
      @Nullable Condition onlyIf,
      List<FieldMapping> fields,
      @Nullable String pseudonym) {}

  private Mapping(String name, String text) {
    this.name = name;
    this.text = text;
    this.content = MappingFile.content(YamlFile.parse(name, text));
  }

  /**
   * Reads a mapping.
   *
   * @throws UnusableFileException if there is no such file, or it is no text
   * @throws InvalidFileException if something in it is wrong; its message has a line for each
   *     problem
   */
  public static Mapping read(Path path) throws IOException {
    return parse(path.toString(), YamlFile.text(path));
  }

  /**
   * Takes a mapping from a text.
   *
   * @param name what to call the file in messages
   * @throws InvalidFileException if something in it is wrong; its message has a line for each
   *     problem
   */
  public static Mapping parse(String name, String text) {
    return new Mapping(name, text);
  }

  /** How CSV is written. */
  public CsvDialect csv() {
    return content.csv();
  }

  /** Where the records are within the objects of a JSON file; null if the objects are records. */
  public @Nullable RecordList list() {
    return content.list();
  }

  /** Where the key for pseudonyms of cards is: env:NAME or file:PATH; null for no pseudonyms. */
  public @Nullable String pseudonym() {
    return content.pseudonym();
  }

  /** Whether records are understood by what a topic keeps beside them: key, time, headers. */
  public boolean readsTopicMetadata() {
    return formulas().anyMatch(Formula::readsTopicMetadata);
  }

  private Stream<Formula> formulas() {
    var ofFields =
        content.fields().stream()
            .flatMap(
                it ->
                    it.source() instanceof FieldSource.Computed computed
                        ? Stream.of(computed.formula())
                        : Stream.empty());
    var condition = content.onlyIf();
    return condition == null ? ofFields : Stream.concat(ofFields, Stream.of(condition.formula()));
  }

  /** Which records are meant; null if all are. */
  @Nullable Condition onlyIf() {
    return content.onlyIf();
  }

  List<FieldMapping> fields() {
    return content.fields();
  }

  /** Expressions cannot be serialized, so the text stands for them and is read again. */
  private Object readResolve() {
    return parse(name, text);
  }

  @Override
  public String toString() {
    return "Mapping[" + name + "]";
  }
}
