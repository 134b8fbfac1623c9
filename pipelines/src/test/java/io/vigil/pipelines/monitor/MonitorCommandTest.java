package io.vigil.pipelines.monitor;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.VigilRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LoopbackOnly.class)
class MonitorCommandTest {

  private static final String GOOD =
      """
      {"transaction_id":"1","event_time":"2026-03-01T12:00:00Z","card_id":"ann","merchant_id":"shop","amount":12.50,"currency":"GBP"}
      """;

  @TempDir private Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.writeString(folder.resolve("in.jsonl"), GOOD);
    output = folder.resolve("out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--inputs=x    | unknown flag '--inputs'; did you mean '--input'?",
        "--paralelism=2| unknown flag '--paralelism'; did you mean '--parallelism'?",
        "--parallelism | --parallelism needs a value",
        "--parallelism=two | --parallelism",
        "--targetParallelism=2 | --targetParallelism is a flag of DirectRunner",
        "--outputFormat=xml | Invalid value for option '--outputFormat'",
        "--runner=SparkRunner | Invalid value for option '--runner'",
        "--stateBackendStoragePath=s3://bucket/x | knows no such file system",
        "--savepointPath=gs://bucket/x | knows no such file system",
        "--maxRecordBytes=0 | --maxRecordBytes=0 is not in 1 to",
        "--output=again | --output",
        "surplus       | unexpected argument: flags are --flag=value",
      })
  void shouldRefuseAWrongFlagInOneLine(String flag, String message) {
    var run = vigil("monitor", "--input=" + input, "--output=" + output, flag);

    assertThat(run.exitCode(), is(2));
    assertThat(run.out(), is(empty()));
    assertThat(run.err(), contains(containsString(message.strip())));
    assertThat(Files.exists(output), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "monitor --output=s3://bucket/x",
        "monitor --mapping=https://host/x.yaml",
        "monitor --detection=s3://bucket/x.yaml",
        "archive --archive=hdfs://host/x",
        "backfill --archive=gs://bucket/x",
        "backfill --output=file:///x",
        "reconcile --archive=s3a://bucket/x",
        "redrive --output=s3:/x",
        "generate --output=s3://bucket/x",
        "metrics --kafkaConfigFile=s3://bucket/x"
      })
  void shouldRefuseAPathThatIsNone(String command) {
    var run = vigil(command.split(" "));

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(), contains(containsString("only files of this machine can be read and written")));
    assertThat(Files.exists(Path.of("s3:")), is(false));
  }

  /** Nobody needs to listen there: the flags are refused before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "monitor --input=in.jsonl --output=out",
        "archive --input=in.jsonl --archive=a",
        "archive --topic=t --bootstrapServers=x:1 --archive=a",
        "backfill --archive=a --output=out --from=2026-03-01 --to=2026-03-01"
      })
  void shouldNotLetWorkersLookForPathsOfThisMachine(String command) {
    var run = vigil((command + " --flinkMaster=flink:8081").split(" "));

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), contains(containsString("say so with --sharedPaths")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--output=out",
        "--outputFormat=jsonl",
        "--overwrite",
        "--inputFormat=json",
        "--maxRecordBytes=9",
        "--strict",
        "--maxDeadLetters=1"
      })
  void shouldNotTakeAFlagOfFilesForAStream(String flag) {
    var run = vigil("monitor", "--topic=t", "--bootstrapServers=127.0.0.1:1", flag);

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(),
        contains(containsString(flag.replaceFirst("=.*", "") + " has no meaning for a stream")));
  }

  @Test
  void shouldLetThemIfTheyAreShared() {
    var run = monitor("--input=" + input, "--flinkMaster=127.0.0.1:1", "--sharedPaths");

    thatRefuses(run, "cannot reach Flink at 127.0.0.1:1");
  }

  /** A line of the result, forged by the name of a file. */
  @Test
  void shouldShowWhatANameHides() {
    var name = "x\u001b7\nread=1 balanced=true\u202e.jsonl";

    var run = monitor("--input=" + folder.resolve(name));

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), contains(endsWith("x\\u001b7\\u000aread=1 balanced=true\\u202e.jsonl")));
  }

  @Test
  void shouldNotReadAPipe() {
    thatRefuses(
        vigil("monitor", "--input=/dev/zero", "--inputFormat=json", "--output=" + output),
        "cannot read /dev/zero: it is a pipe or a device");
  }

  @Test
  void shouldNameAMissingFlag() {
    var run = vigil("monitor", "--output=" + output);

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), contains(containsString("--input")));
  }

  @Test
  void shouldNameAMisspelledFlagRatherThanTheMissingOne() {
    var run = vigil("monitor", "--inputs=x", "--output=" + output);

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(), contains(containsString("unknown flag '--inputs'; did you mean '--input'?")));
  }

  @Test
  void shouldSuggestACommand() {
    var run = vigil("monitr");

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(),
        contains(startsWith("vigil: unknown command 'monitr'; did you mean 'monitor'?")));
  }

  @Test
  void shouldListFlagsWithTheirDefaults() {
    var run = vigil("monitor", "--help");

    assertThat(run.exitCode(), is(0));
    var text = String.join("\n", run.out());
    assertThat(text, containsString("--maxRecordBytes=BYTES"));
    assertThat(text, containsString("Default: 1048576"));
    assertThat(text, containsString("Default: FlinkRunner"));
  }

  @Test
  void shouldShowThePlanAndRunNothing() {
    var run = vigil("monitor", "--input=" + input, "--output=" + output, "--dryRun");

    assertThat(run.exitCode(), is(0));
    assertThat(run.out(), hasItem("  --objectReuse=true"));
    assertThat(run.out(), hasItem("  --output=" + output));
    assertThat(run.out(), hasItem("  KeepLedger"));
    assertThat(run.out(), hasItem("  1 files, " + GOOD.length() + " bytes"));
    assertThat(Files.exists(output), is(false));
  }

  @Test
  void shouldNotStartWithoutAFile() {
    thatRefuses(monitor("--input=" + folder.resolve("*.csv")), "no file matches --input=");
  }

  /** To go through all of a disk for a name that is wrong would take for ever. */
  @Test
  void shouldNotStartWithoutAFileOfThatName() {
    thatRefuses(
        monitor("--input=/no-such-file.jsonl"), "no file matches --input=/no-such-file.jsonl");
  }

  @Test
  void shouldLookNoDeeperThanTheGlobGoes() throws IOException {
    Files.createSymbolicLink(folder.resolve("loop"), folder);

    var run = monitor("--input=" + folder.resolve("*.jsonl"));

    assertThat(run.exitCode(), is(0));
    assertThat(run.result(), containsString("read="));
  }

  @Test
  void shouldNotStartOnAnEmptyDirectory() throws IOException {
    var empty = Files.createDirectory(folder.resolve("empty"));

    thatRefuses(monitor("--input=" + empty), "no file matches --input=" + empty);
  }

  @Test
  void shouldNotGuessAFormat() throws IOException {
    var file = Files.writeString(folder.resolve("data.txt"), GOOD);

    thatRefuses(monitor("--input=" + file), "--inputFormat");
    assertThat(monitor("--input=" + file, "--inputFormat=json").exitCode(), is(0));
  }

  @Test
  void shouldNotStartOnAFileWhoseColumnsAreMissing() throws IOException {
    var file = Files.writeString(folder.resolve("data.csv"), "transaction_id,event_time\n1,2\n");

    thatRefuses(monitor("--input=" + file), "data.csv");
    thatRefuses(monitor("--input=" + file), "amount");
  }

  @Test
  void shouldNotStartOnAFileThatIsNoParquet() throws IOException {
    var file = Files.writeString(folder.resolve("data.parquet"), "no such thing");

    thatRefuses(monitor("--input=" + file), "data.parquet");
  }

  @Test
  void shouldNotStartOnAParquetFileOfAnotherSchema() throws IOException {
    var schema =
        SchemaBuilder.record("Reading")
            .fields()
            .requiredString("sensor")
            .requiredDouble("value")
            .endRecord();
    var file = folder.resolve("data.parquet");
    try (var writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withSchema(schema)
            .build()) {
      writer.write(
          new GenericRecordBuilder(schema).set("sensor", "roof").set("value", 21.5).build());
    }

    var run = monitor("--input=" + file);

    thatRefuses(run, "data.parquet: ");
    thatRefuses(run, "transaction_id");
    assertThat(Files.exists(output), is(false));
  }

  @Test
  void shouldNotStartOnAFileThatItMayNotRead() throws IOException {
    Files.setPosixFilePermissions(input, Set.of());
    assumeFalse(Files.isReadable(input), "this user may read everything");

    thatRefuses(monitor("--input=" + input), "permission denied");
  }

  @Test
  void shouldNotStartWithABadMapping() throws IOException {
    var mapping = Files.writeString(folder.resolve("m.yaml"), "version: 1\nfields:\n  amout: {}\n");

    var run = monitor("--input=" + input, "--mapping=" + mapping);

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), hasItem(containsString("m.yaml:3: ")));
  }

  @Test
  void shouldNotStartWhereSomethingStands() throws IOException {
    Files.createDirectories(output.resolve("totals"));

    thatRefuses(monitor("--input=" + input), "is not empty; --overwrite replaces");
    assertThat(monitor("--input=" + input, "--overwrite").exitCode(), is(0));
  }

  @Test
  void shouldNotOverwriteWhatIsNotItsOwn() throws IOException {
    Files.createDirectories(output);
    var precious = Files.writeString(output.resolve("thesis.txt"), "precious");

    thatRefuses(monitor("--input=" + input, "--overwrite"), "thesis.txt");
    assertThat(Files.readString(precious), is("precious"));
  }

  @Test
  void shouldNotWriteBelowAFile() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");

    var run = vigil("monitor", "--input=" + input, "--output=" + file.resolve("out"));

    thatRefuses(run, "cannot write to --output=");
  }

  @Test
  void shouldLeaveNothingBesideItsOutput() throws IOException {
    monitor("--input=" + input);

    try (var left = Files.list(folder)) {
      assertThat(left.sorted().toList(), is(List.of(input, output)));
    }
    try (var tables = Files.list(output)) {
      assertThat(
          tables.map(it -> it.getFileName().toString()).sorted().toList(),
          is(Stream.concat(FileFlags.TABLES.stream(), Stream.of("report.html")).sorted().toList()));
    }
    try (var all = Files.walk(output)) {
      assertThat(all.map(Path::toString).toList(), not(hasItem(endsWith(".temp-beam"))));
    }
  }

  @ParameterizedTest
  @CsvSource({"parquet, FlinkRunner", "jsonl, FlinkRunner", "parquet, DirectRunner"})
  void shouldWriteOneFileForATableWithoutRows(String format, String runner) throws IOException {
    monitor("--input=" + input, "--outputFormat=" + format, "--runner=" + runner);

    for (var table : List.of("late", "conflicts", "dead_letters")) {
      try (var files = Files.list(output.resolve(table))) {
        assertThat(
            table,
            files.map(it -> it.getFileName().toString()).toList(),
            is(List.of("part-00000-of-00001." + format)));
      }
    }
  }

  @Test
  void shouldTakeWhatIsReadableOfATruncatedFileAndSaySo() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 10_000; i++) {
        gzip.write(GOOD.replace("\"1\"", "\"" + i * 7919 + "\"").getBytes());
      }
    }
    var half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    var file = Files.write(folder.resolve("half.jsonl.gz"), half);

    var run = monitor("--input=" + file);

    assertThat(run.exitCode(), is(0));
    assertThat(run.out(), hasItem(containsString("damaged file: " + file)));
    assertThat(run.result(), containsString("dead_letters=1 late=0 balanced=true"));
  }

  @Test
  void shouldReadAnEmptyFileAsNoRecords() throws IOException {
    var file = Files.writeString(folder.resolve("empty.csv"), "");

    assertThat(
        monitor("--input=" + file).result(),
        is("read=0 accepted=0 duplicates=0 dead_letters=0 late=0 balanced=true"));
  }

  private VigilRun monitor(String... flags) {
    return vigil(
        Stream.concat(Stream.of("monitor", "--output=" + output), Stream.of(flags))
            .toArray(String[]::new));
  }

  private static void thatRefuses(VigilRun run, String message) {
    assertThat(run.exitCode(), is(1));
    assertThat(run.out(), is(empty()));
    assertThat(run.err(), contains(containsString(message)));
  }
}
