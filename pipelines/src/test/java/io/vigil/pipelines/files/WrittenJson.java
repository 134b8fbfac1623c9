package io.vigil.pipelines.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows that a run has written, as JSON: lines are taken as they stand in the file. */
public final class WrittenJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private WrittenJson() {}

  /**
   * All rows of some files of a folder.
   *
   * @param name the name that the files were given; {@code *} for all
   */
  public static <T> List<JsonNode> rows(
      Path folder, String name, OutputFormat format, RecordType<T> type) throws IOException {
    var rows = new ArrayList<JsonNode>();
    if (format == OutputFormat.jsonl) {
      try (var files = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
        for (var file : files) {
          Files.readAllLines(file).forEach(line -> rows.add(tree(line)));
        }
      }
    } else {
      WrittenRows.forEach(folder, name, type, row -> rows.add(tree(JsonRow.of(type.toAvro(row)))));
    }
    return rows;
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
