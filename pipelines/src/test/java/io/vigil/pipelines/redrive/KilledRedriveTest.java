package io.vigil.pipelines.redrive;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.VigilProcess;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.archive.ReadArchive;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TestTopic;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, killed without warning and started again. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KilledRedriveTest {

  private static final int OF_EACH = 3_000;
  private static final TenReasons BAD = new TenReasons(OF_EACH);
  private static final int MENDED = 5 * OF_EACH;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern ID = Pattern.compile("\"transaction_id\":\"(t\\d+)\"");

  @TempDir private static Path before;
  private static Path mapping;

  @TempDir private Path folder;

  @BeforeAll
  static void setAside() throws Exception {
    mapping = BAD.mapping(before);
    var input = Files.write(before.resolve("in.jsonl"), BAD.lines());
    var run =
        vigil(
            "monitor",
            "--input=" + input,
            "--output=" + before.resolve("tables"),
            "--maxDeadLetters=1");
    assertThat(run.err().toString(), run.exitCode(), is(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4_000, 12_000})
  void shouldBringEachToTheTopicOnce(int killedAfter) throws Exception {
    try (var topic = TestTopic.create(2)) {
      var arguments =
          arguments(
              "--topic=" + topic.name(),
              "--bootstrapServers=" + topic.settings().bootstrapServers());
      killWhen(arguments, () -> committed(topic).size() >= killedAfter);

      var again = vigil(arguments.toArray(String[]::new));

      assertThat(again.err().toString(), again.exitCode(), is(0));
      var ids = committed(topic);
      assertThat(ids.size(), is(MENDED));
      assertThat(new HashSet<>(ids), is(new HashSet<>(BAD.mended())));
      assertThat(stillBad(), is(MENDED));
    }
  }

  @Test
  void shouldBringEachToTheArchiveOnce() throws Exception {
    var archive = Archive.at(folder.resolve("archive"));
    ArchiveWriter.to(archive);
    var data = archive.folder().resolve("transactions");
    var arguments = arguments("--archive=" + archive);
    killWhen(arguments, () -> hasFiles(data));

    var again = vigil(arguments.toArray(String[]::new));

    assertThat(again.err().toString(), again.exitCode(), is(0));
    var files = archive.readManifest().transactions();
    assertThat(ReadArchive.damaged(files), is(List.of()));
    assertThat(files.stream().mapToLong(it -> it.records()).sum(), is((long) MENDED));
    assertThat(stillBad(), is(MENDED));
  }

  private List<String> arguments(String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "redrive",
                "--deadLetters=" + before.resolve("tables/dead_letters/*.parquet"),
                "--mapping=" + mapping,
                "--output=" + folder.resolve("again"),
                "--overwrite"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private void killWhen(List<String> arguments, BooleanSupplier isTime) throws Exception {
    var process = VigilProcess.start(folder.resolve("redrive.log"), arguments);
    long end = System.nanoTime() + LIMIT.toNanos();
    // One that is done already proves that a second run does no harm.
    while (!isTime.getAsBoolean() && process.isAlive()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the moment to kill has not come");
      }
      LockSupport.parkNanos(5_000_000);
    }
    process.destroyForcibly().waitFor();
  }

  private int stillBad() {
    var letters = new ArrayList<Integer>();
    FilesOrigin.matching(
            "", folder.resolve("again/dead_letters/*.parquet").toString(), RecordTypes.DEAD_LETTER)
        .forEach(letter -> letters.add(letter.attempt()));
    assertThat(new HashSet<>(letters), is(new HashSet<>(List.of(2))));
    return letters.size();
  }

  private static boolean hasFiles(Path data) {
    try (var files = Files.walk(data)) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException | UncheckedIOException e) {
      // A folder may come or go meanwhile.
      return false;
    }
  }

  private static List<String> committed(TestTopic topic) {
    var ids = new ArrayList<String>();
    TopicLog.of(topic.settings(), topic.name(), new StartFrom.Earliest())
        .forEach(
            record -> {
              var id = ID.matcher(new String(record.value(), UTF_8));
              if (id.find()) {
                ids.add(id.group(1));
              }
            });
    return ids;
  }
}
