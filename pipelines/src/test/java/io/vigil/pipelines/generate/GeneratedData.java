package io.vigil.pipelines.generate;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.VigilRun;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.parse.CanonicalFields;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one run of {@code vigil generate} has written, read back without its classes. */
record GeneratedData(Path folder, VigilRun run) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs the command through its real entry. */
  static GeneratedData generate(Path folder, String... flags) {
    var run =
        vigil(
            Stream.concat(Stream.of("generate", "--output=" + folder), Stream.of(flags))
                .toArray(String[]::new));
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    return new GeneratedData(folder, run);
  }

  /** The records of all files, parsed, by {@code file:record} and in the order of the files. */
  Map<String, Parsed> records() throws IOException {
    var records = new LinkedHashMap<String, Parsed>();
    var parser = new TransactionParser(new CanonicalFields());
    for (var file : files("transactions")) {
      var name = folder.relativize(file).toString();
      var input = new InputFile(name, FileFormat.ofName(name), 1 << 20, CsvDialect.DEFAULT);
      try (var reader = input.open(Files.newByteChannel(file))) {
        for (var record = reader.next(); record != null; record = reader.next()) {
          var parsed = parser.parse(record);
          records.put(record.position().toString(), parsed);
        }
      }
    }
    return records;
  }

  List<JsonNode> truthOfRecords() throws IOException {
    return lines("records.jsonl");
  }

  List<JsonNode> truthOfIncidents() throws IOException {
    return lines("incidents.jsonl");
  }

  JsonNode summary() throws IOException {
    return JSON.readTree(folder.resolve("truth/summary.json").toFile());
  }

  /** Where the record stands of which the truth is told. */
  static String position(JsonNode truth) {
    return SourcePosition.inFile(truth.get("file").asText(), truth.get("record").asLong())
        .toString();
  }

  /** All that was written, by file. */
  Map<String, byte[]> bytes() throws IOException {
    var bytes = new TreeMap<String, byte[]>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        bytes.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  List<Path> files(String table) throws IOException {
    try (var files = Files.list(folder.resolve(table))) {
      return files.sorted().toList();
    }
  }

  private List<JsonNode> lines(String name) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(folder.resolve("truth").resolve(name))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
