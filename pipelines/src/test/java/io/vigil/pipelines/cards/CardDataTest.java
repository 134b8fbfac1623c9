package io.vigil.pipelines.cards;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveContent;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardDataTest {

  private static final String PAN = "4111111111111111";

  /** Of PAN with KEY, by openssl: {@code openssl dgst -sha256 -hmac KEY -binary}. */
  private static final String KEY = "correct-horse-battery-staple-0123456789";

  private static final String PSEUDONYM = "vp1_VeS6ezkQ_dMJJBcrYvHHPYAL";

  /** Six payments of one card in a minute, in four ways of writing it, and two that are bad. */
  private static final String INPUT =
      """
      id,at,pan,shop,amount
      1,2026-03-01T12:00:00Z,4111111111111111,s,1.00
      2,2026-03-01T12:00:01Z,4111 1111 1111 1111,s,1.00
      3,2026-03-01T12:00:02Z,4111-1111-1111-1111,s,1.00
      4,2026-03-01T12:00:03Z,4111111111111111,s,1.00
      5,2026-03-01T12:00:04Z, 4111111111111111,s,1.00
      6,2026-03-01T12:00:05Z,4111111111111111,s,1.00
      7,2026-03-01T12:00:06Z,4111111111111111,s,4111111111111111x
      8,2026-03-01T12:00:07Z,4111111111111111,4111111111111111
      """;

  private static final String MAPPING =
      """
      version: 1
      fields:
        transaction_id: {column: id}
        event_time: {column: at}
        card_id: {column: pan%s}
        merchant_id: {column: shop}
        amount: {column: amount%s}
        currency: {constant: GBP}
      """;

  @TempDir private Path folder;
  private Path input;
  private Path keyFile;
  private Path keys;
  private Path archive;

  @BeforeEach
  void prepare() throws IOException {
    input = Files.writeString(folder.resolve("in.csv"), INPUT);
    keyFile = Files.writeString(folder.resolve("card-key"), KEY + "\n");
    keys = folder.resolve("keys");
    archive = folder.resolve("archive");
    assertThat(vigil("keys", "--output=" + keys).exitCode(), is(0));
  }

  @Test
  void shouldFindTheSameOfPseudonymsAsOfCardsAndWriteNoCard() throws IOException {
    // Card ids that are written in one way, so that the run without pseudonyms knows one card.
    Files.writeString(input, INPUT.replaceAll("[ -](?=1111)| (?=4)", ""));
    var clear = monitor("clear", mapping("", ""));
    var hidden = monitor("hidden", mapping(", pseudonym: file:" + keyFile, ""), deadLetterKey());

    assertThat(hidden.result(), is(clear.result()));
    assertThat(
        hidden.result(), is("read=8 accepted=6 duplicates=0 dead_letters=2 late=0 balanced=true"));
    assertThat(rows("clear", "totals").toString(), is(rows("hidden", "totals").toString()));
    assertThat("rules find it", rows("clear", "flags"), is(not(hasSize(0))));
    assertThat(rows("hidden", "flags"), hasSize(rows("clear", "flags").size()));
    assertThat(all("clear"), containsString("4111"));
    assertThat(all("hidden"), not(containsString("4111")));
    rows("hidden", "dead_letters")
        .forEach(row -> assertThat(row, containsString("\"encoding\":\"ENCRYPTED\"")));
    assertThat(hidden.out() + "" + hidden.err(), not(containsString("4111")));
  }

  @Test
  void shouldKnowACardHoweverItIsWritten() throws IOException {
    var run = monitor("out", mapping("", ""), "--cardPseudonym=file:" + keyFile, deadLetterKey());
    assertThat(run.exitCode(), is(0));
    // Every total, of all and of the shop, has one card.
    var cards = new TreeSet<String>();
    for (var row : rows("out", "totals")) {
      var found = Pattern.compile("\"cards\":(\\d+)").matcher(row);
      assertThat(found.find(), is(true));
      cards.add(found.group(1));
    }
    assertThat(cards, contains("1"));
  }

  @Test
  void shouldArchivePseudonymsAndMendEncryptedRecordsWithThePrivateKeyAlone() throws IOException {
    var archived =
        vigil(
            "archive",
            "--archive=" + archive,
            "--input=" + input,
            "--mapping=" + mapping(", pseudonym: file:" + keyFile, ""),
            deadLetterKey(),
            "--runner=DirectRunner");
    assertThat(archived.result(), is("read=8 archived=6 already=0 dead_letters=2 files=2"));
    assertThat(cardsOfArchive(), is(Set.of(PSEUDONYM)));

    var mended = mapping(", pseudonym: file:" + keyFile, ", values: {4111111111111111x: '5.00'}");
    var dryRun = redrive(mended, "--dryRun");
    assertThat(dryRun.exitCode(), is(1));
    assertThat(
        dryRun.err().get(dryRun.err().size() - 1),
        is(
            "vigil redrive: the dead letter of "
                + input
                + ":7 is encrypted: --deadLetterPrivateKey=FILE is missing"));

    var other = folder.resolve("other");
    vigil("keys", "--output=" + other);
    assertThat(
        redrive(
                mended,
                "--dryRun",
                "--deadLetterPrivateKey=" + other.resolve("dead-letters.private.json"))
            .result(),
        is("redriven=0 still_bad=0 given_up=0 incomplete=2 already=0"));

    var run =
        redrive(
            mended,
            "--output=" + folder.resolve("bad"),
            "--deadLetterPrivateKey=" + other.resolve("dead-letters.private.json"),
            "--deadLetterPrivateKey=" + keys.resolve("dead-letters.private.json"));
    assertThat(run.result(), is("redriven=1 still_bad=1 given_up=0 incomplete=0 already=0"));
    assertThat(run.out() + "" + run.err(), not(containsString("4111")));
    assertThat(run.out().toString(), containsString("bytes, encrypted"));
    assertThat(ArchiveContent.of(Archive.at(archive)).transactions().size(), is(7));
    assertThat(cardsOfArchive(), is(Set.of(PSEUDONYM)));

    // What is still bad came back as it was, and can be tried again.
    var back =
        vigil(
            "redrive",
            "--deadLetters=" + folder.resolve("bad/dead_letters/*.parquet"),
            "--mapping=" + mended,
            "--archive=" + archive,
            "--dryRun",
            "--deadLetterPrivateKey=" + keys.resolve("dead-letters.private.json"));
    assertThat(back.result(), is("redriven=0 still_bad=1 given_up=0 incomplete=0 already=0"));
  }

  @Test
  void shouldNotGivePseudonymsToPseudonyms() throws IOException {
    vigil(
        "archive",
        "--archive=" + archive,
        "--input=" + input,
        "--mapping=" + mapping("", ""),
        "--cardPseudonym=file:" + keyFile,
        "--runner=DirectRunner");
    var again =
        Files.writeString(
            folder.resolve("again.csv"),
            INPUT.replaceAll(" ?4111[ -]?1111[ -]?1111[ -]?1111(?=,s)", PSEUDONYM));
    vigil(
        "archive",
        "--archive=" + archive,
        "--input=" + again,
        "--mapping=" + mapping("", ""),
        "--cardPseudonym=file:" + keyFile,
        "--runner=DirectRunner");
    assertThat(cardsOfArchive(), is(Set.of(PSEUDONYM)));
  }

  @Test
  void shouldShowNoKeyAnywhere() throws IOException {
    var plan = monitor("out", mapping("", ""), "--cardPseudonym=file:" + keyFile, "--dryRun");
    assertThat(plan.exitCode(), is(0));
    assertThat(plan.out() + "" + plan.err(), not(containsString("battery")));
    assertThat(plan.err().toString(), containsString("--deadLetterKey=FILE encrypts them"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cardPseudonym=env:VIGIL_NO_SUCH_KEY | 1 | --cardPseudonym: the environment variable"
            + " VIGIL_NO_SUCH_KEY holds no key",
        "--cardPseudonym=file:/none | 1 | cannot read --cardPseudonym=file:/none: no such file or"
            + " directory",
        "--cardPseudonym=file:/dev/null | 1 | --cardPseudonym: /dev/null holds no key",
        "--cardPseudonym=file:SHORT | 1 | a key of 5 bytes is too short; it takes 32 or more",
        "--cardPseudonym=battery | 2 | --cardPseudonym takes env:NAME or file:PATH, never the key"
            + " itself",
        "--deadLetterKey=/none | 1 | /none: no such file",
        "--deadLetterKey=PRIVATE | 1 | holds a private key",
      })
  void shouldRefuseWhatIsNoKeyBeforeAnythingRuns(String flag, int exitCode, String message)
      throws IOException {
    var shortKey = Files.writeString(folder.resolve("short"), "short\n");
    var run =
        monitor(
            "out",
            mapping("", ""),
            flag.replace("SHORT", shortKey.toString())
                .replace("PRIVATE", keys.resolve("dead-letters.private.json").toString()));
    assertThat(run.exitCode(), is(exitCode));
    assertThat(run.err(), hasSize(1));
    assertThat(run.err().get(0), containsString(message));
    assertThat(Files.exists(folder.resolve("out")), is(false));
  }

  @Test
  void shouldRefuseTwoKeys() throws IOException {
    var run =
        monitor(
            "out", mapping(", pseudonym: file:" + keyFile, ""), "--cardPseudonym=file:" + keyFile);
    assertThat(run.exitCode(), is(2));
    assertThat(run.err().get(0), containsString("are both given"));
  }

  @Test
  void shouldMakeKeysForTheirOwnerAloneAndNeverReplaceThem() throws IOException {
    var files = List.of("card.key", "dead-letters.private.json", "dead-letters.public.json");
    for (var file : files) {
      assertThat(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(file))),
          is("rw-------"));
    }
    var before = Files.readString(keys.resolve("card.key"));
    var again = vigil("keys", "--output=" + keys);
    assertThat(again.exitCode(), is(1));
    assertThat(again.err(), hasSize(1));
    assertThat(again.err().get(0), containsString("keys are never replaced"));
    assertThat(Files.readString(keys.resolve("card.key")), is(before));
    assertThat(
        monitor("out", mapping("", ""), "--cardPseudonym=file:" + keys.resolve("card.key"))
            .exitCode(),
        is(0));
  }

  private String deadLetterKey() {
    return "--deadLetterKey=" + keys.resolve("dead-letters.public.json");
  }

  private VigilRun monitor(String output, Path mapping, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "monitor",
                "--input=" + input,
                "--mapping=" + mapping,
                "--output=" + folder.resolve(output),
                "--outputFormat=jsonl",
                "--runner=DirectRunner"));
    arguments.addAll(List.of(more));
    return vigil(arguments.toArray(String[]::new));
  }

  private VigilRun redrive(Path mapping, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "redrive",
                "--deadLetters=" + archive.resolve("dead_letters/*.parquet"),
                "--mapping=" + mapping,
                "--archive=" + archive));
    arguments.addAll(List.of(more));
    return vigil(arguments.toArray(String[]::new));
  }

  private Path mapping(String card, String amount) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "mapping", ".yaml"), MAPPING.formatted(card, amount));
  }

  private Set<String> cardsOfArchive() {
    var cards = new TreeSet<String>();
    ArchiveContent.of(Archive.at(archive)).transactions().values().stream()
        .map(Transaction::cardId)
        .forEach(cards::add);
    return cards;
  }

  private List<String> rows(String output, String table) throws IOException {
    var rows = new ArrayList<String>();
    for (var file : files(folder.resolve(output).resolve(table))) {
      rows.addAll(Files.readAllLines(file));
    }
    rows.sort(null);
    return rows;
  }

  private String all(String output) throws IOException {
    var all = new StringBuilder();
    for (var file : files(folder.resolve(output))) {
      all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
