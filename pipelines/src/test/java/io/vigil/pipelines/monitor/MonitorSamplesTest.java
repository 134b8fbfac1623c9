package io.vigil.pipelines.monitor;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenRows;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The samples through the real command line, on both runners and in both output formats, against
 * tables that {@code src/test/golden/golden.py} worked out without Vigil.
 */
class MonitorSamplesTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"FlinkRunner,parquet", "FlinkRunner,jsonl", "DirectRunner,parquet"})
  void shouldAccountForEveryRecordOfRealData(String runner, OutputFormat format)
      throws IOException {
    var run =
        vigil(
            "monitor",
            "--input=../samples/online-retail/*.csv.gz",
            "--mapping=../samples/online-retail/mapping.yaml",
            "--output=" + folder.resolve("out"),
            "--outputFormat=" + format,
            "--runner=" + runner);

    assertThat(
        run.result(),
        is("read=3525 accepted=3524 duplicates=0 dead_letters=1 late=0 balanced=true"));
    assertThat(run.exitCode(), is(0));
    thatTablesAre("online-retail", format);
  }

  @ParameterizedTest
  @CsvSource({"FlinkRunner,parquet", "FlinkRunner,jsonl", "DirectRunner,parquet"})
  void shouldSetEveryKindOfBadRecordAside(String runner, OutputFormat format) throws IOException {
    var run =
        vigil(
            "monitor",
            "--input=../samples/transactions/*",
            "--output=" + folder.resolve("out"),
            "--outputFormat=" + format,
            "--runner=" + runner);

    assertThat(
        run.result(),
        is("read=425 accepted=382 duplicates=0 dead_letters=43 late=0 balanced=true"));
    assertThat(run.exitCode(), is(0));
    thatTablesAre("transactions", format);
  }

  private void thatTablesAre(String golden, OutputFormat format) throws IOException {
    assertThat(
        String.join(
            "\n", rows("ledger", "part", format, RecordTypes.LEDGER_ENTRY, this::ledgerEntry)),
        is(golden(golden, "ledger")));
    assertThat(
        String.join(
            "\n", rows("dead_letters", "part", format, RecordTypes.DEAD_LETTER, this::deadLetter)),
        is(golden(golden, "dead_letters")));
    assertThat(
        String.join("\n", rows("totals", "*", format, RecordTypes.TOTAL, row -> row)),
        is(golden(golden, "totals")));
  }

  private List<String> rows(
      String table,
      String name,
      OutputFormat format,
      RecordType<?> type,
      UnaryOperator<ObjectNode> inGoldenForm)
      throws IOException {
    var rows = new ArrayList<String>();
    WrittenRows.forEach(
        folder.resolve("out").resolve(table),
        name,
        format,
        type,
        row -> rows.add(sortedKeys(inGoldenForm.apply((ObjectNode) row))));
    return rows.stream().sorted().toList();
  }

  private static String golden(String golden, String table) throws IOException {
    var lines = new ArrayList<String>();
    for (var line : Files.readAllLines(Path.of("src/test/golden", golden, table + ".jsonl"))) {
      lines.add(sortedKeys(JSON.readTree(line)));
    }
    return String.join("\n", lines.stream().sorted().toList());
  }

  private ObjectNode ledgerEntry(ObjectNode row) {
    return row.put("source", fileName(row));
  }

  /** Golden dead letters name the file without its folder, and the bytes by their hash. */
  private ObjectNode deadLetter(ObjectNode row) {
    var bytes =
        row.has("bytes")
            ? row.get("bytes").asText().getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(row.get("bytes_base64").asText());
    return JSON.createObjectNode()
        .put("reason", row.get("reason").asText())
        .put("stage", row.get("stage").asText())
        .put("source", fileName(row))
        .put("partition", row.get("partition").asInt())
        .put("offset", row.get("offset").asLong())
        .put("encoding", row.get("encoding").asText())
        .put("bytes_length", bytes.length)
        .put("bytes_sha256", sha256(bytes));
  }

  private static String fileName(JsonNode row) {
    return Path.of(row.get("source").asText()).getFileName().toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String sortedKeys(JsonNode row) {
    var fields = new TreeMap<String, JsonNode>();
    row.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
