package io.vigil.pipelines.generate;

import static io.vigil.pipelines.VigilRun.vigil;
import static io.vigil.pipelines.generate.GeneratedData.generate;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=json",
        "--format=csv",
        "--format=json --gzip",
        "--format=avro",
        "--format=parquet",
        "--order=event",
        "--world=market --days=3 --incidents=28",
        "--world=market --withoutRiskScores"
      })
  void shouldWriteTheSameBytesForTheSameFlags(String form) throws IOException {
    var flags = ("--transactions=3000 --recordsPerFile=1000 --seed=7 " + form).split(" ");

    assertThat(
        hashes(generate(folder.resolve("second"), flags)),
        is(hashes(generate(folder.resolve("first"), flags))));
  }

  /** The bytes of one run, so that another JDK or machine that writes others is found out. */
  @Test
  void shouldWriteTheBytesThatItAlwaysWrote() throws IOException {
    var data = generate(folder.resolve("out"), "--transactions=2000", "--seed=7");

    var hashes = hashes(data);
    assertThat(
        hashes.get("transactions/part-00000.jsonl"),
        is("f5c8b39c0608042f26f7fd6f5d14eb20f4bb8aee6d4b74adf52cd4e45cf70cb0"));
    assertThat(
        hashes.get("truth/incidents.jsonl"),
        is("1365521c6fbeee62984ffac7437e9b318335514ebd6cf47b88fd3cf133034a41"));
    assertThat(
        hashes.get("truth/records.jsonl"),
        is("5758abdeaa2b025e24e6198baaf8cf9151f0d427fbb290c1c7a80c2e5b193958"));
  }

  @Test
  void shouldDoWhatItsPageShows() throws IOException {
    var page = Files.readAllLines(Path.of("../docs/generate.md"));
    var data = generate(folder.resolve("out"));

    assertThat(page, hasItem(data.run().result()));
    var shown = new ArrayList<List<String>>();
    for (var line : page) {
      if (line.startsWith("{")) {
        shown.add(keys(new ObjectMapper().readTree(line)));
      }
    }
    assertThat(
        shown, contains(keys(data.truthOfRecords().get(0)), keys(data.truthOfIncidents().get(0))));
  }

  @Test
  void shouldWriteOtherBytesForAnotherSeed() throws IOException {
    var one = hashes(generate(folder.resolve("one"), "--transactions=1000", "--seed=1"));
    var two = hashes(generate(folder.resolve("two"), "--transactions=1000", "--seed=2"));

    one.forEach((file, hash) -> assertThat(file, two.get(file), is(not(hash))));
  }

  @Test
  void shouldTellTheSameStoryWhateverTheFaults() throws IOException {
    var faulty =
        generate(
            folder.resolve("faulty"), "--transactions=2000", "--order=event", "--lateRate=0.1");
    var clean =
        generate(
            folder.resolve("clean"),
            "--transactions=2000",
            "--order=event",
            "--duplicateRate=0",
            "--conflictRate=0",
            "--lateRate=0",
            "--outOfOrderRate=0",
            "--badRate=0");

    assertThat(ids(faulty), is(ids(clean)));
    assertThat(clean.run().result(), containsString("duplicates=0 conflicts=0 late=0 bad=0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "parquet"})
  void shouldWriteTheSameTransactionsInEveryFormat(String format) throws IOException {
    var flags = List.of("--transactions=2000", "--badRate=0", "--recordsPerFile=1500");
    var json = generate(folder.resolve("json"), flags.toArray(String[]::new));
    var other = generate(folder.resolve(format), flags.get(0), flags.get(2), "--format=" + format);

    assertThat(transactions(other), is(transactions(json)));
    assertThat(
        other.files("transactions").get(0).getFileName().toString(), is("part-00000." + format));
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteAsMuchOfTheTruthAsAskedFor(TruthLevel truth) throws IOException {
    var data = generate(folder.resolve("out"), "--transactions=100", "--truth=" + truth);

    assertThat(
        data.bytes().keySet().stream().filter(it -> it.startsWith("truth")).toList(),
        is(
            switch (truth) {
              case full ->
                  List.of("truth/incidents.jsonl", "truth/records.jsonl", "truth/summary.json");
              case incidents -> List.of("truth/incidents.jsonl", "truth/summary.json");
              case none -> List.of();
            }));
    assertThat(Files.exists(folder.resolve("out/truth")), is(truth != TruthLevel.none));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "csv"})
  void shouldGiveMonitorWhatTheTruthSays(String format) throws IOException {
    var data =
        generate(
            folder.resolve("in"),
            "--transactions=5000",
            "--recordsPerFile=2000",
            "--duplicateRate=0.01",
            "--conflictRate=0.01",
            "--lateRate=0.01",
            "--badRate=0.01",
            "--format=" + format);
    var told = data.summary();

    var run =
        vigil(
            "monitor",
            "--input=" + folder.resolve("in/transactions") + "/*",
            "--output=" + folder.resolve("out"));

    // Both contents of a conflict are accepted.
    long accepted = told.at("/bounded/accepted").asLong() + told.at("/bounded/conflict").asLong();
    assertThat(
        run.result(),
        is(
            "read=%d accepted=%d duplicates=%d dead_letters=%d late=0 conflicts=%d balanced=true"
                .formatted(
                    told.at("/records").asLong(),
                    accepted,
                    told.at("/bounded/duplicate").asLong(),
                    told.at("/bounded/dead_letter").asLong(),
                    told.at("/bounded/conflict").asLong())));
    told.at("/reasons")
        .fields()
        .forEachRemaining(
            it ->
                assertThat(
                    run.out(),
                    hasItem(
                        startsWith(
                            "dead letters: "
                                + it.getValue()
                                + " "
                                + it.getKey()
                                + ", the first at "))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--transaction=5 | unknown flag '--transaction'; did you mean '--transactions'?",
        "--transactions=0 | --transactions=0 is not in 1 to",
        "--transactions=many | Invalid value for option '--transactions'",
        "--days=0 | --days=0 is not in 1 to",
        "--start=yesterday | 'yesterday' is no date such as 2026-03-01",
        "--start=2026-02-30 | '2026-02-30' is no date",
        "--start=1969-12-31 | is not within 1970 to 2099",
        "--start=2099-12-31 --days=2 | is not within 1970 to 2099",
        "--start=+999999999-01-01 | is not within 1970 to 2099",
        "--incidents=-1 | --incidents=-1 is not in 0 to",
        "--merchants=0 | --merchants=0 is not in 1 to",
        "--merchantSkew=-1 | --merchantSkew=-1.0 is not in 0",
        "--cards=20000000 | --cards=20000000 is not in 1 to",
        "--cardSkew=NaN | --cardSkew=NaN is not in 0",
        "--duplicateRate=1.1 | --duplicateRate=1.1 is not in 0",
        "--conflictRate=NaN | --conflictRate=NaN is not in 0",
        "--lateRate=-0.1 | --lateRate=-0.1 is not in 0",
        "--outOfOrderRate=2 | --outOfOrderRate=2.0 is not in 0",
        "--badRate=x | Invalid value for option '--badRate'",
        "--duplicateRate=0.6 --conflictRate=0.6 | a transaction comes twice at most",
        "--lateRate=0.6 --outOfOrderRate=0.6 | a record is delayed once",
        "--allowedLateness=10x | '10x' is no duration such as 30s, 10m or PT10M",
        "--allowedLateness=-PT1S | '-PT1S' is not between 0 and 365 days",
        "--allowedLateness=24h | --lateRate: nothing can be so late within --days=1",
        "--maxOutOfOrderness=0s | --outOfOrderRate needs a --maxOutOfOrderness above 0",
        "--format=xml | Invalid value for option '--format'",
        "--format=avro --badRate=0.1 | a file of Avro holds no records but good ones",
        "--format=parquet --badRate=0.1 | a file of Parquet holds no records but good ones",
        "--format=parquet --gzip | --gzip is for json and csv; Parquet is compressed",
        "--order=random | Invalid value for option '--order'",
        "--truth=half | Invalid value for option '--truth'",
        "--recordsPerFile=0 | --recordsPerFile=0 is not in 1 to",
        "--transactions=1000000 --recordsPerFile=2 | would make more than 100000 files",
        "--world=moon | Invalid value for option '--world'",
        "--subtlety=clear | --subtlety is for --world=market",
        "--world=market --subtlety=loud | Invalid value for option '--subtlety'",
        "--world=market --subtlety= | Invalid value for option '--subtlety'",
        "surplus | 'unexpected argument'",
      })
  void shouldRefuseAWrongFlagInOneLine(String flags, String message) {
    var arguments = ("generate --output=" + folder.resolve("out") + " " + flags.strip()).split(" ");

    var run = vigil(arguments);

    assertThat(run.err(), contains(containsString(message.strip())));
    assertThat(run.exitCode(), is(2));
    assertThat(run.out(), is(empty()));
    assertThat(Files.exists(folder.resolve("out")), is(false));
  }

  @Test
  void shouldNotStartWhereSomethingStands() throws IOException {
    var out = folder.resolve("out");
    generate(out, "--transactions=100");

    var refused = vigil("generate", "--output=" + out, "--transactions=200");

    assertThat(refused.exitCode(), is(1));
    assertThat(refused.err(), contains(containsString("is not empty; --overwrite replaces")));
    assertThat(
        generate(out, "--transactions=200", "--incidents=0", "--overwrite").run().result(),
        startsWith("transactions=200 "));
    try (var left = Files.list(folder)) {
      assertThat(left.toList(), contains(out));
    }
  }

  @Test
  void shouldShowThePlanAndWriteNothing() {
    var out = folder.resolve("out");

    var run = vigil("generate", "--output=" + out, "--dryRun", "--format=avro");

    assertThat(run.exitCode(), is(0));
    assertThat(run.out(), hasItem("  --allowedLateness=PT10M"));
    assertThat(run.out(), hasItem("  --badRate=0.0"));
    assertThat(run.out(), hasItem("  " + out.resolve("truth")));
    assertThat(run.result(), is("dry run: nothing was written"));
    assertThat(Files.exists(out), is(false));
  }

  @ParameterizedTest
  @EnumSource
  void shouldGenerateAsLittleAsOneTransaction(WorldKind world) throws IOException {
    var data =
        generate(
            folder.resolve("out"),
            "--world=" + world,
            "--transactions=1",
            "--cards=1",
            "--merchants=1",
            "--incidents=5",
            "--lateRate=1",
            "--outOfOrderRate=0");

    assertThat(data.records().size(), is(data.summary().at("/records").asInt()));
  }

  private static List<String> keys(JsonNode row) {
    var keys = new ArrayList<String>();
    row.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static Map<String, String> hashes(GeneratedData data) throws IOException {
    var hashes = new TreeMap<String, String>();
    for (var file : data.bytes().entrySet()) {
      hashes.put(file.getKey(), sha256(file.getValue()));
    }
    return hashes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> ids(GeneratedData data) throws IOException {
    return transactions(data).stream().map(Transaction::transactionId).distinct().toList();
  }

  private static List<Transaction> transactions(GeneratedData data) throws IOException {
    return data.records().values().stream()
        .filter(Transaction.class::isInstance)
        .map(Transaction.class::cast)
        .map(it -> it.withSource(SourcePosition.inFile("nowhere", 1)))
        .toList();
  }
}
