package io.vigil.pipelines.monitor;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenJson;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The samples through the real command line, on both runners and in both output formats, against
 * tables that {@code src/test/golden/golden.py} worked out without Vigil.
 */
@ExtendWith(LoopbackOnly.class)
class MonitorSamplesTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** The rows of the tables that have no golden ones, as the first run gave them. */
  private static final Map<String, List<String>> FIRST = new ConcurrentHashMap<>();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"FlinkRunner,parquet", "FlinkRunner,jsonl", "DirectRunner,parquet"})
  void shouldAccountForEveryRecordOfRealData(Runner runner, OutputFormat format)
      throws IOException {
    var run =
        monitor(
            runner,
            format,
            "--input=../samples/online-retail/*.csv.gz",
            "--mapping=../samples/online-retail/mapping.yaml");

    assertThat(
        run.result(),
        is("read=3525 accepted=3512 duplicates=12 dead_letters=1 late=0 balanced=true"));
    assertThat(run.exitCode(), is(0));
    thatTablesAre("online-retail", format);
  }

  @ParameterizedTest
  @CsvSource({"FlinkRunner,parquet", "FlinkRunner,jsonl", "DirectRunner,parquet"})
  void shouldSetEveryKindOfBadRecordAside(Runner runner, OutputFormat format) throws IOException {
    var run = monitor(runner, format, "--input=../samples/transactions/*");

    assertThat(
        run.result(),
        is("read=425 accepted=382 duplicates=1 dead_letters=42 late=0 conflicts=1 balanced=true"));
    assertThat(run.exitCode(), is(0));
    thatTablesAre("transactions", format);
  }

  private VigilRun monitor(Runner runner, OutputFormat format, String... input) {
    var arguments = new ArrayList<>(List.of("monitor"));
    arguments.addAll(List.of(input));
    arguments.add("--output=" + folder.resolve("out"));
    arguments.add("--outputFormat=" + format);
    arguments.add("--runner=" + runner);
    if (runner == Runner.DirectRunner) {
      // That nothing changes its input MonitorConvergenceTest shows, with fewer records.
      arguments.addAll(List.of("--enforceImmutability=false", "--enforceEncodability=false"));
    }
    return vigil(arguments.toArray(String[]::new));
  }

  private void thatTablesAre(String golden, OutputFormat format) throws IOException {
    thatTableIs(golden, "totals", "*", format, RecordTypes.TOTAL, row -> row);
    thatTableIsTheSameInAllRuns(golden, "spikes", format, RecordTypes.SPIKE);
    thatTableIsTheSameInAllRuns(golden, "incidents", format, RecordTypes.INCIDENT);
    thatTableIs(golden, "flags", "part", format, RecordTypes.FLAG, GoldenForm::flag);
    thatTableIs(golden, "conflicts", "part", format, RecordTypes.CONFLICT, GoldenForm::conflict);
    thatTableIs(
        golden, "dead_letters", "part", format, RecordTypes.DEAD_LETTER, GoldenForm::deadLetter);
    thatTableIs(golden, "late", "part", format, RecordTypes.LATE_TRANSACTION, row -> row);
    thatTableIs(golden, "ledger", "part", format, RecordTypes.LEDGER_ENTRY, GoldenForm::ledger);
  }

  private void thatTableIs(
      String golden,
      String table,
      String name,
      OutputFormat format,
      RecordType<?> type,
      UnaryOperator<ObjectNode> inGoldenForm)
      throws IOException {
    var rows = rows(table, name, format, type, inGoldenForm);
    assertThat(table, String.join("\n", rows), is(golden(golden, table)));
  }

  /** What must be in it, MonitorConvergenceTest knows. */
  private void thatTableIsTheSameInAllRuns(
      String golden, String table, OutputFormat format, RecordType<?> type) throws IOException {
    var rows = rows(table, "part", format, type, row -> row);
    var first = FIRST.putIfAbsent(golden + " " + table, rows);
    assertThat(table, rows, is(first == null ? rows : first));
  }

  private List<String> rows(
      String table,
      String name,
      OutputFormat format,
      RecordType<?> type,
      UnaryOperator<ObjectNode> inGoldenForm)
      throws IOException {
    return WrittenJson.rows(folder.resolve("out").resolve(table), name, format, type).stream()
        .map(row -> sortedKeys(inGoldenForm.apply((ObjectNode) row)))
        .sorted()
        .toList();
  }

  private static String golden(String golden, String table) throws IOException {
    return String.join(
        "\n", goldenRows(golden, table).stream().map(it -> sortedKeys(it)).sorted().toList());
  }

  private static List<JsonNode> goldenRows(String golden, String table) throws IOException {
    var rows = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(Path.of("src/test/golden", golden, table + ".jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
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
