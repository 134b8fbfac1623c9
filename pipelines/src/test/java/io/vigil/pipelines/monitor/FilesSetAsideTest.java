package io.vigil.pipelines.monitor;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.archive.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One odd file, or a file of nothing but bad records, among good ones. */
class FilesSetAsideTest {

  private static final String HEADER =
      "transaction_id,event_time,card_id,merchant_id,amount,currency\n";

  @TempDir private Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    input = Files.createDirectory(folder.resolve("in"));
    output = folder.resolve("out");
    Files.writeString(input.resolve("a.csv"), HEADER + row("1"));
    Files.writeString(input.resolve("z.csv"), HEADER + row("2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlinkRunner", "DirectRunner"})
  void shouldSetAFileAsideAndReadTheOthers(String runner) throws IOException {
    var empty = Files.createFile(input.resolve("empty.csv.gz"));
    var renamed =
        Files.writeString(
            input.resolve("renamed.csv"), HEADER.replace("amount", "sum") + row("3") + row("4"));
    var parquet = Files.writeString(input.resolve("no.parquet"), "PAR1 is all it has of one");
    var avro = Files.writeString(input.resolve("no.avro"), "Obj\1 and no schema");

    var run = monitor("--input=" + input + "/", "--runner=" + runner);

    assertThat(
        run.result(),
        is("read=6 accepted=2 duplicates=0 dead_letters=4 late=0 files_set_aside=4 balanced=true"));
    assertThat(run.exitCode(), is(3));
    assertThat(
        run.out().stream().filter(it -> it.startsWith("file set aside: ")).sorted().toList(),
        contains(
            startsWith("file set aside: " + empty + ": is empty, and no gzip file"),
            startsWith("file set aside: " + avro + ": "),
            startsWith("file set aside: " + parquet + ": is no Parquet file"),
            startsWith("file set aside: " + renamed + ": ")));
    assertThat(run.out().toString(), containsString("amount"));
    // In the order of their positions; 0 is the file itself.
    assertThat(
        run.out(),
        hasItem(startsWith("dead letters: 4 UNUSABLE_FILE, the first at " + empty + ":0: ")));
  }

  @Test
  void shouldRunNothingIfStrictOrIfNoFileCanBeUsed() throws IOException {
    var empty = Files.createFile(input.resolve("empty.csv.gz"));

    refuses(monitor("--strict", "--input=" + input), empty + ": is empty, and no gzip file");
    refuses(monitor("--input=" + empty), empty + ": is empty, and no gzip file");
  }

  @Test
  void shouldPassOverWhatIsNoInput() throws IOException {
    Files.createFile(input.resolve("_SUCCESS"));
    Files.createFile(input.resolve(".a.csv.crc"));
    Files.writeString(input.resolve("_b.csv"), "not finished");
    Files.writeString(
        Files.createDirectories(input.resolve("below/_temporary")).resolve("c.csv"), "x");
    Files.writeString(input.resolve("below/d.csv"), HEADER + row("3"));

    assertThat(monitor("--input=" + input).result(), startsWith("read=2 accepted=2 "));
    assertThat(
        monitor("--input=" + input + "/**", "--overwrite").result(),
        startsWith("read=3 accepted=3 "));
    assertThat(
        monitor("--input=" + input + "/_*.csv", "--overwrite").err(),
        hasItem(containsString("_b.csv: ")));
  }

  @Test
  void shouldPublishNothingThatIsMostlyDeadLetters() throws IOException {
    var bad = IntStream.range(0, 51).mapToObj(it -> row(""));
    var good = IntStream.range(100, 149).mapToObj(it -> row(String.valueOf(it)));
    var file =
        Files.writeString(
            folder.resolve("bad.csv"), Stream.concat(good, bad).collect(lines(HEADER)));

    var refused = monitor("--input=" + file);

    assertThat(refused.exitCode(), is(1));
    assertThat(
        refused.out(),
        hasItem(
            startsWith(
                "dead letters: 51 MISSING_FIELD, the first at " + file + ":50 (line 51): ")));
    assertThat(refused.out(), hasItem(startsWith("not published: ")));
    assertThat(Files.exists(output), is(false));

    assertThat(monitor("--input=" + file, "--maxDeadLetters=0.51").exitCode(), is(0));
  }

  @Test
  void shouldSayWhichDaysItCoversAndWhenMostWasPaid() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("days.csv"),
            HEADER
                + row("1")
                + row("2").replace("01T12", "03T00")
                + row("3").replace("01T12:00", "03T00:59")
                + row("4").replace("GBP", "EUR").replace("01T12", "03T00"));

    assertThat(
        monitor("--input=" + file).out(),
        hasItem(
            "payments of 2 days (UTC), 2026-03-01 to 2026-03-03;"
                + " most in the hour from 2026-03-03T00:00:00Z: 3"));
  }

  @Test
  void shouldNotBeContentWithNothing() throws IOException {
    var file = Files.writeString(folder.resolve("bad.csv"), HEADER + row("") + row(""));

    var run = monitor("--input=" + file);

    assertThat(
        run.result(), is("read=2 accepted=0 duplicates=0 dead_letters=2 late=0 balanced=true"));
    assertThat(run.exitCode(), is(3));
  }

  /** What was told of the file stays, and its records are not there yet. */
  @Test
  void shouldArchiveAFileThatWasMended() throws IOException {
    var file = Files.writeString(input.resolve("b.csv"), "no,header\n1,2\n");
    var archive = folder.resolve("archive");

    var first = vigil("archive", "--archive=" + archive, "--input=" + input);
    Files.writeString(file, HEADER + row("3") + row("4"));
    var second = vigil("archive", "--archive=" + archive, "--input=" + input);

    assertThat(
        first.err().toString(),
        first.result(),
        startsWith("read=3 archived=2 already=0 dead_letters=1 "));
    assertThat(first.exitCode(), is(3));
    assertThat(second.result(), startsWith("read=4 archived=2 already=2 dead_letters=0 "));
    assertThat(second.exitCode(), is(0));
    assertThat(
        Archive.at(archive).readManifest().files().stream().mapToLong(it -> it.records()).sum(),
        is(5L));
  }

  private static Collector<CharSequence, ?, String> lines(String before) {
    return Collectors.joining("", before, "");
  }

  private static String row(String id) {
    return id + ",2026-03-01T12:00:00Z,ann,shop,12.50,GBP\n";
  }

  private VigilRun monitor(String... flags) {
    return vigil(
        Stream.concat(Stream.of("monitor", "--output=" + output), Stream.of(flags))
            .toArray(String[]::new));
  }

  private void refuses(VigilRun run, String message) {
    assertThat(run.exitCode(), is(1));
    assertThat(run.out(), is(List.of()));
    assertThat(run.err(), contains(containsString(message)));
    assertThat(Files.exists(output), is(false));
  }
}
