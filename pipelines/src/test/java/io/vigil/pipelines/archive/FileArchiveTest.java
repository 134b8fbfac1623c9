package io.vigil.pipelines.archive;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.VigilRun;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports of files through the real command line, against what the parsers say of the files. */
@ExtendWith(LoopbackOnly.class)
class FileArchiveTest {

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void setUp() {
    archive = Archive.at(folder.resolve("archive"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlinkRunner", "DirectRunner"})
  void shouldKeepEveryRecordOfTheSamples(String runner) throws IOException {
    var run = archive("--input=../samples/transactions/*", "--runner=" + runner);

    var model = Model.of(Path.of("../samples/transactions"));
    var content = ArchiveContent.of(archive);
    assertThat(content.transactions(), is(model.transactions));
    assertThat(content.deadLetters(), is(model.deadLetters));
    assertThat(content.misplaced(), is(empty()));
    assertThat(content.leftovers(), is(empty()));
    assertThat(
        run.result(),
        is(
            "read=425 archived=383 already=0 dead_letters=42 files="
                + archive.readManifest().files().size()));
    assertThat(run.exitCode(), is(0));
  }

  @Test
  void shouldPartitionGeneratedDataAndLimitItsFiles() throws IOException {
    generate();

    var run = archive("--input=" + folder + "/generated/transactions/*", "--maxFileRecords=100");

    var model = Model.of(folder.resolve("generated/transactions"));
    var content = ArchiveContent.of(archive);
    assertThat(content.transactions(), is(model.transactions));
    assertThat(content.deadLetters(), is(model.deadLetters));
    assertThat(model.deadLetters.size(), is(greaterThan(0)));
    assertThat(content.misplaced(), is(empty()));
    for (var file : archive.readManifest().files()) {
      assertThat(file.path(), file.records(), is(lessThanOrEqualTo(100L)));
    }
    assertThat(run.exitCode(), is(0));
  }

  @Test
  void shouldImportNothingTwice() throws IOException {
    archive("--input=../samples/transactions/*.csv");
    var before = Files.walk(archive.folder()).sorted().toList();
    long read = Model.of(Path.of("../samples/transactions"), ".csv").size();

    var again = archive("--input=../samples/transactions/*.csv");

    assertThat(
        again.result(),
        is("read=%d archived=0 already=%d dead_letters=0 files=0".formatted(read, read)));
    assertThat(Files.walk(archive.folder()).sorted().toList(), is(before));
  }

  @Test
  void shouldKeepWhatCameBeforeTheDamageOfAFile() throws IOException {
    var input = folder.resolve("cut.jsonl.gz");
    try (var whole = Files.newInputStream(gzipOf(200))) {
      var bytes = whole.readAllBytes();
      Files.write(input, Arrays.copyOf(bytes, bytes.length - 20));
    }

    var run = archive("--input=" + input);

    var content = ArchiveContent.of(archive);
    assertThat(content.transactions().size(), is(greaterThan(0)));
    assertThat(content.deadLetters().size(), is(1));
    assertThat(run.out(), hasItem(startsWith("damaged file: " + input)));
    assertThat(run.result(), containsString(" dead_letters=1 "));
    assertThat(run.exitCode(), is(0));
  }

  @Test
  void shouldCompactWhatImportsHaveLeftSmall() throws IOException {
    archive("--input=../samples/transactions/*", "--maxFileRecords=5");
    var before = ArchiveContent.of(archive);
    int files = archive.readManifest().files().size();

    var dry = archive("--compact", "--dryRun");
    assertThat(dry.out(), hasItem(containsString(" files, of which ")));
    assertThat(archive.readManifest().files().size(), is(files));
    var run = archive("--compact");

    var after = ArchiveContent.of(archive);
    int left = archive.readManifest().files().size();
    assertThat(left, is(lessThan(files)));
    assertThat(run.result(), startsWith("files=" + files + " merged="));
    assertThat(run.result(), endsWith(" left=" + left));
    assertThat(after.transactions(), is(before.transactions()));
    assertThat(after.deadLetters(), is(before.deadLetters()));
    assertThat(after.misplaced(), is(empty()));
    assertThat(after.leftovers(), is(empty()));
    assertThat(archive("--compact").result(), containsString(" merged=0 "));
    assertThat(
        archive("--input=../samples/transactions/*").result(),
        is("read=425 archived=0 already=425 dead_letters=0 files=0"));
  }

  @Test
  void shouldNotCompactWhatIsNoArchive() {
    var run = archive("--compact");

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), contains(containsString("does not exist: no archive")));
  }

  @Test
  void shouldRefuseWhatIsNoArchive() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    Files.createDirectories(folder.resolve("mine"));
    Files.writeString(folder.resolve("mine/letter.txt"), "");

    assertThat(refusal(file), containsString("file is not a directory"));
    assertThat(
        refusal(folder.resolve("mine")), containsString("is not an archive: it holds letter.txt"));
  }

  @Test
  void shouldNameADamagedEntry() throws IOException {
    archive("--input=../samples/transactions/*.csv");
    var entry =
        Files.walk(archive.manifest())
            .filter(it -> it.toString().contains("date="))
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow();
    Files.writeString(entry, "{\"file\":");

    assertThat(
        refusal(archive.folder()), containsString("the entry " + entry + " is damaged: it is not"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--input=x --topic=y",
        "--input=x --maxDelay=1m",
        "--input=x --startFrom=earliest",
        "--compact --input=x",
        "--topic=y --inputFormat=csv --bootstrapServers=z",
        "--compact --bootstrapServers=x"
      })
  void shouldNotTakeFlagsThatContradict(String flags) {
    var run = archive(flags.split(" "));

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), hasItem(containsString("exclude each other")));
  }

  @Test
  void shouldWantASource() {
    var run = archive();

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), hasItem(containsString("--topic=TOPIC")));
  }

  @Test
  void shouldChangeNothingInADryRun() {
    var run = archive("--input=../samples/transactions/*.csv", "--dryRun");

    assertThat(run.exitCode(), is(0));
    assertThat(run.out(), hasItem(containsString("Batch")));
    assertThat(Files.exists(archive.folder()), is(false));
  }

  private String refusal(Path archive) {
    var run = vigil("archive", "--archive=" + archive, "--input=../samples/transactions/*.csv");
    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), contains(startsWith("vigil archive: ")));
    return run.err().get(0);
  }

  private VigilRun archive(String... flags) {
    var all = new ArrayList<>(List.of("archive", "--archive=" + archive.folder()));
    all.addAll(List.of(flags));
    return vigil(all.toArray(String[]::new));
  }

  private void generate() {
    var run =
        vigil(
            "generate",
            "--output=" + folder.resolve("generated"),
            "--transactions=5000",
            "--badRate=0.01",
            "--duplicateRate=0.01",
            "--lateRate=0.01");
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
  }

  private Path gzipOf(int records) throws IOException {
    var file = folder.resolve("whole.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < records; i++) {
        var line =
            "{\"transaction_id\":\"t%d\",\"event_time\":\"2026-03-01T07:00:00Z\",\"card_id\":\"c%d\","
                + "\"merchant_id\":\"m\",\"amount\":%d,\"currency\":\"GBP\"}\n";
        out.write(line.formatted(i, i * 7919 % 1000, i * 104729 % 1000).getBytes());
      }
    }
    return file;
  }

  /** What the files hold, read without a pipeline. */
  private record Model(
      Map<SourcePosition, Transaction> transactions, Map<SourcePosition, DeadLetter> deadLetters) {

    static Model of(Path folder) throws IOException {
      return of(folder, "");
    }

    static Model of(Path folder, String suffix) throws IOException {
      var model = new Model(new TreeMap<>(), new TreeMap<>());
      var parser = TransactionParser.of(null);
      try (var files = Files.list(folder)) {
        for (var file : files.filter(it -> it.toString().endsWith(suffix)).toList()) {
          var path = file.toAbsolutePath().normalize();
          var input =
              new InputFile(
                  path.toString(), FileFormat.ofName(path.toString()), 1 << 20, CsvDialect.DEFAULT);
          try (var reader = input.open(Files.newByteChannel(path))) {
            for (var it = reader.next(); it != null; it = reader.next()) {
              var parsed = parser.parse(it);
              if (parsed instanceof Transaction transaction) {
                model.transactions.put(parsed.source(), transaction);
              } else if (parsed instanceof ParseFailure failure) {
                model.deadLetters.put(parsed.source(), DeadLetter.of(failure));
              }
            }
          }
        }
      }
      return model;
    }

    long size() {
      return transactions.size() + deadLetters.size();
    }
  }
}
