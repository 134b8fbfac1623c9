package io.vigil.pipelines.redrive;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.archive.ArchivedFile;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TestTopic;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.postgres.RowWriter;
import io.vigil.pipelines.postgres.TestPostgres;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LoopbackOnly.class)
class RedriveCommandTest {

  private static final TenReasons BAD = new TenReasons(3);

  @TempDir private static Path before;
  private static Path mapping;

  @TempDir private Path folder;
  private Path deadLetters;
  private Path archive;

  /** The dead letters are those of a run of monitor. */
  @BeforeAll
  static void setAside() throws IOException {
    mapping = BAD.mapping(before);
    var input = Files.write(before.resolve("in.jsonl"), BAD.lines());
    var tables = before.resolve("tables");
    assertThat(
        vigil("monitor", "--input=" + input, "--output=" + tables, "--runner=DirectRunner")
            .result(),
        is("read=33 accepted=3 duplicates=0 dead_letters=30 late=0 balanced=true"));
  }

  @BeforeEach
  void makeArchive() {
    deadLetters = before.resolve("tables/dead_letters");
    archive = folder.resolve("archive");
    ArchiveWriter.to(Archive.at(archive));
  }

  @Test
  void shouldBringTheMendedHalfToTheArchiveOnceAndKeepTheOther() throws IOException {
    var run = redrive("--archive=" + archive, "--output=" + folder.resolve("again"));

    assertThat(run.result(), is("redriven=15 still_bad=15 given_up=0 incomplete=0 already=0"));
    assertThat(archived(), is(15L));
    var again = rows(folder.resolve("again"));
    assertThat(again, hasSize(15));
    again.forEach(letter -> assertThat(letter.attempt(), is(2)));
    // Nothing nests: what came back is the record itself.
    var lines = BAD.lines();
    again.forEach(
        letter ->
            assertThat(
                new String(letter.bytes(), UTF_8),
                is(lines.get((int) letter.source().offset() - 1))));

    var second = redrive("--archive=" + archive, "--output=" + folder.resolve("second"));
    assertThat(second.result(), is("redriven=0 still_bad=15 given_up=0 incomplete=0 already=15"));
    assertThat(archived(), is(15L));
  }

  /**
   * Fees that became dead letters before the mapping said that they are not meant. Of what is no
   * JSON, three of the ten reasons, nobody can tell.
   */
  @Test
  void shouldLeaveAloneWhatTheMappingDoesNotMeanNow() throws IOException {
    var text = Files.readString(mapping);
    var skipping =
        Files.writeString(
            folder.resolve("skipping.yaml"),
            text.replaceFirst("(?m)^fields:", "only_if: FALSE\nfields:"));

    var run =
        vigil(
            "redrive",
            "--deadLetters=" + deadLetters + "/*.parquet",
            "--mapping=" + skipping,
            "--archive=" + archive,
            "--output=" + folder.resolve("again"));

    assertThat(
        run.result(), is("redriven=0 still_bad=9 given_up=0 incomplete=0 already=0 skipped=21"));
    assertThat(archived(), is(0L));
  }

  @Test
  void shouldRaiseTheCountEachTimeUntilItGivesUp() throws IOException {
    redrive("--archive=" + archive, "--output=" + folder.resolve("again"));

    deadLetters = folder.resolve("again/dead_letters");
    var third =
        redrive("--archive=" + archive, "--output=" + folder.resolve("third"), "--maxAttempts=3");
    assertThat(third.result(), is("redriven=0 still_bad=15 given_up=0 incomplete=0 already=0"));
    rows(folder.resolve("third")).forEach(letter -> assertThat(letter.attempt(), is(3)));

    deadLetters = folder.resolve("third/dead_letters");
    var fourth =
        redrive("--archive=" + archive, "--output=" + folder.resolve("fourth"), "--maxAttempts=3");
    assertThat(fourth.result(), is("redriven=0 still_bad=0 given_up=15 incomplete=0 already=0"));
    assertThat(rows(folder.resolve("fourth")), is(empty()));
  }

  @Test
  void shouldShowWhatItWouldDoAndShowNoCard() {
    var run = redrive("--archive=" + archive, "--dryRun");

    assertThat(run.result(), is("redriven=15 still_bad=15 given_up=0 incomplete=0 already=0"));
    var text = String.join("\n", run.out());
    assertThat(
        text,
        containsString(
            "UNKNOWN_CURRENCY: 3: 3 mended; event times 2026-03-01T12:00:00Z to"
                + " 2026-03-01T12:00:00Z"));
    assertThat(text, containsString("\"card_id\":\"xxxx-#####\""));
    assertThat(text, not(containsString("card-4111")));
    assertThat(archived(), is(0L));
  }

  @Test
  void shouldTakeOnlyWhatIsMeant() {
    var ofReasons = "--reason=UNKNOWN_CURRENCY,INVALID_TIME";
    assertThat(
        redrive("--archive=" + archive, "--dryRun", ofReasons).result(),
        is("redriven=3 still_bad=3 given_up=0 incomplete=0 already=0"));
    assertThat(
        redrive("--archive=" + archive, "--dryRun", ofReasons, "--limit=1").result(),
        anyOf(
            is("redriven=1 still_bad=0 given_up=0 incomplete=0 already=0"),
            is("redriven=0 still_bad=1 given_up=0 incomplete=0 already=0")));
    var ofTime = redrive("--archive=" + archive, "--dryRun", "--from=2026-03-02");
    assertThat(ofTime.result(), is("redriven=0 still_bad=0 given_up=0 incomplete=0 already=0"));
  }

  @Test
  void shouldBringTheMendedOnesToATopicOnce() throws Exception {
    try (var topic = TestTopic.create(2)) {
      var flags =
          new String[] {
            "--topic=" + topic.name(),
            "--bootstrapServers=" + topic.settings().bootstrapServers(),
            "--output=" + folder.resolve("again")
          };
      assertThat(done(flags), is("redriven=15 still_bad=15 given_up=0 incomplete=0 already=0"));
      assertThat(idsIn(topic), containsInAnyOrder(BAD.mended().toArray(String[]::new)));

      flags[2] = "--output=" + folder.resolve("second");
      assertThat(done(flags), is("redriven=0 still_bad=15 given_up=0 incomplete=0 already=15"));
      assertThat(idsIn(topic), hasSize(15));
    }
  }

  @Test
  void shouldLetDeadLettersOfATopicComeBackToItOnce() throws Exception {
    try (var topic = TestTopic.create(2);
        var letters = TestTopic.create(2)) {
      for (var letter : rows(before.resolve("tables"))) {
        var row = JsonRow.of(RecordTypes.DEAD_LETTER.toAvro(letter));
        letters.send((int) letter.source().offset() % 2, row);
        // At least once means sometimes twice.
        letters.send((int) letter.source().offset() % 2, row);
      }
      letters.flush();
      var flags =
          new String[] {
            "--topic=" + topic.name(),
            "--bootstrapServers=" + topic.settings().bootstrapServers(),
            "--deadLetters=topic:" + letters.name()
          };
      assertThat(done(flags), is("redriven=15 still_bad=15 given_up=0 incomplete=0 already=0"));
      assertThat(done(flags), is("redriven=0 still_bad=15 given_up=0 incomplete=0 already=15"));
      assertThat(idsIn(topic), containsInAnyOrder(BAD.mended().toArray(String[]::new)));
      // 30 twice, and 15 with each of the two runs.
      assertThat(lettersIn(letters), hasSize(90));
      assertThat(
          lettersIn(letters).stream().filter(it -> it.contains("\"attempt\":3")).toList(),
          hasSize(15));
    }
  }

  @Test
  void shouldLetDeadLettersOfTheTableComeBackToIt() throws IOException {
    var config = TestPostgres.freshSchema();
    try (var writer = RowWriter.open(Tables.DEAD_LETTERS, config)) {
      rows(before.resolve("tables")).forEach(writer::add);
      writer.flush();
    }
    var flags =
        new String[] {
          "--archive=" + archive,
          "--deadLetters=table",
          "--jdbcUrl=" + config.url(),
          "--jdbcUser=" + config.user(),
          "--jdbcSchema=" + config.schema()
        };
    assertThat(done(flags), is("redriven=15 still_bad=15 given_up=0 incomplete=0 already=0"));
    assertThat(done(flags), is("redriven=0 still_bad=15 given_up=0 incomplete=0 already=15"));
    var attempts = new TreeMap<Integer, Integer>();
    PostgresRows.list(Tables.DEAD_LETTERS, config)
        .forEach(letter -> attempts.merge(letter.attempt(), 1, Integer::sum));
    assertThat(attempts, is(Map.of(1, 30, 2, 15, 3, 15)));
    assertThat(archived(), is(15L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--archive=a --topic=t --dryRun | --archive and --topic are both given",
        "--archive=a --dryRun --late=x --deadLetters=y | --deadLetters and --late exclude",
        "--archive=a --dryRun --parallelism=2 | only --late runs a pipeline",
        "--archive=a --dryRun --paralelism=2 | did you mean '--parallelism'?",
        "--dryRun | --archive=DIR or --topic=TOPIC is needed",
        "--archive=a | --output=DIR is needed",
        "--archive=a --dryRun --keepBytes | --keepBytes is for --topic",
        "--archive=a --dryRun --limit=0 | --limit=0 is not positive",
        "--archive=a --dryRun --maxAttempts=1 | --maxAttempts=1 leaves no second attempt",
        "--archive=a --dryRun --from=2026-03-02 --to=2026-03-01 | --from must be before --to",
        "--archive=a --dryRun --reason=BAD | Invalid value for option '--reason'",
        "--archive=a --dryRun --from=yesterday | 'yesterday' is no date",
        "--topic=t --dryRun | --bootstrapServers=HOST:PORT is missing",
        "--archive=a --dryRun --deadLetters=table | table needs --jdbcUrl",
        "--archive=a --dryRun --deadLetters=topic:x | --bootstrapServers=HOST:PORT is missing",
        "--archive=a --output=b --deadLetters=topic:x | --output is for dead letters from files"
      })
  void shouldRefuseWrongFlagsInOneLine(String flags, String problem) {
    var run = redrive(flags.strip().split(" "));
    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), contains(containsString(problem.strip())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--archive=/nowhere | /nowhere does not exist",
        "--archive=. --deadLetters=/nowhere/*.parquet | no file matches --deadLetters=/nowhere",
        "--archive=. --deadLetters=pom.xml | cannot tell",
        "--topic=t --bootstrapServers=localhost:1 --kafkaConfig=default.api.timeout.ms=1000"
            + " --kafkaConfig=request.timeout.ms=900 | Kafka at localhost:1"
      })
  void shouldNameWhatIsNotThere(String flags, String problem) {
    var run =
        redrive(
            Stream.concat(Stream.of("--dryRun"), Arrays.stream(flags.strip().split(" ")))
                .toArray(String[]::new));
    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), hasItem(containsString(problem.strip())));
  }

  /** The result of a run that must succeed. */
  private String done(String... flags) {
    var run = redrive(flags);
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    return run.result();
  }

  private VigilRun redrive(String... flags) {
    var arguments = new ArrayList<String>(List.of("redrive", "--mapping=" + mapping));
    arguments.addAll(List.of(flags));
    if (Arrays.stream(flags).noneMatch(it -> it.startsWith("--deadLetters"))) {
      arguments.add("--deadLetters=" + deadLetters + "/*.parquet");
    }
    return vigil(arguments.toArray(String[]::new));
  }

  private long archived() {
    return Archive.at(archive).readManifest().transactions().stream()
        .mapToLong(ArchivedFile::records)
        .sum();
  }

  private List<DeadLetter> rows(Path tables) throws IOException {
    var letters = new ArrayList<DeadLetter>();
    FilesOrigin.matching("", tables + "/dead_letters/*.parquet", RecordTypes.DEAD_LETTER)
        .forEach(letters::add);
    return letters;
  }

  private static List<String> idsIn(TestTopic topic) {
    return lettersIn(topic).stream().map(RedriveCommandTest::id).toList();
  }

  private static String id(String json) {
    try {
      return new ObjectMapper().readTree(json).get("transaction_id").asText();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> lettersIn(TestTopic topic) {
    var values = new ArrayList<String>();
    TopicLog.of(topic.settings(), topic.name(), new StartFrom.Earliest())
        .forEach(record -> values.add(new String(record.value(), UTF_8)));
    return values;
  }
}
