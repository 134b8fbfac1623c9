package io.vigil.pipelines.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchiveWriter;
import io.vigil.pipelines.archive.ReadArchive;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TestTopic;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.protect.CardProtection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs end anywhere, as if their process were gone: nothing is closed. */
class InterruptedRedriveTest {

  private static final TenReasons BAD = new TenReasons(250);

  @TempDir private Path folder;
  private Mapping mapping;
  private List<DeadLetter> deadLetters;

  @BeforeEach
  void setAside() throws IOException {
    mapping = Mapping.read(BAD.mapping(folder));
    deadLetters = BAD.deadLetters("in.jsonl");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999, 1000, 1001, 2499, 2500})
  void shouldBringEachToATopicOnceWhereverARunHasEnded(int end) throws Exception {
    try (var topic = TestTopic.create(2)) {
      var gone = IntoTopic.open(topic.settings(), topic.name(), false);
      assertThrows(Gone.class, () -> run(new EndsAfter(deadLetters, end), gone));

      try (var good = IntoTopic.open(topic.settings(), topic.name(), false)) {
        var redrive = run(new EndsAfter(deadLetters, Integer.MAX_VALUE), good);
        assertThat(redrive.count(Outcome.MENDED) + redrive.count(Outcome.ALREADY), is(1250L));
      }

      assertThat(idsIn(topic), containsInAnyOrder(BAD.mended().toArray(String[]::new)));
      // Whoever comes back from the dead finds that another has taken over.
      var mended =
          deadLetters.stream().filter(it -> mendedOf(it) != null).findFirst().orElseThrow();
      gone.add(mended, Objects.requireNonNull(mendedOf(mended)));
      assertThat(
          assertThrows(RuntimeException.class, gone::commit).getMessage(),
          is("another run has taken over from this one: vigil-redrive-" + topic.name()));
      gone.close();
      assertThat(idsIn(topic).size(), is(1250));
    }
  }

  @Test
  void shouldBringEachToAnArchiveOnceWhereverARunHasEnded() throws Exception {
    var archive = Archive.at(folder.resolve("archive"));
    var some = new ArrayList<>(BAD.mended().subList(0, 400));
    // What an earlier run has written before it ended, in one file or in none.
    ArchiveWriter.to(archive)
        .write(
            deadLetters.stream()
                .map(this::mendedOf)
                .filter(it -> it != null && some.contains(it.transactionId()))
                .toList());
    try (var good = IntoArchive.open(archive)) {
      var redrive = run(new EndsAfter(deadLetters, Integer.MAX_VALUE), good);
      assertThat(redrive.count(Outcome.ALREADY), is(400L));
      assertThat(redrive.count(Outcome.MENDED), is(850L));
    }
    var files = archive.readManifest().transactions();
    assertThat(ReadArchive.damaged(files), is(List.of()));
    assertThat(files.stream().mapToLong(it -> it.records()).sum(), is(1250L));
  }

  @Test
  void shouldTryNoRecordTwiceInARun() {
    var twice = new ArrayList<>(deadLetters);
    twice.addAll(deadLetters);
    var tried = new ArrayList<DeadLetter>();
    var redrive =
        new Redrive(
            everything(),
            TransactionParser.of(mapping),
            CardProtection.NONE.protector(),
            new Decryption(List.of()),
            5,
            Instant.now());
    var nowhere = new WithoutWriting(tried::contains);
    redrive.run(new EndsAfter(twice, Integer.MAX_VALUE), nowhere, nowhere, Long.MAX_VALUE);
    assertThat(redrive.count(Outcome.MENDED), is(1250L));
    assertThat(redrive.count(Outcome.STILL_BAD), is(1250L));
  }

  private Redrive run(Origin<DeadLetter> origin, GoodRecords good) {
    var redrive =
        new Redrive(
            everything(),
            TransactionParser.of(mapping),
            CardProtection.NONE.protector(),
            new Decryption(List.of()),
            5,
            Instant.now());
    redrive.run(origin, good, new WithoutWriting(position -> false), Long.MAX_VALUE);
    return redrive;
  }

  private static Selection everything() {
    return new Selection(Set.of(), null, null);
  }

  private @Nullable Transaction mendedOf(DeadLetter letter) {
    return Retried.of(letter, letter, TransactionParser.of(mapping), Long.MAX_VALUE)
            instanceof Retried.Mended mended
        ? mended.transaction()
        : null;
  }

  private static List<String> idsIn(TestTopic topic) {
    var ids = new ArrayList<String>();
    TopicLog.of(topic.settings(), topic.name(), new StartFrom.Earliest())
        .forEach(
            record -> {
              try {
                var json = new ObjectMapper().readTree(new String(record.value(), UTF_8));
                ids.add(json.get("transaction_id").asText());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return ids;
  }

  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Dead letters of which, the second time, only some can be read before all ends. */
  private static final class EndsAfter implements Origin<DeadLetter> {
    private final List<DeadLetter> letters;
    private final int end;
    private int passes;

    EndsAfter(List<DeadLetter> letters, int end) {
      this.letters = letters;
      this.end = end;
    }

    @Override
    public void forEach(Consumer<DeadLetter> action) {
      passes++;
      assertThat(passes, lessThan(3));
      letters
          .subList(0, passes == 1 ? letters.size() : Math.min(end, letters.size()))
          .forEach(action);
      if (passes == 2 && end <= letters.size()) {
        throw new Gone();
      }
    }
  }
}
